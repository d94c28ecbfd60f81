"""Joins the package's modules that are always loaded together, where no app says which of them are needed.

Each module takes heap besides its code: a table of globals, one of names, one of constants. What an app is made of is always
loaded; other modules are, if the same late imports lead to them. The last of a group takes the others in. Each of these
stays as a file that imports its public names from there, for whoever asks for one; the package itself does not.
"""
import ast
from typing import Dict, FrozenSet, Iterator, List, Set

from ..editing import drop_aliases, replace_nodes
from ..origins import placed
from ..program import Import, Module, Program, Refused
from ..references import Definition, References, Whole
from .join import declare_global, drop_repeated_imports, refuse_changing, rename_definitions
from .joined_names import JoinedNames
from .order import in_order

#: Below the package: the module that takes in what is always loaded, and others that every app loads which serves.
APP = "app"
ALWAYS = ("serving.connection", "serving.stream", "serving.starting", "serving.transports.listening", APP)


def join_groups(program: Program) -> None:
    """Make one module of each group. Raises Refused for what that would change."""
    for modules in list(groups(program)):
        if len(modules) > 1:
            _Group(program, modules).join()


def groups(program: Program) -> "Iterator[List[Module]]":
    """The modules that are always loaded together, in the order in which they run."""
    needs = {module.name: _needed(program, module) for module in program.modules.values()}
    app = f"{program.package}.{APP}"
    always = set().union(*(_closure(f"{program.package}.{name}", needs) for name in ALWAYS))
    loads = {entry: _closure(entry, needs) for entry in _entries(program)}
    found: "Dict[FrozenSet[str], List[Module]]" = {frozenset([app]): []}
    for module in in_order(program):
        if _is_internal(module):
            entries = frozenset(entry for entry, modules in loads.items() if module.name in modules)
            key = frozenset([app]) if module.name in always else entries
            found.setdefault(key, []).append(module)
    if app in program.modules:
        found[frozenset([app])].append(program.modules[app])
    return iter(found.values())


def _is_internal(module: Module) -> bool:
    """Whether a module is in a room of the package: those beside the rooms are for apps, which may set what they hold."""
    return module.name.count(".") > 1 and not module.is_package


def _needed(program: Program, module: Module) -> "Set[str]":
    """The modules that a module imports at its top."""
    return {each.target for each in program.imports(module) if each.scope is module.tree}


def _entries(program: Program) -> "Set[str]":
    """Modules that are asked for late: in functions, by the package's table, or by apps."""
    found = {each.target for module in program.modules.values() for each in program.imports(module)
             if each.scope is not module.tree}
    found |= set(References(program).lazy.values())
    return found | {name for name, module in program.modules.items() if not _is_internal(module)}


def _closure(name: str, needs: "Dict[str, Set[str]]") -> "Set[str]":
    found: "Set[str]" = set()
    left = [name]
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += needs.get(name, ())
    return found


