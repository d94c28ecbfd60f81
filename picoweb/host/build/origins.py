"""Where a node of the program comes from: kept by all steps, for the map and for `picoweb explain`."""
import ast
from typing import NamedTuple, Optional


class Origin(NamedTuple):
    """The place of a node in the source. function: its qualified name, "" at the top of a module."""

    module: str
    line: int
    function: str


def mark(tree: ast.Module, module: str) -> None:
    """Give each node that has a line its `origin`."""
    _mark_below(tree, module, "")


def _mark_below(node: ast.AST, module: str, function: str) -> None:
    for child in ast.iter_child_nodes(node):
        inner = function
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            inner = f"{function}.{child.name}" if function else child.name
        if hasattr(child, "lineno"):
            child.origin = Origin(module, child.lineno, inner)
        _mark_below(child, module, inner)


def origin_of(node: ast.AST) -> "Optional[Origin]":
    """Where a node comes from, or None for one that nobody has placed."""
    return getattr(node, "origin", None)


def placed(new: ast.AST, old: ast.AST) -> ast.AST:
    """Give a new node, and what is new below it, the place of the old one, which it stands for."""
    for node in ast.walk(new):
        if not hasattr(node, "origin") and "lineno" in node._attributes:
            ast.copy_location(node, old)
            node.origin = origin_of(old)
    return new
