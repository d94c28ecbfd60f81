"""Methods that one place calls become functions, which can go into that place, as an app's build knows all who call.

Types are not known, so it must be sure that the place means this method: no other class has one of its name, nobody sets
an attribute of that name or asks for it otherwise than by the call, the app does not mention it, and neither do types of
the firmware or of what apps bring have it.
"""
import ast
from collections import Counter
from typing import Dict, Iterator, List, NamedTuple, Set

from ..attributes import BROUGHT, FOREIGN
from ..linking.uses import marked_names
from ..names.attributes import mentioned_by_app, of_foreign_classes
from ..origins import placed
from ..program import Module, Program
from ..public import class_attributes
from ..scopes import FUNCTIONS, Function, words_of
from .helpers import is_marked, marks_by_module


class Call(NamedTuple):
    """A use of an attribute. call: the call of it, or None."""

    module: Module
    node: ast.Attribute
    call: "ast.Call | None"


class Method(NamedTuple):
    """A method that becomes a function, and its only call."""

    module: Module
    owner: ast.ClassDef
    node: Function
    use: Call


def make_functions(program: Program) -> "List[str]":
    """Make functions of such methods. Returns their new names."""
    taken = {word for _, node in program.walk() for word in words_of(node)}
    names = []
    for method in list(_found(program)):
        name = f"{method.owner.name}_{method.node.name}"
        if name not in taken:
            names.append(name)
            _make_function(method, name)
    return names


def _found(program: Program) -> "Iterator[Method]":
    """The methods."""
    uses = _uses(program)
    members = Counter(name for _, node in program.walk() if isinstance(node, ast.ClassDef) for name in class_attributes(node))
    kept = FOREIGN | BROUGHT | mentioned_by_app(program) | of_foreign_classes(program) | _in_texts(program) | \
        marked_names(program) | program.options.keep
    marks = marks_by_module(program)
    for module in program.modules.values():
        for owner in module.tree.body if not module.of_app else ():
            for node in owner.body if isinstance(owner, ast.ClassDef) else ():
                name = getattr(node, "name", "")
                found = uses.get(name, [])
                if isinstance(node, FUNCTIONS) and members[name] == 1 and name not in kept and len(found) == 1 \
                        and _is_plain(node) and not is_marked(node, marks) and _is_call_of_object(found[0], module):
                    yield Method(module, owner, node, found[0])


def _uses(program: Program) -> "Dict[str, List[Call]]":
    """{name: the uses of attributes of that name}."""
    calls = {id(node.func): node for _, node in program.walk() if isinstance(node, ast.Call)}
    found: "Dict[str, List[Call]]" = {}
    for module, node in program.walk():
        if isinstance(node, ast.Attribute):
            found.setdefault(node.attr, []).append(Call(module, node, calls.get(id(node))))
    return found


def _in_texts(program: Program) -> "Set[str]":
    """What texts of the program might ask for by `getattr`."""
    return {node.value for _, node in program.walk() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _is_plain(node: Function) -> bool:
    """Whether a method would mean the same outside of its class."""
    words = {getattr(each, kind) for each in ast.walk(node) for kind in ("id", "attr", "arg") if getattr(each, kind, None)}
    hidden = any(word.startswith("__") and not word.endswith("__") for word in words) or words & {"super", "__class__"}
    defaults = [*node.args.defaults, *(each for each in node.args.kw_defaults if each)]
    return not hidden and not node.decorator_list and not node.name.startswith("__") and bool(node.args.args) \
        and all(isinstance(each, ast.Constant) for each in defaults)


def _is_call_of_object(use: Call, module: Module) -> bool:
    """Whether a use is a call, in the module that has the method, of what is no class."""
    value = use.node.value
    classes = {node.name for node in module.tree.body if isinstance(node, ast.ClassDef)}
    return use.call is not None and use.module is module and getattr(value, "id", None) not in classes \
        and getattr(getattr(value, "func", None), "id", None) != "super"


def _make_function(method: Method, name: str) -> None:
    body = method.module.tree.body
    method.owner.body.remove(method.node)
    if not method.owner.body:
        method.owner.body.append(placed(ast.Pass(), method.node))
    body.insert(body.index(method.owner), method.node)
    method.node.name = name
    call = method.use.call
    call.args.insert(0, method.use.node.value)
    call.func = placed(ast.Name(name, ast.Load()), method.use.node)
