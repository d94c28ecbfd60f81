"""What of the package is public, found in its sources: the names that picoweb/__init__.py shows to type checkers, those of a
few modules, and what the classes among them have."""

import ast
from collections import namedtuple
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "picoweb"
MODULES = ("types", "testing", "utils", "steps", "host.asgi")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

#: What public classes have for the package itself: methods and attributes that no app needs.
FOR_THE_PACKAGE = {
    "WebApp": "add_static changes_below info last_fields last_head last_line match nearest run_blocking static_match thread wrap_socket",
    "Stream": "bodiless buf chunk_left deadline end expect extra_fields fill finish flush frame grow leave linger minor_version "
              "ms_left pos push release request_head server socket status unsent waiter write_long",
    "HTTPRequest": "request_head",
    "Rule": "changes_below parts shape tail",
    "MemorySocket": "app give_way idle input others_ran readinto setsockopt wait write",
    "ASGI": "start",
}

#: A definition. path: of its module. name: str. node: the statement, of a class, a function or an assignment.
Definition = namedtuple("Definition", "path name node")


def path_of(module):
    """The file of a module: dotted name below picoweb."""
    base = PACKAGE.joinpath(*module.split(".")) if module else PACKAGE
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


def statements(body):
    """Yield the statements of a module or a class as checkers see them: of branches by runtime, all."""
    for node in body:
        if not isinstance(node, ast.If):
            yield node
            continue
        test = ast.unparse(node.test)
        if not test.startswith("not TYPE_CHECKING"):
            yield from statements(node.body)
        if test != "TYPE_CHECKING":
            yield from statements(node.orelse)


def bound(node):
    """The names that a statement binds: of imports those that checkers take for exported, `x as x`, and no constants."""
    if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {alias.name for alias in node.names if alias.asname == alias.name}
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    names = {each.id for target in targets for each in getattr(target, "elts", [target]) if isinstance(each, ast.Name)}
    return {name for name in names if not name.isupper()}


def exported():
    """The public names that are not of a class: {(module, name)}. Names that begin with "_" are none."""
    found = set()
    for module in ("", *MODULES):
        for node in statements(ast.parse(path_of(module).read_text()).body):
            found |= {(module, name) for name in bound(node) if name[0] != "_"}
    return found


def definition(module, name):
    """Where a name of a module is defined, as a Definition; None for modules, and for what comes from elsewhere."""
    path = path_of(module)
    for node in statements(ast.parse(path.read_text()).body):
        if name not in bound(node):
            continue
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            return Definition(path, name, node)
        source = target(path, node)
        is_module = source is None or path_of(f"{source}.{name}".lstrip(".")).exists()
        return None if is_module else definition(source, name)
    return None


def target(path, node):
    """The module (dotted name below picoweb) that an import of a module takes names from; None for another package's."""
    if not getattr(node, "level", 0):
        return None
    folder = path.parent.relative_to(PACKAGE).parts
    above = folder[: len(folder) - node.level + 1]
    return ".".join([*above, *filter(None, [node.module])])


def definitions():
    """The definitions of all public names that have one in the package: a list of Definition."""
    found = {}
    for module, name in sorted(exported()):
        each = definition(module, name)
        if each:
            found[each.path, each.name] = each
    return list(found.values())


def members(cls):
    """The names of a class's public attributes and methods. cls: ast.ClassDef."""
    names = set().union(*map(bound, statements(cls.body)))
    for method in statements(cls.body):
        if isinstance(method, FUNCTIONS) and method.name == "__init__":
            names |= {node.attr for node in ast.walk(method) if isinstance(node, ast.Attribute)
                      and isinstance(node.ctx, ast.Store) and getattr(node.value, "id", "") == "self"}
    return {name for name in names if name[0] != "_"}


def classes():
    """The public classes: {name: ast.ClassDef}."""
    return {each.name: each.node for each in definitions() if isinstance(each.node, ast.ClassDef)}


def public_names():
    """All names that are for apps."""
    names = {name for _, name in exported()}
    for name, cls in classes().items():
        names |= members(cls) - set(FOR_THE_PACKAGE.get(name, "").split())
    return names


def functions():
    """The public functions, and the methods of public classes: {where it is: node}."""
    found = {}
    for path, name, node in definitions():
        if path == PACKAGE / "types.py":
            continue
        inner = statements(node.body) if isinstance(node, ast.ClassDef) else [node]
        for each in inner:
            if isinstance(each, FUNCTIONS) and (each.name[0] != "_" or each.name[:2] == "__"):
                label = name if each is node else f"{name}.{each.name}"
                found[f"{path.relative_to(ROOT)}:{each.lineno} {label}"] = each
    return found
