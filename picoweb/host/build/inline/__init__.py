"""Step: small private functions go into their callers: a call takes time, and its frame heap.

A helper is a function whose name begins with an underscore, or one that is not public and that one other module imports,
or a private method that its own class calls. It goes into its callers if there is one, or if it is short; each call must
be a statement of its own, or what an `if` asks. Generators that are called by `yield from`, and coroutines by `await`, go
as well. What happens, and in which order, stays the same; only when the variables of a helper are let go differs.
"""
from .step import Outcome, apply

__all__ = ("Outcome", "apply")
