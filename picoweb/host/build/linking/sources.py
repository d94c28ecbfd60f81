"""The files of an app: its own, and those of its folder that it imports."""
import ast
from pathlib import Path
from typing import Iterator, List

from ...copies import is_copy
from ..program import Refused


def app_files(app: Path) -> "List[Path]":
    """The app's file, and the modules beside it that it imports, and those that they import. Raises Refused."""
    found: "List[Path]" = []
    waiting = [app.resolve()]
    while waiting:
        path = waiting.pop(0)
        if path not in found:
            found.append(path)
            waiting += _imported(path, found[0].parent)
    return found


def _imported(path: Path, root: Path) -> "Iterator[Path]":
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
            yield from _files_of(folder, name)


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


def _files_of(folder: Path, name: str) -> "Iterator[Path]":
    """The files that a dotted name loads: of each package on the way, and of the module."""
    parts = name.split(".")
    if parts[0] == "picoweb":
        return
    for end in range(1, len(parts) + 1):
        place = folder.joinpath(*parts[:end])
        if is_copy(place):
            return  # see copies.py: the package itself takes its place
        for path in (place.with_name(place.name + ".py"), place / "__init__.py"):
            if path.is_file():
                yield path
