"""What several steps do to trees: fill blocks that became empty, drop what is imported, tell constants."""
import ast
from typing import Any, Callable, Optional

from .origins import placed
from .scopes import blocks, bound_by

HOLDERS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.ExceptHandler,
           ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

LEAVING = (ast.Return, ast.Raise, ast.Break, ast.Continue)
YIELDS = (ast.Yield, ast.YieldFrom)


def fill_empty_blocks(tree: ast.AST) -> None:
    """Put `pass` where a statement needs a block and has none left."""
    for node in ast.walk(tree):
        if isinstance(node, HOLDERS) and not node.body:
            node.body.append(placed(ast.Pass(), node))


def drop_needless_passes(tree: ast.AST) -> None:
    """Take out `pass` where a block has other statements."""
    for node in ast.walk(tree):
        for body in blocks(node):
            kept = [each for each in body if not isinstance(each, ast.Pass)]
            if kept and len(kept) < len(body):
                body[:] = kept


def drop_statements(tree: ast.AST, drop: "Callable[[ast.stmt], bool]") -> None:
    """Take statements out of all blocks of a tree."""
    for node in list(ast.walk(tree)):
        for body in blocks(node):
            body[:] = [each for each in body if not drop(each)]
    fill_empty_blocks(tree)


def drop_unreachable(function: ast.AST) -> None:
    """Take out what stands in a function's blocks behind a statement that leaves them, unless the function needs it."""
    for node in ast.walk(function):
        for body in blocks(node):
            place = next((place for place, each in enumerate(body) if isinstance(each, LEAVING)), len(body))
            behind = [part for each in body[place + 1 :] for part in ast.walk(each)]
            if behind and _is_same_without(function, behind):
                del body[place + 1 :]


def _is_same_without(function: ast.AST, nodes: list) -> bool:
    """Whether a function has the same variables, and is a generator just as well, without nodes that are never reached."""
    inside = {id(each) for each in nodes}
    rest = [each for each in ast.walk(function) if id(each) not in inside]
    yields = any(isinstance(each, YIELDS) for each in rest) or not any(isinstance(each, YIELDS) for each in nodes)
    bound = {name for each in nodes for name in bound_by(each)}
    return yields and bound <= {name for each in rest for name in bound_by(each)}


def drop_aliases(tree: ast.AST, drop: "Callable[[ast.stmt, ast.alias], bool]") -> None:
    """Take names out of imports, and the imports that have none left."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            node.names = [alias for alias in node.names if not drop(node, alias)]
    drop_statements(tree, lambda node: isinstance(node, (ast.Import, ast.ImportFrom)) and not node.names)


def constant(value: Any) -> ast.expr:
    """The expression of a constant. A negative number is an operation, as in source."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    if isinstance(value, tuple):
        return ast.Tuple([constant(each) for each in value], ast.Load())
    return ast.Constant(value)


def text_in(node: "Optional[ast.AST]") -> "Optional[str]":
    """The text of a node that is a string, else None."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def replace_nodes(tree: ast.AST, new: dict) -> None:
    """Replace nodes of a tree. new: {id of a node: what stands for it}."""
    for parent in list(ast.walk(tree)):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, list):
                value[:] = [new.get(id(each), each) for each in value]
            elif id(value) in new:
                setattr(parent, field, new[id(value)])
