"""The program that is built: the modules of the package, those of the app, and what each imports of the others.

It reads and answers questions; the steps change the trees.
"""
import ast
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, FrozenSet, Iterable, Iterator, List, NamedTuple, Optional, Tuple, Union

from . import origins
from .public import Public, public_names
from .scopes import SCOPES, bindings, bound_name, children_of, declared, evaluated_inside, evaluated_outside, functions

LEFT_OUT = ("host", "__main__", "types")


class Refused(Exception):
    """What the build cannot see through. Its text is "path:line: what happened and what to write instead"."""

    def __init__(self, where: "Union[Module, Path, str]", node: "Union[ast.AST, int]", text: str) -> None:
        path = getattr(node, "file", None) or (where.path if isinstance(where, Module) else where)
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        super().__init__(f"{path}:{line}: {text}")


@dataclass
class Module:
    """One file of the program. name: dotted, as "picoweb.http.heads"; those of an app have names of their own."""

    name: str
    path: Path
    is_package: bool
    tree: ast.Module
    of_app: bool = False
    source: str = ""

    @classmethod
    def read(cls, name: str, path: Path, of_app: bool = False) -> "Module":
        """Read and parse a file."""
        return cls.parse(name, path, path.read_text(encoding="utf-8"), of_app)

    @classmethod
    def parse(cls, name: str, path: Path, source: str, of_app: bool = False) -> "Module":
        """Parse a source, and mark each node with where it comes from."""
        tree = ast.parse(source, str(path))
        origins.mark(tree, name, str(path))
        return cls(name, path, path.name == "__init__.py", tree, of_app, source)

    def line(self, number: int) -> str:
        """A line of the source, for comments that the tree does not keep."""
        lines = self.source.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""


class Import(NamedTuple):
    """One name that a module imports of the program's own.

    node: the statement. scope: the function, class or module that it stands in. target: the module's full name. name:
    what is imported of it, "*", or None for the module itself. local: what it is called here, None if it is only loaded
    (as `picoweb.utils` by `import picoweb.utils`, which binds `picoweb`). alias: its part of the statement.
    """

    node: ast.stmt
    scope: ast.AST
    target: str
    name: "Optional[str]"
    local: "Optional[str]"
    alias: ast.alias


@dataclass
class Options:
    """without: names of steps that are left out. keep: names that no step changes. seed: another order of new names.

    public_attributes: whether those of public classes get new names as well, where neither the app nor a text names them.
    The words of an app's templates must be kept then, as they may be attributes of anything. asks_any: whether what is compiled
    on the board may ask for any name of the app's.
    """

    without: "FrozenSet[str]" = frozenset()
    keep: "FrozenSet[str]" = frozenset()
    seed: int = 0
    public_attributes: bool = False
    asks_any: bool = False


