"""What each name in a program means: which global of which module, followed through imports."""
import ast
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple, Union

from .program import Module, Program
from .public import lazy_table
from .scopes import (
    COMPREHENSIONS, SCOPES, bindings, bound_by, children_of, declared, evaluated_inside, evaluated_outside, own_nodes, parameters)

Definition = Tuple[str, str]  # (full name of a module, name of a global in it)
LOCAL = "local"  # the meaning of a name that is a local variable


class Whole(NamedTuple):
    """The meaning of a name that is a module of the program."""

    module: str


class Reference(NamedTuple):
    """A use of a global. node: ast.Name, or ast.Attribute of a module. scopes: those it stands in, the module first."""

    node: "Union[ast.Name, ast.Attribute]"
    definition: Definition
    scopes: "Tuple[ast.AST, ...]"

    @property
    def scope(self) -> ast.AST:
        """The innermost scope."""
        return self.scopes[-1]


class References:
    """Answers for the program as it is now: make a new one after a change."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.lazy = {}
        self.imported: "Dict[str, Dict[int, list]]" = {}
        self.globals: "Dict[str, dict]" = {}
        for module in program.modules.values():
            by_alias: "Dict[int, list]" = {}
            for each in program.imports(module):
                by_alias.setdefault(id(each.alias), []).append(each)
            self.imported[module.name] = by_alias
        for module in program.modules.values():
            self.globals[module.name] = self.meanings(module, module.tree)
        if program.package in program.modules:
            self.lazy = lazy_table(program, program.modules[program.package])

    def meanings(self, module: Module, scope: ast.AST) -> dict:
        """{name: what it means} of the names that a scope gets by nothing but imports of the program's own."""
        return self._imported_in(module, list(bindings(scope)))

    def _imported_in(self, module: Module, bound: "List[Tuple[str, ast.AST]]") -> dict:
        """The meanings of names among those that a scope binds."""
        found: dict = {}
        ours = self.imported[module.name]
        for name, node in bound:
            meanings = {_meaning(each) for each in ours.get(id(node), ()) if each.local == name}
            found[name] = found[name] & meanings if name in found else meanings
        return {name: next(iter(meanings)) for name, meanings in found.items() if len(meanings) == 1}

    def definition(self, module: str, name: str) -> "Union[Definition, Whole]":
        """Where the global `name` of a module is defined, followed through imports."""
        seen = set()
        while (module, name) not in seen:
            seen.add((module, name))
            meaning = self.globals.get(module, {}).get(name)
            if isinstance(meaning, Whole):
                return meaning
            if meaning is None and module == self.program.package and name in self.lazy:
                meaning = self.lazy[name], name
            if meaning is not None:
                module, name = meaning
        return module, name

    def of(self, module: Module) -> "Iterator[Reference]":
        """Every use of a global of the program in a module, in names and in attributes of modules."""
        for child in module.tree.body:
            yield from self._below(child, _View(self, module, (module.tree,), {}))

    def of_all(self) -> "Iterator[Tuple[Module, Reference]]":
        """Every (module, use of a global) of the program."""
        for module in self.program.modules.values():
            for each in self.of(module):
                yield module, each

    def _below(self, node: ast.AST, view: "_View") -> "Iterator[Reference]":
        if isinstance(node, (ast.Name, ast.Attribute)):
            meaning = view.meaning(node)
            if isinstance(meaning, tuple) and not isinstance(meaning, Whole):
                yield Reference(node, meaning, view.scopes)
        if isinstance(node, SCOPES):
            for child in evaluated_outside(node):
                yield from self._below(child, view)
            inner = view.inside(node)
            for child in evaluated_inside(node):
                yield from self._below(child, inner)
        else:
            for child in children_of(node):
                yield from self._below(child, view)


class _View:
    """What names mean at one place. known: {name: meaning} of the functions around it."""

    def __init__(self, references: References, module: Module, scopes: tuple, known: dict,
                 own: "Optional[dict]" = None) -> None:
        self.references = references
        self.module = module
        self.scopes = scopes
        self.known = known
        self.own = known if own is None else own

    def inside(self, scope: ast.AST) -> "_View":
        """The view from inside a scope that stands here. The names of a class are not seen in functions below it."""
        closed = isinstance(scope, (ast.Lambda, *COMPREHENSIONS))
        nodes = own_nodes(scope)
        bound = [(name, node) for node in nodes for name in bound_by(node)]
        outer = set() if closed else {name for node in nodes if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
        imported = {} if closed else self.references._imported_in(self.module, bound)
        given = set() if isinstance(scope, (*COMPREHENSIONS, ast.ClassDef)) else set(parameters(scope))
        own = {name: imported.get(name, LOCAL) for name in given.union(name for name, _ in bound) - outer}
        names = {**self.known, **dict.fromkeys(set() if closed else declared(scope, (ast.Global,)))} if outer else self.known
        scopes = (*self.scopes, scope)
        if isinstance(scope, ast.ClassDef):
            return _View(self.references, self.module, scopes, names, {**names, **own})
        return _View(self.references, self.module, scopes, {**names, **own})

    def meaning(self, node: ast.AST) -> "Union[Definition, Whole, str, None]":
        """What an expression means: a global, a module, a local variable, or None for anything else."""
        if isinstance(node, ast.Name):
            meaning = self.own.get(node.id)
            if meaning == LOCAL:
                return LOCAL
            if meaning is None:
                meaning = self.module.name, node.id
            return meaning if isinstance(meaning, Whole) else self.references.definition(*meaning)
        if isinstance(node, ast.Attribute):
            whole = self.meaning(node.value) if isinstance(node.value, (ast.Name, ast.Attribute)) else None
            if isinstance(whole, Whole):
                below = f"{whole.module}.{node.attr}"
                is_module = below in self.references.program.modules
                defined = node.attr in self.references.globals[whole.module]
                return Whole(below) if is_module and not defined else self.references.definition(whole.module, node.attr)
        return None


def _meaning(record) -> "Union[Definition, Whole]":
    return Whole(record.target) if record.name is None else (record.target, record.name)
