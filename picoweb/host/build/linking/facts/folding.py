"""Leaves out what the package has only for facts that are false."""
import ast
from typing import Dict, List, Set, Union

from ...editing import fill_empty_blocks
from ...marks import mark_on, marks_of
from ...origins import placed
from ...program import Program
from .table import PREFIX, TEXT, USES, WHETHER


def fold(program: Program, facts: "Dict[str, bool]", words: "Set[str]") -> None:
    """Leave out what the package has only for facts that are false. words: all that the app's source has."""
    for module in program.modules.values():
        marks = {} if module.of_app else marks_of(module)
        if marks:
            _Folding(marks, facts, words).visit(module.tree)
            fill_empty_blocks(module.tree)


class _Folding(ast.NodeTransformer):
    """Leaves out the marked statements of a module."""

    def __init__(self, marks: "Dict[int, str]", facts: "Dict[str, bool]", words: "Set[str]") -> None:
        self.marks = marks
        self.facts = facts
        self.words = words

    def visit(self, node: ast.AST) -> "Union[ast.AST, List[ast.stmt], None]":
        """A node, or what stands for it."""
        node = self.generic_visit(node)
        mark = mark_on(self.marks, node) if isinstance(node, ast.stmt) else ""
        if mark.startswith(TEXT) and isinstance(node, ast.Raise) and not self.facts[mark[len(TEXT) :]]:
            node.exc = node.exc.func
        if mark.startswith(WHETHER) and isinstance(node, ast.Assign):
            node.value = placed(ast.Constant(self.facts[mark[len(WHETHER) :]]), node.value)
        if not mark.startswith(PREFIX) or self._holds(mark[len(PREFIX) :], node):
            return node
        return getattr(node, "orelse", None) or None

    def _holds(self, fact: str, node: ast.stmt) -> bool:
        if not fact.startswith(USES):
            return self.facts[fact]
        names = {name.strip() for name in fact[len(USES) :].split(",")}
        return bool(self.words & {getattr(node, "name", "") if name == "it" else name for name in names})
