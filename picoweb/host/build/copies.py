"""Apps that import a copy of picoweb, as `import lib.picoweb as picoweb`: what is built has one picoweb, under its own name.

The imports of the app are changed, before any step sees them. A line that hides a copy's name from this is refused.
"""
import ast
from pathlib import Path
from typing import Dict, Iterator, Optional, Set

from ..copies import is_copy
from .editing import replace_nodes
from .origins import placed
from .program import Module, Program, Refused
from .scopes import blocks, bound_by, bound_name

LOADERS = ("__import__", "import_module")


def use_package(program: Program, root: Path) -> None:
    """Let an app's modules import the package where they import a copy of it. root: the folder of the app. Raises Refused."""
    for module in program.modules.values():
        if module.of_app:
            _Module(program, module, root).change()


class _Module:
    """One module of an app."""

    def __init__(self, program: Program, module: Module, root: Path) -> None:
        self.program = program
        self.module = module
        self.root = root
        self.dotted: "Set[str]" = set()  # copies that it asks for by all parts of their names, as `lib.picoweb.WebApp`

    def change(self) -> None:
        """Change its imports, and what it asks for by the names of copies."""
        self._refuse_texts()
        for node in list(ast.walk(self.module.tree)):
            for body in blocks(node):
                body[:] = [new for each in body for new in self._imports(each)]
        for name in self.dotted:
            self._shorten(name)

    def _below(self, name: str) -> "Optional[str]":
        """What a dotted name of a copy, or of something in it, is called in the package; None for any other name."""
        parts = name.split(".")
        if parts[0] == self.program.package or self.program.package not in parts:
            return None
        place = parts.index(self.program.package)
        folder = self.root.joinpath(*parts[: place + 1])
        is_there = folder.exists() or folder.with_name(f"{folder.name}.py").exists()
        return ".".join(parts[place:]) if is_copy(folder) or not is_there else None

    def _imports(self, node: ast.stmt) -> "Iterator[ast.stmt]":
        """What a statement becomes."""
        if isinstance(node, ast.Import):
            for alias in node.names:
                self._change_whole(node, alias)
        elif isinstance(node, ast.ImportFrom) and node.level < len(self.module.name.split(".")) + self.module.is_package:
            target = self.program.absolute(self.module, node)
            below = self._below(target)
            if below:
                node.level, node.module = 0, below
            else:
                yield from self._taken_out(node, target)
                if not node.names:
                    return
        yield node

    def _change_whole(self, node: ast.Import, alias: ast.alias) -> None:
        """Change one part of an `import …`."""
        below = self._below(alias.name)
        if not below:
            return
        if not alias.asname:
            self._check_free(node, alias.name)
            self.dotted.add(alias.name[: len(alias.name) - len(below)] + self.program.package)
        alias.name = below
        if alias.asname == below:
            alias.asname = None

    def _taken_out(self, node: ast.ImportFrom, target: str) -> "Iterator[ast.stmt]":
        """Take copies out of `from lib import picoweb, other`. Yields the imports that stand for them."""
        for alias in list(node.names):
            if self._below(f"{target}.{alias.name}") == self.program.package:
                node.names.remove(alias)
                name = bound_name(alias)
                other = None if name == self.program.package else name
                yield placed(ast.Import([ast.alias(self.program.package, other)]), node)

    def _check_free(self, node: ast.Import, name: str) -> None:
        """Refuse `import lib.picoweb` where `picoweb` is the name of something else."""
        for each in ast.walk(self.module.tree):
            if self.program.package in bound_by(each) and not self._is_package(each):
                raise Refused(self.module, node, f"{self.program.package} is something else in this file: "
                                                 f"write `import {name} as …`, with a name of its own")

    def _is_package(self, node: ast.AST) -> bool:
        """Whether what binds the package's name binds the package, or a copy of it."""
        return isinstance(node, ast.alias) and (not node.asname or self._below(node.name) == self.program.package
                                                or node.name == self.program.package)

    def _shorten(self, name: str) -> None:
        """Let `lib.picoweb` be `picoweb` wherever it is asked for."""
        new: "Dict[int, ast.AST]" = {}
        for node in ast.walk(self.module.tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node) == name:
                new[id(node)] = placed(ast.Name(self.program.package, node.ctx), node)
        replace_nodes(self.module.tree, new)
        first = name.split(".")[0]
        nodes = list(ast.walk(self.module.tree))
        if not any(first in bound_by(node) for node in nodes):
            for node in nodes:
                if isinstance(node, ast.Name) and node.id == first:
                    raise Refused(self.module, node, f"{first} is used otherwise than as {name}: write `import {name} as "
                                                     f"{self.program.package}`, and `{self.program.package}` in place of {name}")

    def _refuse_texts(self) -> None:
        """Refuse what loads a copy, or asks for it, by a text."""
        for node in ast.walk(self.module.tree):
            text = _module_named_in(node)
            if text and self._below(text):
                raise Refused(self.module, node, f"the build has no {text}, but {self._below(text)}: "
                                                 f"write `import {self._below(text)}`, and use that")


def _module_named_in(node: ast.AST) -> "Optional[str]":
    """The text in `__import__(text)`, `import_module(text)` or `sys.modules[text]`."""
    value: "Optional[ast.AST]" = None
    if isinstance(node, ast.Call) and node.args and getattr(node.func, "id", getattr(node.func, "attr", None)) in LOADERS:
        value = node.args[0]
    elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "sys.modules":
        value = node.slice
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None
