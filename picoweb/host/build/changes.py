"""What may set or ask for the globals of an app, otherwise than by names which the build sees.

A module is an object. `config.DEBUG = True` is seen, as `config` was imported. `module.DEBUG = True` may mean the same, and
so may `setattr(module, key, value)`, or what is done with `vars(module)`. The package does none of this.
"""
import ast
from typing import Set

from .attributes import asked_by_name, outside_modules
from .linking.uses import marked_names
from .program import Module, Program
from .references import Definition, References

SETTERS = ("setattr", "delattr")
READERS = ("getattr", "hasattr", "dir")
#: Builtins that give the globals of a module as a table, or run what is not seen.
TABLES = ("globals", "locals", "vars", "exec", "eval", "execfile")


class Changes:
    """Answers for the program as it is now: make a new one after a change.

    seen: globals that are set or deleted as attributes of their modules. set, read: attributes that the app sets, and asks
    for, of what is perhaps a module. sets_any, reads_any: whether it does so by names that are not written there; so may
    templates that are compiled on the board.
    """

    def __init__(self, program: Program, references: References) -> None:
        self.program = program
        self.seen: "Set[Definition]" = set()
        self.set: "Set[str]" = set()
        self.read: "Set[str]" = set()
        self.sets_any, self.reads_any = False, program.options.asks_any
        self.set_by_text = marked_names(program)
        for module in program.modules.values():
            of_modules = list(references.of(module))
            self.seen.update(each.definition for each in of_modules
                             if isinstance(each.node, ast.Attribute) and not isinstance(each.node.ctx, ast.Load))
            self.set_by_text.update(filter(None, (_set_by_text(node) for node in ast.walk(module.tree))))
            if module.of_app:
                self._note_attributes(module, {id(each.node) for each in of_modules})
                self._note_builtins(module, {id(each.node) for each in of_modules if each.definition[0] == module.name})

    def may_change(self, definition: Definition) -> bool:
        """Whether a global is perhaps set from outside of its module."""
        return definition in self.seen or definition[1] in self.set_by_text or self._is_of_app(definition) and (
            self.sets_any or definition[1] in self.set)

    def may_be_asked(self, definition: Definition) -> bool:
        """Whether something perhaps asks for a global of the app, or sets it, so that it must be there, under its name."""
        return self._is_of_app(definition) and (self.hides_names() or definition[1] in self.set | self.read | self.set_by_text)

    def hides_names(self) -> bool:
        """Whether something asks for names of the app, or sets them, that are not written there."""
        return self.sets_any or self.reads_any

    def _is_of_app(self, definition: Definition) -> bool:
        return self.program.modules[definition[0]].of_app

    def _note_attributes(self, module: Module, of_modules: "Set[int]") -> None:
        """Note the attributes in a module of the app. of_modules: ids of the nodes that are known to be globals."""
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and id(node) not in of_modules:
                (self.read if isinstance(node.ctx, ast.Load) else self.set).add(node.attr)
            self.sets_any = self.sets_any or getattr(node, "attr", "") == "__dict__"

    def _note_builtins(self, module: Module, own: "Set[int]") -> None:
        """Note what a module of the app does by builtins. own: ids of the names that mean its globals, or builtins."""
        defined = self.program.definitions(module)
        foreign = outside_modules(module.tree, {id(each.alias) for each in self.program.imports(module)})
        plain = {id(node.func) for node in ast.walk(module.tree) if isinstance(node, ast.Call)
                 and (asked_by_name(node) is not None or node.args and getattr(node.args[0], "id", None) in foreign)}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Name) and id(node) in own and node.id not in defined and id(node) not in plain:
                self.sets_any = self.sets_any or node.id in SETTERS + TABLES
                self.reads_any = self.reads_any or node.id in READERS


def _set_by_text(node: ast.AST) -> "str | None":
    """The name that `setattr` and `delattr` set, if it is written there."""
    return asked_by_name(node) if isinstance(node, ast.Call) and getattr(node.func, "id", None) in SETTERS else None
