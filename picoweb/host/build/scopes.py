"""Scopes of Python source: what is evaluated where, and which names belong to whom.

It knows trees of `ast` only, nothing of programs and modules.
"""
import ast
from typing import Iterator, List, Set, Tuple, Union

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (*FUNCTIONS, ast.Lambda, ast.ClassDef, *COMPREHENSIONS)
#: Fields of statements that hold blocks of statements.
BLOCKS = ("body", "orelse", "finalbody")

Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]


def own_nodes(scope: ast.AST) -> "List[ast.AST]":
    """The nodes that are evaluated in a scope (a function, class, comprehension or module) itself, in order.

    A scope inside it is one of them, with its default values, decorators and bases, but without its body.
    """
    found: "List[ast.AST]" = []
    waiting = evaluated_inside(scope)[::-1]
    while waiting:
        node = waiting.pop()
        found.append(node)
        children = evaluated_outside(node) if isinstance(node, SCOPES) else children_of(node)
        waiting += children[::-1]
    return found


def children_of(node: ast.AST) -> "List[ast.AST]":
    """The nodes directly below one."""
    found: "List[ast.AST]" = []
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, list):
            found += [each for each in value if isinstance(each, ast.AST)]
        elif isinstance(value, ast.AST) and not isinstance(value, (ast.expr_context, ast.operator)):
            found.append(value)
    return found


def evaluated_outside(scope: ast.AST) -> "List[ast.AST]":
    """The parts of a scope that are evaluated in the scope around it, where it is made."""
    if isinstance(scope, COMPREHENSIONS):
        return [scope.generators[0].iter]
    if isinstance(scope, ast.ClassDef):
        return [*scope.decorator_list, *scope.bases, *scope.keywords]
    parts = [*scope.args.defaults, *(each for each in scope.args.kw_defaults if each is not None)]
    if isinstance(scope, FUNCTIONS):
        annotations = [*(arg.annotation for arg in arguments(scope)), scope.returns]
        parts += [*scope.decorator_list, *(each for each in annotations if each is not None)]
    return parts


def evaluated_inside(scope: ast.AST) -> "List[ast.AST]":
    """The parts of a scope that are evaluated in it."""
    if isinstance(scope, COMPREHENSIONS):
        first, *others = scope.generators
        results = [scope.key, scope.value] if isinstance(scope, ast.DictComp) else [scope.elt]
        return [first.target, *first.ifs, *others, *results]
    return [scope.body] if isinstance(scope, ast.Lambda) else list(scope.body)


def arguments(function: ast.AST) -> "List[ast.arg]":
    """The parameters of a function or lambda, in the order of their places."""
    a = function.args
    stars = ([a.vararg] if a.vararg else []), ([a.kwarg] if a.kwarg else [])
    return [*a.posonlyargs, *a.args, *stars[0], *a.kwonlyargs, *stars[1]]


def parameters(function: ast.AST) -> "List[str]":
    """The names of the parameters of a function or lambda."""
    return [arg.arg for arg in arguments(function)]


def bound_name(alias: ast.alias) -> str:
    """The name that one part of an import binds."""
    return alias.asname or alias.name.split(".")[0]


def bound_by(node: ast.AST) -> "List[str]":
    """The names that one node binds or deletes in the scope it stands in."""
    if isinstance(node, ast.Name):
        return [] if isinstance(node.ctx, ast.Load) else [node.id]
    if isinstance(node, ast.alias):
        return [bound_name(node)]
    if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.ExceptHandler):
        return [node.name] if node.name else []
    if isinstance(node, COMPREHENSIONS):  # `:=` in one binds outside of it
        return [each.target.id for each in ast.walk(node) if isinstance(each, ast.NamedExpr)]
    if type(node).__name__ in ("MatchAs", "MatchStar"):
        return [node.name] if node.name else []
    return [node.rest] if type(node).__name__ == "MatchMapping" and node.rest else []


def words_of(node: ast.AST) -> "List[str]":
    """The names of variables, parameters and globals that one node uses or binds itself."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, (ast.Global, ast.Nonlocal)):
        return node.names
    return bound_by(node) + (parameters(node) if isinstance(node, (*FUNCTIONS, ast.Lambda)) else [])


def bindings(scope: ast.AST) -> "Iterator[Tuple[str, ast.AST]]":
    """Each (name, node that binds it) of a scope, without its parameters."""
    for node in own_nodes(scope):
        for name in bound_by(node):
            yield name, node


def declared(function: ast.AST, kind: tuple = (ast.Global, ast.Nonlocal)) -> "Set[str]":
    """The names that a function declares `global` or `nonlocal`."""
    return {name for node in own_nodes(function) if isinstance(node, kind) for name in node.names}


def local_names(function: ast.AST) -> "Set[str]":
    """The names of the local variables of a function, lambda or comprehension, its parameters included."""
    given = set() if isinstance(function, (*COMPREHENSIONS, ast.ClassDef)) else set(parameters(function))
    return given | {name for name, _ in bindings(function)} - declared(function)


def blocks(node: ast.AST) -> "Iterator[List[ast.stmt]]":
    """Each list of statements directly in a node."""
    for field in BLOCKS:
        body = getattr(node, field, None)
        if isinstance(body, list):
            yield body


def functions(tree: ast.AST) -> "Iterator[Function]":
    """Each function below a node, at any depth, outer ones first."""
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS):
            yield node
