"""Leaves out what an app cannot reach.

It starts from all of the app's code. A name that reached code uses is reached; so is a method or class variable of a
reached class, once reached code uses an attribute of that name of anything. It goes on until nothing is added.
"""
import ast
import builtins
from typing import Dict, Iterable, Iterator, List, NamedTuple, Optional, Set, Tuple

from ..editing import drop_aliases, fill_empty_blocks
from ..program import Module, Program, Refused
from ..references import Whole
from ..scopes import bound_name, evaluated_outside
from .pieces import PROTOCOL, Parts, Piece, bound_in, member_name
from .uses import Use, Uses


IMPORTS = (ast.Import, ast.ImportFrom)


class Reason(NamedTuple):
    """Why a piece is kept. by: the piece that uses it, None for the app itself. path, line: where it does."""

    by: "Optional[Piece]"
    path: str
    line: int


class Reach:
    """What can be reached, and why: {piece: its first Reason}."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.uses = Uses(program)
        self.parts = {name: Parts(module) for name, module in program.modules.items()}
        self.reasons: "Dict[Piece, Reason]" = {}
        self.attributes: "Dict[str, Reason]" = {}
        self.waiting: "List[Piece]" = []
        self.with_member: "Dict[str, Set[Piece]]" = {}
        for module in program.modules.values():
            if module.of_app:
                self._use_all(module)
        while self.waiting:
            self._use(self.waiting.pop())

    def _use_all(self, module: Module) -> None:
        """All of an app's module is used, whatever is in it."""
        for node in module.tree.body:
            self._note(None, module, self.uses.of(module, node))
        self._import_names(module)

    def _import_names(self, module: Module) -> None:
        for each in self.program.imports(module):
            if each.name == "*":
                raise Refused(module, each.node, f"import * hides what is used of {each.target}: name it")
            if each.name and each.target != module.name:
                found = self.uses.references.definition(each.target, each.name)
                if not isinstance(found, Whole):
                    self._note(None, module, [Use(*found, each.node)])

    def _use(self, piece: Piece) -> None:
        module = self.program.modules[piece.module]
        parts = self.parts[piece.module]
        for node in parts.code_of(piece):
            self._note(piece, module, self.uses.of(module, node))
            if isinstance(node, ast.Try) or isinstance(node, ast.If):
                self._add_all(bound_in(node), piece)
        if piece.member:
            self._use_members_named(piece)
        elif piece.name:
            self._add(Piece(piece.module), self.reasons[piece])
            self._use_members(piece)

    def _add_all(self, names: "Iterable[str]", piece: Piece) -> None:
        for name in names:
            self._add(piece._replace(name=name), self.reasons[piece])

    def _use_members_named(self, piece: Piece) -> None:
        """Members that another one is made of, as in `teardown_request = teardown`."""
        others = self.parts[piece.module].members[piece.name]
        for node in self.parts[piece.module].statements[piece]:
            outside = [node.value] if isinstance(node, ast.Assign) else evaluated_outside(node)
            for each in outside:
                for name in (found.id for found in ast.walk(each) if isinstance(found, ast.Name)):
                    if name in others:
                        self._add(piece._replace(member=name), self.reasons[piece])

    def _use_members(self, piece: Piece) -> None:
        """Members of a class that was reached, as far as their names are used, or nobody knows who calls them."""
        everything = self._is_foreign(piece)
        for name in self.parts[piece.module].members.get(piece.name, ()):
            self.with_member.setdefault(name, set()).add(piece)
            if everything or name in PROTOCOL:
                self._add(piece._replace(member=name), self.reasons[piece])
            elif name in self.attributes:
                self._add(piece._replace(member=name), self.attributes[name])

    def _is_foreign(self, piece: Piece) -> bool:
        """Whether a class has a base that is not of the program: it calls what it likes."""
        for node in self.parts[piece.module].statements[piece]:
            for base in getattr(node, "bases", ()) if isinstance(node, ast.ClassDef) else ():
                if isinstance(base, ast.Name) and hasattr(builtins, base.id):
                    continue
                module, name = self.uses.globals[piece.module].get(id(base), ("", ""))
                if name not in getattr(self.parts.get(module), "defined", ()):
                    return True
        return False

    def _note(self, by: "Optional[Piece]", module: Module, uses: "Iterable[Use]") -> None:
        for use in uses:
            reason = Reason(by, str(module.path), getattr(use.node, "lineno", 1))
            if not use.module:
                self._use_attribute(use.name, reason)
            elif not self.program.modules[use.module].of_app:
                self._use_global(module, use, reason)

    def _use_attribute(self, name: str, reason: Reason) -> None:
        if name not in self.attributes:
            self.attributes[name] = reason
            for piece in self.with_member.get(name, ()):
                self._add(piece._replace(member=name), reason)

    def _use_global(self, module: Module, use: Use, reason: Reason) -> None:
        piece = Piece(use.module, use.name)
        if piece in self.parts[use.module].statements:
            self._add(piece, reason)
        elif use.module != module.name and not hasattr(builtins, use.name):
            raise Refused(module, use.node, f"{use.module} has no {use.name} that the build can see: "
                          "import it from where it is defined")

    def _add(self, piece: Piece, reason: Reason) -> None:
        if piece not in self.reasons:
            self.reasons[piece] = reason
            self.waiting.append(piece)

    def left_out(self) -> "List[Piece]":
        """The pieces of the package that nothing reaches."""
        everything = {piece for parts in self.parts.values() if not parts.module.of_app for piece in parts.statements
                      if not all(isinstance(node, IMPORTS) for node in parts.statements[piece])}
        return sorted(everything - set(self.reasons))

    def why(self, piece: Piece) -> "List[str]":
        """The way to a piece, as lines of text: who uses it, who uses that, up to the app."""
        found = []
        while piece is not None and piece in self.reasons and len(found) < 20:
            reason = self.reasons[piece]
            found.append(f"{piece or piece.module}: {reason.path}:{reason.line}")
            piece = reason.by
        return found


