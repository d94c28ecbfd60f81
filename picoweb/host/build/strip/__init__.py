"""Step: what only people, checkers and other runtimes need goes: docstrings, annotations, asserts, dead branches."""
from .plain import Plain, apply

__all__ = ("Plain", "apply")
