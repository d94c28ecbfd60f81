"""Lets a function stand in another module: what it uses there is imported, under names that mean nothing else."""
import ast
import builtins
from typing import Dict, List, Optional, Tuple

from ..origins import placed
from ..program import Import, Module, Program
from ..references import References, Whole
from ..scopes import bound_name, declared, local_names, words_of
from .expansion import names_bound_inside, names_read_outside
from .helpers import Helper
from .returns import Impossible


class Move:
    """A helper's way from its module into another one. names: {global there: what it is called here}. Raises Impossible."""

    def __init__(self, program: Program, references: References, helper: Helper, target: Module) -> None:
        self.program = program
        self.references = references
        self.helper = helper
        self.target = target
        self.imported = self._import()
        self.defined_there = program.definitions(helper.module)
        self.defined_here = program.definitions(target)
        self.words = {word for node in ast.walk(target.tree) for word in words_of(node)}
        self.names: "Dict[str, str]" = {}
        self.new: "List[ast.ImportFrom]" = []
        if declared(helper.node):
            raise Impossible("it sets globals of another module")
        self._name_modules_in_full()
        for name in sorted(self._outer()):
            self._bring(name)

    def _name_modules_in_full(self) -> None:
        """Let imports inside the helper name the same modules from anywhere."""
        for node in ast.walk(self.helper.node):
            if isinstance(node, ast.ImportFrom):
                node.module, node.level = self.program.absolute(self.helper.module, node), 0

    def _import(self) -> Import:
        """The one import of the helper in the module."""
        key = self.helper.module.name, self.helper.node.name
        found = [each for each in self.program.imports(self.target)
                 if each.name and self.references.definition(each.target, each.name) == key]
        if len(found) != 1 or found[0].scope is not self.target.tree or found[0].node not in self.target.tree.body:
            raise Impossible("it is imported more than once, or inside a function")
        return found[0]

    def _outer(self) -> "set":
        """Globals that the helper uses."""
        names = names_read_outside(self.helper.node, local_names(self.helper.node), names_bound_inside(self.helper.node))
        return {name for name in names if self._is_global(name)}

    def _is_global(self, name: str) -> bool:
        if name in self.defined_there:
            return True
        if hasattr(builtins, name) and name in self.defined_here:
            raise Impossible(f"{name} is something else in {self.target.name}")
        return False

    def _bring(self, name: str) -> None:
        """Have a global of the helper's module in the other one."""
        source, part = self._source(name)
        known = self._known(name)
        if known:
            self.names[name] = known
            return
        local, number = name, 1
        while local in self.words:
            number += 1
            local = f"{name}_{number}"
        self.words.add(local)
        self.names[name] = local
        self.new.append(ast.ImportFrom(source, [ast.alias(part, local if local != part else None)], 0))

    def _known(self, name: str) -> "Optional[str]":
        """What the same thing is called in the other module already."""
        meaning = self.references.definition(self.helper.module.name, name)
        for other, nodes in self.defined_here.items():
            if len(nodes) == 1 and self.references.definition(self.target.name, other) == meaning:
                return other
        return None

    def _source(self, name: str) -> "Tuple[str, str]":
        """(module, name) of what a global of the helper's module is. Raises Impossible if it may change."""
        meaning = self.references.definition(self.helper.module.name, name)
        if isinstance(meaning, Whole):
            package, _, part = meaning.module.rpartition(".")
            if not package:
                raise Impossible(f"it uses the whole of {meaning.module}")
            return package, part
        module, original = meaning
        nodes = self.program.definitions(self.program.modules[module])[original]
        if len(nodes) != 1:
            raise Impossible(f"it uses {name}, which changes")
        if isinstance(nodes[0], ast.alias):
            return self._outside(module, nodes[0])
        return module, original

    def _outside(self, module: str, alias: ast.alias) -> "Tuple[str, str]":
        """What is imported from a module that is not of the program."""
        for node in self.program.modules[module].tree.body:
            if isinstance(node, ast.ImportFrom) and alias in node.names and not node.level:
                return node.module, alias.name
        raise Impossible(f"it uses {bound_name(alias)}, which is imported in another way than `from … import`")

    def do(self) -> None:
        """Put the imports in place of that of the helper."""
        node = self.imported.node
        place = self.target.tree.body.index(node)
        node.names.remove(self.imported.alias)
        new = [placed(each, node) for each in self.new]
        self.target.tree.body[place:place + 1] = [*([node] if node.names else []), *new]
