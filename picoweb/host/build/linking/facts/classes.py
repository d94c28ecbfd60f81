"""What an app's classes may be made of, and the modules it loads that the build does not see."""
import ast
import builtins
from typing import Dict, Iterator, List, Set

from . import firmware
from .app import App

#: Modules of MicroPython and of its library that import no asyncio, and know of no apps. They may have a `u` before them.
KNOWN_MODULES = firmware.BUILT_IN - {"asyncio", "picoweb"} | frozenset("""
abc alif base64 bisect contextlib copy datetime enum ffi fnmatch functools gzip hmac itertools jni keyword locale logging
mqtt openamp operator pathlib pprint quopri sdcard shutil ssd1306 stat string tarfile textwrap traceback types urllib
utemplate uuid warnings zlib zsensor
""".split())
BUILT_IN = frozenset(name for name, value in vars(builtins).items() if isinstance(value, type))


def imported_modules(app: App) -> "Iterator[str]":
    """The first part of the name of each module that an app imports, but by `from .`."""
    for node in app.nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


def has_unseen_modules(app: App) -> bool:
    """Whether an app imports a library, other than asyncio, that is neither in its folder nor known to the build."""
    own = {module.name.split(".")[0] for module in app.modules} | {"picoweb", "asyncio", "uasyncio"}
    return any(name not in own and not _is_known(name) for name in imported_modules(app))


def _is_known(name: str) -> bool:
    return firmware.is_one_of(KNOWN_MODULES, name)


def apps_classes(app: App) -> "Set[str]":
    """Names of the app's classes that may be a kind of `WebApp`: with a base of which nothing else is known."""
    classes: "Dict[str, List[ast.ClassDef]]" = {}
    for node in app.nodes:
        if isinstance(node, ast.ClassDef):
            classes.setdefault(node.name, []).append(node)
    harmless: "Set[str]" = set()
    size = -1
    while size < len(harmless):
        size = len(harmless)
        known = (BUILT_IN | {"HTTPError"} | _names_of_known_modules(app)) - set(classes) | harmless
        harmless |= {name for name, nodes in classes.items()
                     if all(_is_harmless(app, base, known) for node in nodes for base in node.bases)}
    return set(classes) - harmless


def _is_harmless(app: App, base: ast.expr, known: "Set[str]") -> bool:
    """Whether a base is a class of these names, or of a module of one, or made by a function of one."""
    if isinstance(base, ast.Call):
        return _is_harmless(app, base.func, known)
    if isinstance(base, ast.Attribute) and getattr(base.value, "id", None) in known:
        return True
    name = getattr(base, "id", getattr(base, "attr", None))
    return name is not None and (app.aliases.get(name) or {name}) <= known


def _names_of_known_modules(app: App) -> "Set[str]":
    """The names by which an app has known modules, and what is in them, but those that mean something else as well."""
    found, others = set(), set()
    for node in app.nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                module = alias.name if isinstance(node, ast.Import) else "." if node.level else node.module
                names = found if _is_known(module.split(".")[0]) else others
                names.add(alias.asname or alias.name.split(".")[0])
                names.add(alias.name.split(".")[0])
    return found - others


def makes_apps(app: App) -> "Iterator[ast.Call]":
    """The calls that may make a `WebApp`: of it, of a class that may be a kind of it, or of the `__init__` of one."""
    kinds = apps_classes(app)
    return app.calls_of("WebApp", *kinds, *(["__init__"] if kinds else []))
