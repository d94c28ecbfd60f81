"""Step: names in capitals that are bound once, to a constant, are put where they are used.

A small whole number, True, False, None and a short word take no room where they stand. What does (a text, bytes, a large
number, a tuple) is put where it is used if that is one place. A name that nothing asks for any more is dropped. The settings
of an app stay where something may set them, as `config.DEBUG = True` does (see `changes`).
"""
import ast
import operator
import re
from typing import Any, Dict, List, NamedTuple, Optional, Set

from .changes import Changes
from .editing import constant, drop_aliases, drop_statements, replace_nodes, text_in
from .origins import placed
from .program import Module, Program
from .references import Definition, Reference, References

CAPITALS = re.compile("_?[A-Z][A-Z0-9_]*$")
#: Texts that are words of up to ten letters are names for MicroPython's compiler: each exists once, however often it stands.
INTERNED = re.compile(r"\w{0,10}$", re.ASCII)
SMALLEST, LARGEST = -(1 << 30), (1 << 30) - 1  # whole numbers that take no heap, with 32 bits
OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.FloorDiv: operator.floordiv,
              ast.Mod: operator.mod, ast.LShift: operator.lshift, ast.RShift: operator.rshift, ast.BitOr: operator.or_,
              ast.BitAnd: operator.and_, ast.BitXor: operator.xor, ast.Pow: operator.pow}


class Unknown(Exception):
    """An expression is no constant."""


class Constant(NamedTuple):
    """A name that is a constant. node: the statement that binds it."""

    node: ast.Assign
    value: Any


class Use(NamedTuple):
    """A place where a constant is read."""

    module: Module
    reference: Reference


def apply(program: Program) -> "Dict[Definition, Any]":
    """Put constants in the places of their names. Returns the values that were put in."""
    constants = find_constants(program)
    uses = find_uses(program, constants)
    done = {key: each.value for key, each in constants.items() if key in uses and _costs_nothing(each.value, uses[key])}
    for module in program.modules.values():
        new = {id(use.reference.node): placed(constant(value), use.reference.node)
               for key, value in done.items() for use in uses[key] if use.module is module}
        replace_nodes(module.tree, new)
    drop_unused(program, constants, {key for key in constants if key in done or key not in uses})
    return done


def find_constants(program: Program) -> "Dict[Definition, Constant]":
    """All names in capitals that are bound once, at the top of a module, to what is known then."""
    found: "Dict[Definition, Constant]" = {}
    references = References(program)
    changes = Changes(program, references)
    while True:
        before = len(found)
        for module in program.modules.values():
            meanings = {id(each.node): each.definition for each in references.of(module)}
            bound = program.definitions(module)
            for node in module.tree.body:
                name = _capital(node)
                key = module.name, name
                if name and key not in found and len(bound[name]) == 1 and not changes.may_change(key):
                    try:
                        found[key] = Constant(node, value_of(node.value, meanings, found))
                    except Unknown:
                        pass  # perhaps it is known when others are
        if len(found) == before:
            return found


def _capital(node: ast.stmt) -> "Optional[str]":
    """The name in capitals that a statement binds."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name) \
            and CAPITALS.match(node.targets[0].id):
        return node.targets[0].id
    return None


def value_of(node: ast.AST, meanings: dict, known: dict) -> Any:
    """What an expression is. meanings: {id of a node: definition}. Raises Unknown if that is not seen."""
    if isinstance(node, ast.Constant) and node.value is not Ellipsis:
        return node.value
    if meanings.get(id(node)) in known:
        return known[meanings[id(node)]].value
    if isinstance(node, ast.Tuple):
        return tuple(value_of(each, meanings, known) for each in node.elts)
    if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "const" and len(node.args) == 1:
        return value_of(node.args[0], meanings, known)
    return calculated(node, meanings, known)


def calculated(node: ast.AST, meanings: dict, known: dict) -> Any:
    """The value of an operation with whole numbers. Raises Unknown."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Invert)):
        value = _number(value_of(node.operand, meanings, known))
        return -value if isinstance(node.op, ast.USub) else ~value
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        left, right = (_number(value_of(each, meanings, known)) for each in (node.left, node.right))
        try:
            return OPERATIONS[type(node.op)](left, right)
        except (ArithmeticError, ValueError):
            raise Unknown
    raise Unknown


def _number(value: Any) -> int:
    if type(value) is not int:
        raise Unknown
    return value


def find_uses(program: Program, constants: "Dict[Definition, Constant]") -> "Dict[Definition, List[Use]]":
    """Where each constant is read."""
    uses: "Dict[Definition, List[Use]]" = {}
    for module, each in References(program).of_all():
        if each.definition in constants and isinstance(each.node.ctx, ast.Load):
            uses.setdefault(each.definition, []).append(Use(module, each))
    return uses


def _costs_nothing(value: Any, uses: "List[Use]") -> bool:
    """Whether a value may stand where its name is used, without being made more often, or standing there twice."""
    if value is None or isinstance(value, bool) or type(value) is int and SMALLEST <= value <= LARGEST:
        return True
    if isinstance(value, str) and INTERNED.match(value):
        return not any(_in_format(use) for use in uses)
    return len(uses) == 1 and not _in_format(uses[0])


def _in_format(use: Use) -> bool:
    """Whether it stands in an f-string, where no text can be written in Python 3.9."""
    inside = (node for each in ast.walk(use.module.tree) if isinstance(each, ast.JoinedStr) for node in ast.walk(each))
    return any(node is use.reference.node for node in inside)


def drop_unused(program: Program, constants: "Dict[Definition, Constant]", done: "Set[Definition]") -> None:
    """Drop the imports of what was put in, and its binding, unless it is public, or something may ask for it."""
    kept = set() if program.has_app else program.public().globals
    texts = {text_in(node) for _, node in program.walk()} | program.options.keep
    references = References(program)
    changes = Changes(program, references)
    starred = {each.target for module in program.modules.values() for each in program.imports(module) if each.name == "*"}
    for module in program.modules.values():
        aliases = {id(each.alias) for each in program.imports(module) if each.name and (module.name, each.local) not in kept
                   and references.definition(each.target, each.name) in done and each.local not in texts
                   and not changes.may_be_asked((module.name, each.local))}
        drop_aliases(module.tree, lambda node, alias: id(alias) in aliases)
        gone = {id(constants[key].node) for key in done - kept if key[0] == module.name and key[0] not in starred
                and key[1] not in texts and not changes.may_be_asked(key)}
        drop_statements(module.tree, lambda node: id(node) in gone)
    drop_const(program)


def drop_const(program: Program) -> None:
    """Drop `from micropython import const` where nothing uses it any more."""
    for module in program.modules.values():
        used = {node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)}
        drop_aliases(module.tree, lambda node, alias: getattr(node, "module", None) == "micropython"
                     and alias.name == "const" and (alias.asname or alias.name) not in used)
