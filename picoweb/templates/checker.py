"""Finds the tag that made a template no Python. It is loaded when one is."""

from .unit import Unit

CLAUSES = "else", "try", "except", "finally"  # what is no statement by itself


class CheckedUnit(Unit):
    """A unit that compiles every statement by itself."""

    def check(self, code):
        """Raise SyntaxError if a statement (str) by itself is none; those that go with others are not looked at."""
        if code.startswith("elif "):
            code = code[2:]
        if not code.startswith(CLAUSES):
            exec("def f():\n while 1:\n  " + code + (" pass" if code[-1:] == ":" else ""), {})  # build: no names
