"""Names that an app uses where a fact could not see it: under another name, as a value, or as a mark says."""
import ast
from typing import Dict, Iterable, Iterator, List, Optional, Set

from ...attributes import asked_by_name
from ...marks import marks_of
from ...program import Module
from ..uses import NAMES

#: Whose calls facts judge: methods, of whatever object; functions and classes, which may be imported.
METHODS = ("route", "add_url_rule", "get", "post", "put", "patch", "delete", "run", "start_server")
FUNCTIONS = ("WebApp", "HTTPError", "abort", "start_response", "http_error")


def aliases_of(nodes: "Iterable[ast.AST]") -> "Dict[str, Set[str]]":
    """{name: those that it stands for} of `from a import b as c`, and of those that import it from there."""
    found: "Dict[str, Set[str]]" = {}
    given = [(alias.asname, alias.name) for node in nodes if isinstance(node, ast.ImportFrom)
             for alias in node.names if alias.asname]
    size = -1
    while size < sum(map(len, found.values())):
        size = sum(map(len, found.values()))
        for new, old in given:
            found.setdefault(new, set()).update({old}, found.get(old, ()))
    return found


def name_of(node: ast.AST) -> "Optional[str]":
    """The name or attribute that an expression is, or None."""
    return getattr(node, "id", None) or getattr(node, "attr", None)


def names_of(node: ast.AST, aliases: "Dict[str, Set[str]]") -> "Set[str]":
    """The name or attribute that an expression is, and those that it stands for."""
    name = name_of(node)
    return {name, *aliases.get(name, ())} if name else set()


def marked_names(modules: "Iterable[Module]") -> "Set[str]":
    """The names that `# build: names a, b` lists in modules."""
    marks = [mark for module in modules for mark in marks_of(module).values() if mark.startswith(NAMES)]
    return {name.strip() for mark in marks for name in mark[len(NAMES) :].split(",")}


def used_otherwise(nodes: "List[ast.AST]", aliases: "Dict[str, Set[str]]") -> "Set[str]":
    """The judged names that are used otherwise than to call them there: stored, passed on, replaced or asked for by a text."""
    seen = set(_seen(nodes, aliases))
    found = {name for name in map(asked_by_name, nodes) if name in METHODS + FUNCTIONS}
    for node in nodes:
        if id(node) in seen:
            continue
        judged = METHODS + FUNCTIONS if isinstance(node, ast.Attribute) else FUNCTIONS if isinstance(node, ast.Name) else ()
        found |= names_of(node, aliases).intersection(judged)
    return found


def _seen(nodes: "List[ast.AST]", aliases: "Dict[str, Set[str]]") -> "Iterator[int]":
    """The ids of expressions that may be a judged name and hide no call of it."""
    for node in nodes:
        inside = []
        if isinstance(node, ast.Call):
            yield id(node.func)
            inside = node.args[1:] if names_of(node.func, aliases) & {"isinstance", "issubclass"} else []
        elif isinstance(node, ast.Attribute) and node.attr[:2] != "__":
            inside = [node.value] if "WebApp" in names_of(node.value, aliases) else []  # a method of it
        elif isinstance(node, ast.ExceptHandler) and node.type:
            inside = [node.type]
        elif isinstance(node, ast.ClassDef):
            inside = [base for base in node.bases if "WebApp" in names_of(base, aliases)]  # see classes.py
        elif isinstance(node, (ast.AnnAssign, ast.arg)) and node.annotation:
            inside = [node.annotation]
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns:
            inside = [node.returns]
        for each in inside:
            yield from (id(below) for below in ast.walk(each))
