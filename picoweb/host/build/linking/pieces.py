"""The pieces that a module is made of, each of which is kept or left out: definitions, variables, imports, statements."""
import ast
from typing import Dict, Iterator, List, NamedTuple, Set, Tuple

from ..program import Module
from ..scopes import FUNCTIONS, SCOPES, bound_by, own_nodes

#: Methods that the firmware and asyncio call by themselves.
PROTOCOL = frozenset(("send", "throw", "close", "ioctl"))


class Piece(NamedTuple):
    """A piece of a module. name: of a global, "" for what runs whenever the module is loaded. member: of a class."""

    module: str
    name: str = ""
    member: str = ""

    def __str__(self) -> str:
        return ".".join(part for part in self if part)


class Parts:
    """The statements of one module, by piece."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.statements: "Dict[Piece, List[ast.stmt]]" = {}
        self.members: "Dict[str, Set[str]]" = {}
        self.defined = {name for each in module.tree.body for name in bound_in(each)
                        if not isinstance(each, (ast.Import, ast.ImportFrom))}
        for each in module.tree.body:
            for name in owners(each, self.defined):
                self._add(Piece(module.name, name), each)
            if isinstance(each, ast.ClassDef):
                self._add_members(each)

    def _add(self, piece: Piece, node: ast.stmt) -> None:
        self.statements.setdefault(piece, []).append(node)

    def _add_members(self, node: ast.ClassDef) -> None:
        for each in node.body:
            name = member_name(each)
            if name:
                self._add(Piece(self.module.name, node.name, name), each)
                self.members.setdefault(node.name, set()).add(name)

    def code_of(self, piece: Piece) -> "Iterator[ast.AST]":
        """What a piece uses is in these nodes: those of a class without its members, those of an import in none."""
        for node in self.statements.get(piece, ()):
            if isinstance(node, ast.ClassDef) and not piece.member:
                yield from (*node.decorator_list, *node.bases, *node.keywords)
                yield from (each for each in node.body if not member_name(each))
            elif not isinstance(node, (ast.Import, ast.ImportFrom)):
                yield node


def member_name(node: ast.stmt) -> str:
    """The name of a member that can be left out of its class; "" for what belongs to the class itself."""
    if isinstance(node, FUNCTIONS):
        name = node.name
    elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        name = node.targets[0].id
    else:
        return ""
    return "" if name.startswith("__") and name.endswith("__") else name


def bound_in(node: ast.stmt) -> "List[str]":
    """The globals that a statement at the top of a module binds."""
    holder = ast.Module([node], [])
    return [name for each in own_nodes(holder) for name in bound_by(each)]


def owners(node: ast.stmt, defined: "Set[str]") -> "Tuple[str, ...]":
    """The globals for whose sake a statement is there; ("",) if it is to run in any case.

    What binds nothing belongs to the one global of its module that it uses, as `TABLE["a"] = 1` does to TABLE.
    """
    bound = bound_in(node)
    if bound:
        return tuple(dict.fromkeys(bound))
    used = {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and each.id in defined}
    return tuple(used) if len(used) == 1 and not isinstance(node, SCOPES) else ("",)
