"""Finds the tag that made a template no Python. It is loaded when one is."""

from .compiler import Unit


class CheckedUnit(Unit):
    """A unit that compiles every statement by itself."""

    def check(self, code):
        if code.startswith("elif "):
            code = code[2:]
        if not code.startswith(("else", "try", "except", "finally")):
            source = "def f():\n while 1:\n  " + code + (" pass" if code[-1:] == ":" else "")
            exec(source, {})  # build: no names
