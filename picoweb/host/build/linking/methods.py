"""Thin methods become what they call: the function itself is the class's method, and there is no second one."""
import ast
from collections import Counter
from typing import List

from ..editing import fill_empty_blocks
from ..origins import placed
from ..program import Module, Program
from ..references import References
from .thin import Thin


def put_in_classes(program: Program, module: Module, methods: "List[Thin]") -> None:
    """Put the functions that thin methods call into their classes. All are in one module by now.

    A function that others call as well stays where it is, and is set as the class's method once both are there.
    """
    inside = {id(node) for thin in methods for node in ast.walk(thin.method)}
    used = Counter(each.definition for _, each in References(program).of_all() if id(each.node) not in inside)
    used.update((module.name, thin.function.name) for thin in methods)
    for thin in methods:
        if used[module.name, thin.function.name] == 1 and _can_move(thin):
            _move(module, thin)
        elif not _is_used_in_class(thin):
            _set_later(module, thin)
    fill_empty_blocks(module.tree)


def _can_move(thin: Thin) -> bool:
    """Whether a function means the same in the body of a class."""
    values = [*thin.function.args.defaults, *(each for each in thin.function.args.kw_defaults if each)]
    plain = all(isinstance(node, (ast.Constant, ast.Tuple, ast.Load)) for each in values for node in ast.walk(each))
    return plain and not any(_is_mangled(node) for node in ast.walk(thin.function))


def _is_mangled(node: ast.AST) -> bool:
    """Whether a class would give a name another meaning: `__x` becomes `_Class__x`."""
    name = getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "arg", None) or ""
    return isinstance(name, str) and name.startswith("__") and not name.endswith("__")


def _is_used_in_class(thin: Thin) -> bool:
    """Whether the class's body itself needs the method, as in `teardown_request = teardown`."""
    return any(isinstance(node, ast.Name) and node.id == thin.method.name
               for each in thin.owner.body if isinstance(each, ast.Assign) for node in ast.walk(each.value))


def _move(module: Module, thin: Thin) -> None:
    module.tree.body.remove(thin.function)
    thin.owner.body[thin.owner.body.index(thin.method)] = thin.function
    thin.function.name = thin.method.name


def _set_later(module: Module, thin: Thin) -> None:
    thin.owner.body.remove(thin.method)
    target = ast.Attribute(ast.Name(thin.owner.name, ast.Load()), thin.method.name, ast.Store())
    value = ast.Name(thin.function.name, ast.Load())
    module.tree.body.append(placed(ast.Assign([target], value), thin.method))
