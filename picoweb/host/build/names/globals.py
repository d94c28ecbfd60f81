"""Renames globals, each module by itself: a name of the firmware can serve in all of them. Imports follow."""
import ast
import builtins
from typing import Dict, Iterator, List, Set

from ..changes import Changes
from ..locals import ROM_NAMES
from ..origins import origin_of
from ..program import Import, Module, Program
from ..public import DEFINITIONS
from ..references import Definition, Reference, References, Whole
from ..scopes import FUNCTIONS, bound_by, declared, functions, own_nodes, words_of
from .hidden import kept_words
from .pool import Pool

BUILTINS = set(dir(builtins))


def rename(program: Program) -> "Dict[Definition, str]":
    """Rename what is private. Returns {(module, old name): new}."""
    renaming = Renaming(program)
    renaming.choose()
    for module in program.modules.values():
        renaming.put_in(module)
    return renaming.new


class Renaming:
    """One run of the step. words: {module: all names that stand in it, which a new one must not be}."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.references = References(program)
        self.words = {name: {word for node in ast.walk(module.tree) for word in words_of(node)}
                      for name, module in program.modules.items()}
        self.pool = Pool(program.options.seed, BUILTINS)
        self.importers: "Dict[Definition, Set[str]]" = {}
        self.starred: "Set[str]" = set()
        self.new: "Dict[Definition, str]" = {}
        for module in program.modules.values():
            for each in program.imports(module):
                if each.name == "*":
                    self.starred.add(each.target)
                elif each.name:
                    definition = self.references.definition(each.target, each.name)
                    self.importers.setdefault(definition, set()).add(module.name)

    def choose(self) -> None:
        """Find a new name for each private global."""
        kept = kept_words(self.program) | set(ROM_NAMES)
        public = set(public_errors(self.program)) if self.program.has_app else self.program.public().globals
        changes = Changes(self.program, self.references)
        reads_names = any(isinstance(node, ast.Attribute) and node.attr in ("__name__", "__qualname__")
                          for _, node in self.program.walk())
        for module in self.program.modules.values():
            if module.name in self.starred or module.name == self.program.package and not self.program.has_app:
                continue
            for name in private_globals(self.program, module, reads_names):
                if name not in kept and (module.name, name) not in public and not changes.may_be_asked((module.name, name)):
                    self._choose((module.name, name))

    def _choose(self, definition: Definition) -> None:
        users = {definition[0], *self.importers.get(definition, ())}
        new = self.pool.name(definition[1], set().union(*(self.words[user] for user in users)))
        if new != definition[1]:
            self.new[definition] = new
            for user in users:
                self.words[user].add(new)

    def put_in(self, module: Module) -> None:
        """Give the new names to all that means a renamed global in a module."""
        references: "List[Reference]" = list(self.references.of(module))
        imports: "List[Import]" = [each for each in self.program.imports(module) if each.name]
        locals_ = {id(each.alias): self._local(module, each) for each in imports}
        self._put_in_statements(module)
        for each in references:
            new = self.new.get(each.definition)
            if new and isinstance(each.node, ast.Name):
                each.node.id = new
            elif new:
                each.node.attr = new
        for each in imports:
            each.alias.name = self._imported(each)
            local = locals_[id(each.alias)]
            each.alias.asname = local if local != each.alias.name else None

    def _put_in_statements(self, module: Module) -> None:
        """Rename where names are no nodes: in definitions and in `global`."""
        for node in own_nodes(module.tree):
            if isinstance(node, DEFINITIONS):
                node.name = self.new.get((module.name, node.name), node.name)
        for function in functions(module.tree):
            for node in own_nodes(function):
                if isinstance(node, ast.Global):
                    node.names = [self._global(module, name) for name in node.names]

    def _global(self, module: Module, name: str) -> str:
        definition = self.references.definition(module.name, name)
        return name if isinstance(definition, Whole) else self.new.get(definition, name)

    def _local(self, module: Module, each: Import) -> str:
        """What an imported name is called in its module from now on."""
        meaning = self.references.meanings(module, each.scope).get(each.local)
        definition = self.references.definition(*meaning) if meaning and not isinstance(meaning, Whole) else None
        return self.new.get(definition, each.local)

    def _imported(self, each: Import) -> str:
        """What an imported name is called now in the module that it is imported of."""
        target = self.program.modules[each.target]
        return self._global(target, each.name)


def private_globals(program: Program, module: Module, reads_names: bool) -> "Iterator[str]":
    """What a module defines itself and may be called otherwise. reads_names: whether the program asks for `__name__`.

    Of an app only functions, and variables that begin with an underscore: what runs the app asks for the others. Its classes
    say their names, in repr() and in logs.
    """
    in_functions = {name for function in functions(module.tree) for name in declared(function, (ast.Global,))
                    for node in own_nodes(function) if name in bound_by(node) and not isinstance(node, ast.Name)}
    for name, nodes in sorted(program.definitions(module).items()):
        plain = all(isinstance(node, (ast.Name, *DEFINITIONS)) for node in nodes) and name not in in_functions
        is_class = any(isinstance(node, ast.ClassDef) for node in nodes)
        is_function = all(isinstance(node, FUNCTIONS) for node in nodes)
        of_app = module.of_app and (is_class or (reads_names if is_function else not name.startswith("_")))
        if plain and not of_app and not name.startswith("__"):
            yield name


def public_errors(program: Program) -> "Iterator[Definition]":
    """The public exceptions of the package, where they are now: an app may print one, with its name."""
    for module in program.modules.values():
        for node in module.tree.body if not module.of_app else ():
            origin = origin_of(node)
            bases = {getattr(base, "id", "") for base in node.bases} if isinstance(node, ast.ClassDef) else ()
            if "Exception" in bases and origin and (origin.module, node.name) in program.public().globals:
                yield module.name, node.name
