"""Puts in what an object holds whose class is known, and which no app changes.

`self.limits = Limits()  # build: constants unless FACT` is left out where FACT is false for the app that is built, and
`app.limits.head` is the number that the class has for `head`.
"""
import ast
import copy
from typing import Dict, Iterator, List, NamedTuple, Optional

from ...editing import drop_statements, replace_nodes
from ...marks import mark_on, marks_of
from ...origins import placed
from ...program import Module, Program, Refused
from ...scopes import FUNCTIONS, own_nodes
from .table import UNLESS


class Settled(NamedTuple):
    """An object that no app changes. attribute: where it is found. values: {name: expression} of what it holds."""

    module: Module
    node: ast.Assign
    attribute: str
    values: "Dict[str, ast.expr]"


def settle(program: Program, facts: "Dict[str, bool]") -> None:
    """Put in what such objects hold. Raises Refused where one is used for more than to take a value that its class has."""
    for settled in list(_find(program, facts)):
        drop_statements(settled.module.tree, lambda node: node is settled.node)
        for module in program.modules.values():
            if not module.of_app:
                _put_in(module, settled)


def _find(program: Program, facts: "Dict[str, bool]") -> "Iterator[Settled]":
    for module in program.modules.values():
        marks = {} if module.of_app else marks_of(module)
        for node in ast.walk(module.tree) if marks else ():
            mark = mark_on(marks, node) if isinstance(node, (ast.Assign, ast.AnnAssign)) else ""
            if mark.startswith(UNLESS) and not facts[mark[len(UNLESS) :]]:
                target, value = (node.targets[0] if isinstance(node, ast.Assign) else node.target), node.value
                yield Settled(module, node, target.attr, _values(program, module, value.func.id))


def _values(program: Program, module: Module, name: str) -> "Dict[str, ast.expr]":
    """What the class of a name holds: {name: expression}."""
    place = next((program.modules[each.target] for each in program.imports(module) if each.local == name), module)
    node = next(each for each in place.tree.body if isinstance(each, ast.ClassDef) and each.name == name)
    found = {}
    for each in node.body:
        if isinstance(each, ast.AnnAssign) and each.value:
            found[each.target.id] = each.value
        elif isinstance(each, ast.Assign):
            found[each.targets[0].id] = each.value
    return found


def _put_in(module: Module, settled: Settled) -> None:
    new, gone = {}, set()
    for scope in [module.tree, *(node for node in ast.walk(module.tree) if isinstance(node, FUNCTIONS))]:
        nodes = own_nodes(scope)
        held = {node.targets[0].id: node for node in nodes if isinstance(node, ast.Assign) and _is_object(node.value, settled)
                and isinstance(node.targets[0], ast.Name) and len(node.targets) == 1}
        gone |= {id(node) for node in held.values()}
        names = {id(node): node for node in nodes if getattr(node, "id", None) in held}
        for node in nodes:
            value = _value(node, settled, held)
            if value is not None:
                new[id(node)] = placed(copy.deepcopy(value), node)
                names.pop(id(node.value), None)
        _refuse_others(module, settled, [node for node in names.values() if not any(node in each.targets for each in held.values())])
    replace_nodes(module.tree, new)
    drop_statements(module.tree, lambda node: id(node) in gone)
    _refuse_others(module, settled, [node for node in ast.walk(module.tree) if _is_object(node, settled)])


def _refuse_others(module: Module, settled: Settled, uses: "List[ast.AST]") -> None:
    """Raise Refused for uses of the object for which no constant stands."""
    for node in uses:
        raise Refused(module, node, f"{settled.attribute} is put in as constants: write it with the name of what is asked of it")


def _is_object(node: ast.AST, settled: Settled) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == settled.attribute


def _value(node: ast.AST, settled: Settled, held: "Dict[str, ast.Assign]") -> "Optional[ast.expr]":
    """What `app.limits.head` is, or `limits.head` where `limits` is a variable for it; None for any other node."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Load):
        return None
    if _is_object(node.value, settled) or getattr(node.value, "id", None) in held:
        return settled.values[node.attr]
    return None
