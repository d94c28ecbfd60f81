"""Where a node of the program comes from: kept by all steps, for the map and for `picoweb explain`."""
import ast
from typing import NamedTuple, Optional, TypeVar

Node = TypeVar("Node", bound=ast.AST)


class Origin(NamedTuple):
    """The place of a node in the source. function: its qualified name, "" at the top of a module."""

    module: str
    line: int
    function: str


def mark(tree: ast.Module, module: str, file: str) -> None:
    """Give each node that has a line its `origin`, and the path of its `file`."""
    _mark_below(tree, Origin(module, 1, ""), file)


def _mark_below(node: ast.AST, around: Origin, file: str) -> None:
    for child in ast.iter_child_nodes(node):
        inside = around
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            inside = around._replace(function=".".join(filter(None, (around.function, child.name))))
        if hasattr(child, "lineno"):
            child.origin = inside._replace(line=child.lineno)
            child.file = file
        _mark_below(child, inside, file)


def origin_of(node: ast.AST) -> "Optional[Origin]":
    """Where a node comes from, or None for one that nobody has placed."""
    return getattr(node, "origin", None)


def placed(new: Node, old: ast.AST) -> Node:
    """Give a new node, and what is new below it, the place of the old one, which it stands for."""
    for node in ast.walk(new):
        if not hasattr(node, "origin") and "lineno" in node._attributes:
            ast.copy_location(node, old)
            node.origin = origin_of(old)
            node.file = getattr(old, "file", None)
    return new