@dataclass
class Program:
    """All modules that are built together, by name."""

    modules: "Dict[str, Module]"
    package: str = "picoweb"
    options: Options = field(default_factory=Options)
    #: All that were read, by name, also those that a step has taken out or joined with others.
    originals: "Dict[str, Module]" = field(default_factory=dict)
    shown: "Optional[Public]" = None

    @classmethod
    def read(cls, package_folder: Path, app_files: "Iterable[Path]" = (), leave_out: "Iterable[str]" = LEFT_OUT,
             options: "Optional[Options]" = None, names: "Optional[Dict[Path, str]]" = None) -> "Program":
        """Read every module below a package's folder but those left out (names below it), and an app's files.

        names: of the modules of these files; None: as they lie below the first one's folder.
        """
        folder, app_files, leave_out = Path(package_folder), [Path(each) for each in app_files], set(leave_out)
        program = cls({}, folder.name, options or Options())
        for path in sorted(folder.rglob("*.py")):
            parts = _parts(path.relative_to(folder))
            if not any(".".join(parts[:end]) in leave_out for end in range(1, len(parts) + 1)):
                program.add(Module.read(".".join((folder.name, *parts)), path))
        for path in app_files:
            name = names[path] if names else module_name(path, app_files[0].parent)
            program.add(Module.read(name, path, of_app=True))
        program.public()
        return program

    def add(self, module: Module) -> None:
        """Take in a module. Raises Refused if another one has its name."""
        if module.name in self.modules:
            raise Refused(module, 1, f"{self.modules[module.name].path} is the module {module.name} as well: rename one")
        self.modules[module.name] = self.originals[module.name] = module

    @property
    def has_app(self) -> bool:
        """Whether an app is built together with the package."""
        return any(module.of_app for module in self.modules.values())

    def walk(self) -> "Iterator[Tuple[Module, ast.AST]]":
        """Each (module, node) of the program."""
        for module in self.modules.values():
            for node in ast.walk(module.tree):
                yield module, node

    def imports(self, module: Module) -> "List[Import]":
        """What a module imports of the program's own modules, at its top level and in functions."""
        return [each for node, scope in _import_statements(module.tree) for each in self._imported(module, node, scope)]

    def _imported(self, module: Module, node: ast.stmt, scope: ast.AST) -> "Iterator[Import]":
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from self._whole(node, scope, alias)
            return
        target = self.absolute(module, node)
        for alias in node.names:
            below = f"{target}.{alias.name}"
            if below in self.modules and not (target in self.modules and alias.name in self._plain(target)):
                yield Import(node, scope, below, None, bound_name(alias), alias)
            elif target in self.modules:
                yield Import(node, scope, target, alias.name, bound_name(alias), alias)

    def _whole(self, node: ast.stmt, scope: ast.AST, alias: ast.alias) -> "Iterator[Import]":
        """What `import a.b` or `import a.b as c` imports."""
        if alias.asname or "." not in alias.name:
            if alias.name in self.modules:
                yield Import(node, scope, alias.name, None, bound_name(alias), alias)
            return
        parts = alias.name.split(".")
        for end in range(1, len(parts) + 1):
            name = ".".join(parts[:end])
            if name in self.modules:
                yield Import(node, scope, name, None, name if end == 1 else None, alias)

    def _plain(self, target: str) -> "set":
        """Names that a package's own code binds otherwise than by importing a module of that name."""
        tree = self.modules[target].tree
        return {name for name, node in bindings(tree) if not isinstance(node, ast.alias)}

    def absolute(self, module: Module, node: ast.ImportFrom) -> str:
        """The full name of what `from …` in a module names."""
        if not node.level:
            return node.module or ""
        parts = module.name.split(".")
        kept = len(parts) - node.level + (1 if module.is_package else 0)
        if kept < 1:
            raise Refused(module, node, "this import leads out of the package that the file is in; the app's own file is in none: import by the full name")
        return ".".join(parts[:kept] + ([node.module] if node.module else []))

    def relative(self, module: Module, target: str) -> "Tuple[int, Optional[str]]":
        """The level and the module of a `from …` that stands in a module of the package and names another (full name).

        The inverse of `absolute`. What both have in common is left out, as in the sources.
        """
        here, there = module.name.split("."), target.split(".")
        if not module.is_package:
            here.pop()
        common = 0
        while common < min(len(here), len(there)) and here[common] == there[common]:
            common += 1
        if not common:
            raise ValueError(f"{module.name} and {target} are in different packages")
        return len(here) - common + 1, ".".join(there[common:]) or None

    def definitions(self, module: Module) -> "Dict[str, List[ast.AST]]":
        """{global name: nodes that bind it} of a module, those in functions that declare it global included."""
        found: "Dict[str, List[ast.AST]]" = {}
        scopes = [module.tree, *functions(module.tree)]
        for scope in scopes:
            outer = None if scope is module.tree else declared(scope, (ast.Global,))
            for name, node in bindings(scope) if outer is None or outer else ():
                if outer is None or name in outer:
                    found.setdefault(name, []).append(node)
        return found

    def public(self) -> Public:
        """The names that others may use of the package (see `public.Public`), as they were when this was first asked for.

        Steps take definitions apart and put modules together: what is public stays what the source says.
        """
        if self.shown is None:
            self.shown = public_names(self)
        return self.shown


def _parts(path: Path) -> "Tuple[str, ...]":
    """The parts of a module's name, from its path below a folder."""
    parts = path.with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def module_name(path: Path, folder: Path) -> str:
    """The name of a module, imported from a folder on the path."""
    try:
        return ".".join(_parts(path.relative_to(folder))) or folder.name
    except ValueError:
        return path.stem


def _import_statements(scope: ast.AST) -> "Iterator[Tuple[ast.stmt, ast.AST]]":
    """Each (import, scope that it stands in), in the order of the source."""
    for child in evaluated_inside(scope):
        yield from _imports_below(child, scope)


def _imports_below(node: ast.AST, scope: ast.AST) -> "Iterator[Tuple[ast.stmt, ast.AST]]":
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield node, scope
    elif isinstance(node, SCOPES):
        for child in evaluated_outside(node):
            yield from _imports_below(child, scope)
        yield from _import_statements(node)
    else:
        for child in children_of(node):
            if not isinstance(child, ast.expr):
                yield from _imports_below(child, scope)
