"""Comments that speak to the build, as `# build: frame on the stack`.

A mark stands at the end of the line that a statement begins on, or alone on the line above it.
"""
import ast
import functools
import io
import tokenize
from typing import Callable, Dict, List

from .program import Module, Refused

PREFIX = "# build:"


def marks_of(module: Module) -> "Dict[int, str]":
    """{line: what the mark on it, or on the line above it, says}."""
    return _marks_in(module.source)


@functools.lru_cache(maxsize=None)
def _marks_in(source: str) -> "Dict[int, str]":
    """The marks of a source: several steps ask for them, time and again."""
    if PREFIX not in source:
        return {}
    found = {}
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and token.string.startswith(PREFIX):
            alone = not token.line[: token.start[1]].strip()
            found[token.start[0] + alone] = token.string[len(PREFIX) :].strip()
    return found


def check(module: Module, known: "Callable[[str], bool]") -> None:
    """Refuse a mark that nobody knows, or that belongs to no statement. known: tells it of its text."""
    starts = {line for node in ast.walk(module.tree) if isinstance(node, ast.stmt) for line in _starts(node)}
    for line, text in marks_of(module).items():
        if not known(text):
            raise Refused(module, line, f"the build does not know this mark: {PREFIX} {text}")
        if line not in starts:
            raise Refused(module, line, "this mark belongs to no statement: put it at the end of its first line, or above")


def _starts(node: ast.stmt) -> "List[int]":
    return [node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))]


def mark_on(marks: "Dict[int, str]", node: ast.stmt) -> str:
    """What the mark of a statement says; "" if it has none."""
    return next((marks[line] for line in _starts(node) if line in marks), "")
