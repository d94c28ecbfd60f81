"""The files of an app: its own, and those of its folder and of lib/ that it imports."""
import ast
from pathlib import Path
from typing import Dict, Iterator, List, Tuple

from ...copies import is_copy
from ..program import Refused, module_name
from .facts.firmware import is_hardware

LIB = "lib"  # beside an app, as on a board


def app_files(app: Path) -> "Dict[Path, str]":
    """The app's file, and the modules that it imports, and those that they import, with their names. Raises Refused."""
    app = app.resolve()
    found: "Dict[Path, str]" = {}
    waiting = [(app, app.parent)]
    while waiting:
        path, base = waiting.pop(0)
        if path not in found:
            found[path] = module_name(path, base)
            waiting += _imported(path, base, app.parent)
    return found


def _imported(path: Path, base: Path, root: Path) -> "Iterator[Tuple[Path, Path]]":
    """Each file that a file imports, and the folder that the name of its module counts from. base: the same for the file."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise Refused(path, 1, f"cannot read this: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Refused(path, error.object[: error.start].count(b"\n") + 1, "this is not UTF-8, which boards read") from error
    except SyntaxError as error:
        raise Refused(path, error.lineno or 1, f"syntax error: {error.msg}") from error
    for node in ast.walk(tree):
        _refuse_call(node, path, root)
        for folder, name in _names(node, path.parent, root):
            if folder == root:
                yield from _files_of(root, name)
            else:
                yield from ((found, base) for found in _files_below(folder, name.split(".")))


def _refuse_call(node: ast.AST, path: Path, root: Path) -> None:
    """Raise Refused for `__import__("name")` of a module of the app: it would not be found on the board."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "__import__" and node.args:
        name = getattr(node.args[0], "value", None)
        if isinstance(name, str) and any(_files_of(root, name)):
            raise Refused(path, node.lineno, f"name the module in an import statement: import {name}")


def _names(node: ast.AST, here: Path, root: Path) -> "Iterator[tuple]":
    """Each (folder, dotted name) that an import may mean."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield root, alias.name
    elif isinstance(node, ast.ImportFrom):
        folder = here.joinpath(*[".."] * (node.level - 1)).resolve() if node.level else root
        for alias in node.names:
            yield folder, ".".join(filter(None, (node.module, alias.name)))


def _files_of(root: Path, name: str) -> "Iterator[Tuple[Path, Path]]":
    """The files that a dotted name loads from the app's folder, or else from lib/ in it; each with the folder."""
    parts = name.split(".")
    if parts[0] == "picoweb" or is_hardware(parts[0]):
        return
    for folder in (root, root / LIB):
        found = list(_files_below(folder, parts))
        if found:
            yield from ((path, folder) for path in found)
            return


def _files_below(folder: Path, parts: "List[str]") -> "Iterator[Path]":
    """The files that a name loads from a folder, by its parts."""
    for end in range(1, len(parts) + 1):
        place = folder.joinpath(*parts[:end])
        if is_copy(place):
            return  # see copies.py: the package itself takes its place
        for path in (place.with_name(place.name + ".py"), place / "__init__.py"):
            if path.is_file():
                yield path
