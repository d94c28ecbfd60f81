"""Which handler a request goes to: rules, maps, apps inside apps, hooks, and the way back from a handler to its URL.

It knows what a request asks for, not where it came from nor how it is answered.
"""
