"""Of a table in one text, only the lines whose number the program has, as of reason phrases those for its status codes.

A constant is such a table if it is marked `# build: only lines of numbers in the program, unless FACT`.
"""
import ast
import re
from typing import Iterator, Set

from ..marks import mark_on, marks_of
from ..origins import origin_of
from ..program import Module, Program
from .facts import FACTS

MARK = "only lines of numbers in the program, unless "
NUMBER = re.compile(r"\d+")


def is_known(mark: str) -> bool:
    """Whether a mark says that a constant is such a table."""
    return mark.startswith(MARK) and mark[len(MARK) :] in FACTS


def shorten(program: Program, known: "dict[str, bool]") -> None:
    """Shorten the tables of the package. known: {fact: whether it holds}."""
    tables = [node for module in program.modules.values() if not module.of_app for node in _tables(module, known)]
    inside = {id(node.value) for node in tables}
    numbers = set(_numbers(program, inside))
    for node in tables:
        lines = node.value.value.decode().split("\n")
        kept = [line for line in lines if not NUMBER.match(line) or NUMBER.match(line)[0] in numbers]
        node.value.value = "\n".join(kept).encode()


def _tables(module: Module, known: "dict[str, bool]") -> "Iterator[ast.Assign]":
    """The marked statements of a module whose fact does not hold."""
    marks = marks_of(module)
    for node in module.tree.body if marks else ():
        mark = mark_on(marks, node)
        if is_known(mark) and not known[mark[len(MARK) :]] and origin_of(node).module == module.name:
            yield node


def _numbers(program: Program, without: "Set[int]") -> "Iterator[str]":
    """The numbers that the program has, in digits: those that are written so, and those that texts begin with."""
    for _, node in program.walk():
        if isinstance(node, ast.Constant) and id(node) not in without:
            text = node.value.decode("latin-1") if isinstance(node.value, bytes) else str(node.value)
            found = NUMBER.match(text)
            if found:
                yield found[0]