class _Group:
    """Modules that become one. into: the one that stays."""

    def __init__(self, program: Program, modules: "List[Module]") -> None:
        self.program = program
        self.modules = modules
        self.into = modules[-1]
        self.members = {module.name for module in modules}
        self.references = References(program)
        self.names = JoinedNames(program, self.references, modules, modules)
        self.defined = {module.name: list(program.definitions(module)) for module in modules}

    def join(self) -> None:
        """Make one module of them."""
        refuse_changing(self.program, self.references, self.members)
        self._refuse_ambiguous()
        for module in list(self.program.modules.values()):
            if module.name in self.members:
                self._rewrite_member(module)
            else:
                self._rewrite_other(module)
        self.into.tree.body = [node for module in self.modules for node in module.tree.body]
        drop_repeated_imports(self.into.tree)
        for module in self.modules[:-1]:
            self._leave_names(module)
        self._keep_public()

    def _refuse_ambiguous(self) -> None:
        """Refuse one name for two things that modules of the group import from outside it, or import and define."""
        meanings: "Dict[str, object]" = {each: "defined" for each in self.names.names.values()}
        for module in self.modules:
            for each in self.program.imports(module):
                if each.scope is module.tree and each.local and not self._is_of_group(each):
                    meaning = each.target, each.name
                    if meanings.setdefault(each.local, meaning) != meaning:
                        raise Refused(module, each.node, f"{each.local} is something else in a module that is loaded together "
                                                         "with this one: rename it")

    def _rewrite_member(self, module: Module) -> None:
        """Give the globals of a module their new names, and take out its imports of the group's modules."""
        definitions = self.program.definitions(module)
        imports = [each for each in self.program.imports(module) if self._is_of_group(each)]
        new: "Dict[int, ast.AST]" = {}
        for each in list(self.references.of(module)):
            name = self.names.of(each.definition)
            if name and isinstance(each.node, ast.Name):
                each.node.id = name
            elif name:
                new[id(each.node)] = placed(ast.Name(name, each.node.ctx), each.node)
                if not isinstance(each.node.ctx, ast.Load):
                    declare_global(each, name)
        replace_nodes(module.tree, new)
        rename_definitions(module, definitions, self.names)
        ours = {id(each.alias) for each in imports}
        drop_aliases(module.tree, lambda node, alias: id(alias) in ours)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and node.level:
                self._point(node, self.into, self.program.absolute(module, node))

    def _is_of_group(self, each: Import) -> bool:
        return each.target in self.members

    def _rewrite_other(self, module: Module) -> None:
        """Let another module find in the joined one what it used of the group."""
        for each in list(self.references.of(module)):
            name = self.names.of(each.definition)
            if name and isinstance(each.node, ast.Attribute):
                each.node.attr = name
        found: "Dict[int, List[Import]]" = {}
        for each in self.program.imports(module):
            if self._is_of_group(each):
                found.setdefault(id(each.node), []).append(each)
        for parent in list(ast.walk(module.tree)):
            for body in (value for _, value in ast.iter_fields(parent) if isinstance(value, list)):
                body[:] = [new for node in body for new in self._imports(module, node, found.get(id(node), []))]

    def _imports(self, module: Module, node: ast.AST, found: "List[Import]") -> "Iterator[ast.AST]":
        """What a statement becomes. found: what it imports of the group."""
        ours = {id(each.alias): each for each in found}
        if ours:
            node.names = [alias for alias in node.names if id(alias) not in ours]
        if not ours or node.names:
            yield node
        parent, _, leaf = self.into.name.rpartition(".")
        for each in ours.values():
            meaning = self.references.definition(each.target, each.name) if each.name else Whole(each.target)
            if isinstance(meaning, Whole) and isinstance(node, ast.Import):
                yield placed(ast.Import([ast.alias(self.into.name, each.alias.asname)]), node)
                continue
            name = leaf if isinstance(meaning, Whole) else self.names.of(meaning) or each.name
            new = ast.ImportFrom("", [ast.alias(name, None if each.local == name else each.local)], 0)
            self._point(new, module, parent if isinstance(meaning, Whole) else self.into.name)
            yield placed(new, node)

    def _point(self, node: ast.ImportFrom, module: Module, target: str) -> None:
        """Let an import that stands in `module` name `target`, from the package on."""
        node.level = len(module.name.split(".")) - (not module.is_package)
        node.module = target.partition(".")[2] or None

    def _leave_names(self, module: Module) -> None:
        """Leave a module as a file that imports those of its names that others may ask for, and loads the group anyway."""
        shown = {name for place, name in self.program.public().globals if place == module.name} | self.program.options.keep
        found = ((name, self.names.of((module.name, name))) for name in self.defined[module.name] if name in shown)
        names = [ast.alias(new, None if new == name else name) for name, new in found if new]
        parent, _, leaf = self.into.name.rpartition(".")
        node = ast.ImportFrom("", names or [ast.alias(leaf)], 0)
        self._point(node, module, self.into.name if names else parent)
        module.tree = ast.fix_missing_locations(ast.Module([node], []))

    def _keep_public(self) -> None:
        """Let names that are public stay so, where they are now."""
        public = self.program.public()
        moved: "Set[Definition]" = {(self.into.name, self.names.of(each) or each[1]) for each in public.globals
                                    if each[0] in self.members}
        self.program.shown = public._replace(globals=public.globals | moved)