def shake(program: Program) -> Reach:
    """Leave out of the package what the app does not reach. Returns what it reaches, and why."""
    reach = Reach(program)
    package = [module for module in program.modules.values() if not module.of_app]
    for module in package:
        _prune(module, reach)
    wanted = {*_wanted_imports(program, reach), *((piece.module, piece.name) for piece in reach.reasons)}
    for module in package:
        _drop_unused_imports(module, wanted)
        if not module.tree.body and module.name != program.package:
            del program.modules[module.name]
    return reach


def _prune(module: Module, reach: Reach) -> None:
    parts = reach.parts[module.name]
    kept = {id(node) for piece in parts.statements if piece in reach.reasons and not piece.member
            for node in parts.statements[piece]}
    module.tree.body[:] = [node for node in module.tree.body if id(node) in kept or isinstance(node, IMPORTS)]
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef):
            node.body[:] = [each for each in node.body if not member_name(each)
                            or Piece(module.name, node.name, member_name(each)) in reach.reasons]
    fill_empty_blocks(module.tree)


def _wanted_imports(program: Program, reach: Reach) -> "Iterator[Tuple[str, str]]":
    """Each (module, name) of an import that others may use, as `from .module import name` or `module.name`."""
    attributes = {node.attr for _, node in program.walk() if isinstance(node, ast.Attribute)}
    named = {(each.target, each.name) for module in program.modules.values() for each in program.imports(module)}
    whole = {target for target, name in named if name is None}
    for module in program.modules.values():
        for each in program.imports(module):
            found = reach.uses.references.definition(each.target, each.name) if each.name else None
            reached = isinstance(found, tuple) and not isinstance(found, Whole) and Piece(*found) in reach.reasons
            if reached and (
                    (module.name, each.local) in named or module.name in whole and each.local in attributes):
                yield module.name, each.local


def _drop_unused_imports(module: Module, wanted: "Set[Tuple[str, str]]") -> None:
    """Leave out what is imported at the top, and used neither here nor by those who import it from here."""
    top = {id(node) for node in module.tree.body}
    used = {each.id for each in ast.walk(module.tree) if isinstance(each, ast.Name)}
    drop_aliases(module.tree, lambda node, alias: id(node) in top and bound_name(alias) not in used
                 and (module.name, bound_name(alias)) not in wanted)
