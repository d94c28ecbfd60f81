"""Step: what only people, checkers and other runtimes need goes: docstrings, annotations, asserts, dead branches.

The asserts of an app are checked on a board as well.
"""
from .plain import Plain, apply

__all__ = ("Plain", "apply")
