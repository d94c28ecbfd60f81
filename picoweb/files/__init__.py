"""Files as answers: described, asked for in part or only if they have changed, and sent; and which of them a client may name.

It knows requests and streams, not who serves them.
"""
