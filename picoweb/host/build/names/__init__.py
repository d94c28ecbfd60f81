"""Step: what is not public gets names that every MicroPython port has in its firmware; these take no room in the heap.

Globals (functions, classes and variables at the top of modules) get them in any build; attributes and methods only where
the app is built together with the package, as a subclass of the app's may use any of them. Names in texts stay as they
are, as a text may be a name, and so do those of arguments that are given by name. Which name is given to what depends on
nothing but the program and `Options.seed`.
"""
from typing import Dict

from ..program import Program
from . import attributes, globals as global_names, hidden

__all__ = ("apply",)


def apply(program: Program) -> "Dict[str, str]":
    """Rename. Returns {new name: what it was; "a or b" where it was several}. Raises Refused (see `hidden`)."""
    hidden.refuse_unseen(program)
    found: "Dict[str, set]" = {}
    if program.has_app:
        for old, new in attributes.rename(program).items():
            found.setdefault(new, set()).add(old)
    for (_, old), new in global_names.rename(program).items():
        found.setdefault(new, set()).add(old)
    return {new: " or ".join(sorted(old)) for new, old in found.items()}
