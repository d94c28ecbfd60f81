"""Says whether the sources keep to the plan of docs/architecture.rst: which room may use which, how long functions are,
how many modules a folder has, and whether a name means one thing in a function.

    python tools/house.py

prints what it counts, and what breaks the plan. `tests/host/test_house.py` fails on the latter.
"""
import ast
import statistics
import sys
from collections import namedtuple
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "picoweb"

BASE = {"runtime", "buffers", "package_folder", "types"}  # what all rooms may use
MAY_USE = {
    "http": set(),
    "routing": {"http"},
    "messages": {"http"},
    "serving": {"http", "messages"},
    "files": {"http", "messages"},
    "templates": {"http", "messages"},
    "live": {"http", "messages", "serving"},
}
MOST_LINES = 45  # of a function
MOST_MODULES = 15  # of a folder

#: An import of one module of the package by another. line: int, where it stands.
Arrow = namedtuple("Arrow", "source target line")
#: A function of the package. lines: int, with its docstring.
Function = namedtuple("Function", "place name lines")


def modules():
    """The modules of the package: {dotted name below picoweb: path}."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def room_of(name):
    """The room of a module: the first part of its name; "" for the package itself."""
    return name.split(".")[0]


def arrows():
    """All imports within the package, wherever they stand but below `if TYPE_CHECKING:`: a list of Arrow."""
    paths = modules()
    found = []
    for name, path in paths.items():
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        tree = ast.parse(path.read_text())
        tree.body = [each for each in tree.body if not _is_for_checkers(each)]
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.level:
                found += [Arrow(name, target, node.lineno) for target in _targets(node, package, paths)]
    return found


def _is_for_checkers(node):
    return isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"


def _targets(node, package, paths):
    parts = package.split(".") if package else []
    base = parts[: len(parts) - node.level + 1] + (node.module.split(".") if node.module else [])
    for alias in node.names:
        full = ".".join([*base, alias.name])
        yield full if full in paths else ".".join(base)


def arrows_that_run_back():
    """Arrows that the plan does not allow, as lines of text."""
    return [f"{each.source}:{each.line} uses {each.target}" for each in arrows() if not _is_allowed(each)]


def _is_allowed(arrow):
    source, target = room_of(arrow.source), room_of(arrow.target)
    if source == target or target in BASE:
        return True
    if source in MAY_USE:
        return target in MAY_USE[source]
    if source in BASE:
        return False
    return target != "host" or source in ("host", "", "__main__")  # the package's own names, apps, what is for tests


def mutual_imports():
    """Pairs of modules that import each other, even inside functions."""
    pairs = {(each.source, each.target) for each in arrows() if each.source != each.target}
    return sorted(pair for pair in pairs if pair[::-1] in pairs and pair[0] < pair[1])


def functions():
    """All functions of the package, methods and inner ones included: a list of Function."""
    return [
        Function(f"{path.relative_to(ROOT)}:{node.lineno}", node.name, node.end_lineno - node.lineno + 1)
        for path in modules().values() for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def long_functions():
    return [f"{each.place} {each.name}: {each.lines} lines" for each in functions() if each.lines > MOST_LINES]


def crowded_folders():
    """Folders with too many modules, as lines of text."""
    counts = {}
    for path in modules().values():
        if path.name != "__init__.py":
            counts[path.parent] = counts.get(path.parent, 0) + 1
    shims = PACKAGE / "host" / "shims"  # a module for each that MicroPython has
    return [f"{folder.relative_to(ROOT)}: {count} modules" for folder, count in counts.items()
            if count > MOST_MODULES and folder != shims]


def names_of_several_kinds():
    """Names that stand for different kinds of thing in one function, as lines of text."""
    found = []
    for path in modules().values():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                for name, kinds in _kinds_in(node).items():
                    if len(kinds) > 1:
                        where = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
                        found.append(f"{where}: {name} is {' and '.join(sorted(kinds))}")
    return found


def _kinds_in(function):
    kinds = {}
    for node in _own_nodes(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for name, value in _pairs(target, node.value):
                    kind = _kind(value)
                    if kind:
                        kinds.setdefault(name, set()).add(kind)
    return kinds


def _own_nodes(function):
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            yield child
            yield from _own_nodes(child)


def _pairs(target, value):
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for each, part in zip(target.elts, value.elts):
            yield from _pairs(each, part)


_DISPLAYS = {ast.List: "list", ast.ListComp: "list", ast.Dict: "dict", ast.DictComp: "dict", ast.Set: "set",
             ast.SetComp: "set", ast.Tuple: "tuple", ast.JoinedStr: "str", ast.Lambda: "function"}
_MAKERS = {"bytes", "bytearray", "memoryview", "str", "int", "float", "list", "dict", "tuple", "set", "len", "bool"}


def _kind(value):
    """What kind of thing an expression is, as far as it says so itself; None is no kind, as it stands for "not yet"."""
    if isinstance(value, ast.Constant):
        return None if value.value is None else type(value.value).__name__
    if isinstance(value, (ast.Compare, ast.UnaryOp)) and isinstance(getattr(value, "op", ast.Not()), ast.Not):
        return "bool"
    if isinstance(value, ast.Call) and getattr(value.func, "id", "") in _MAKERS:
        return {"len": "int"}.get(value.func.id, value.func.id)
    return _DISPLAYS.get(type(value))


CHECKS = {
    "arrows that run back": arrows_that_run_back,
    "modules that import each other": mutual_imports,
    f"functions over {MOST_LINES} lines": long_functions,
    f"folders with over {MOST_MODULES} modules": crowded_folders,
    "names that are several kinds of thing in one function": names_of_several_kinds,
}


def main():
    lines = sorted(each.lines for each in functions())
    print(f"{len(modules())} modules, {len(lines)} functions: median {statistics.median(lines):.0f} lines, "
          f"90 % up to {lines[len(lines) * 9 // 10]}, longest {lines[-1]}")
    broken = 0
    for what, check in CHECKS.items():
        found = check()
        broken += len(found)
        print(f"{what}: {len(found) or 'none'}")
        for each in found:
            print("   ", each if isinstance(each, str) else " and ".join(each))
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
