"""The tuples in an app's source that a handler may answer with, wherever they are made."""
import ast
from typing import Iterator, Set

from .app import App, hides_arguments
from .classes import has_unseen_modules

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
CONTAINERS = (ast.Tuple, ast.List, ast.Dict)
PAIR = 2  # a content and a status


def answer_statuses(app: App) -> "Iterator[ast.expr]":
    """The second item of each tuple that may be an answer."""
    for node in _kept(app):
        if isinstance(node, ast.Tuple) and len(node.elts) >= PAIR and not isinstance(node.elts[1], CONTAINERS):
            yield node.elts[1]


def makes_tuples_unseen(app: App) -> bool:
    """Whether tuples are made otherwise than as they are written: joined, unpacked, of arguments, by functions."""
    pieces = _arguments(app)
    errors = {node.name for node in app.nodes if isinstance(node, ast.ExceptHandler) and node.name}
    return app.uses("tuple", "NamedTuple") or has_unseen_modules(app) \
        or any(_is_long(call) for call in app.calls_of("namedtuple")) \
        or any(len(call.args) > PAIR or hides_arguments(call) for call in app.calls_of("zip")) \
        or any(_joins(node) for node in app.nodes) or any(_is_piece(node, pieces, errors) for node in _kept(app))


def _arguments(app: App) -> "Set[str]":
    """The names of `*args` in the app's functions."""
    return {node.args.vararg.arg for node in app.nodes if isinstance(node, FUNCTIONS) and node.args.vararg}


def _joins(node: ast.AST) -> bool:
    """Whether an expression or statement makes a tuple of others."""
    if isinstance(node, ast.Tuple):
        return isinstance(node.ctx, ast.Load) and any(isinstance(each, ast.Starred) for each in node.elts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mult)):
        return isinstance(node.left, ast.Tuple) or isinstance(node.right, ast.Tuple)
    return isinstance(node, ast.AugAssign) and isinstance(node.op, (ast.Add, ast.Mult)) and isinstance(node.value, ast.Tuple)


def _is_piece(node: ast.AST, pieces: "Set[str]", errors: "Set[str]") -> bool:
    """Whether it is a tuple of one, to be joined with another, or `args` of a function, or of an exception."""
    if isinstance(node, ast.Attribute):
        return node.attr == "args" and getattr(node.value, "id", None) in errors
    return isinstance(node, ast.Tuple) and len(node.elts) == 1 or getattr(node, "id", None) in pieces


def _is_long(call: ast.Call) -> bool:
    """Whether `namedtuple` makes a class of more than two fields, or of an unknown number."""
    fields = call.args[1] if len(call.args) == PAIR and not call.keywords else None
    if isinstance(fields, (ast.Tuple, ast.List)):
        return len(fields.elts) > PAIR or any(isinstance(each, ast.Starred) for each in fields.elts)
    text = getattr(fields, "value", None) if isinstance(fields, ast.Constant) else None
    return not isinstance(text, str) or len(text.replace(",", " ").split()) > PAIR


def _kept(app: App) -> "Iterator[ast.expr]":
    """The expressions that are returned, or bound to a name, and those in lists and dicts of them."""
    for node in app.nodes:
        if isinstance(node, (ast.Return, ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) and node.value:
            yield from _parts(node.value)
        elif isinstance(node, ast.Assign) and not _unpacks(node) and getattr(node.targets[0], "id", "") != "__slots__":
            yield from _parts(node.value)
        elif isinstance(node, FUNCTIONS):
            for each in [*node.args.defaults, *filter(None, node.args.kw_defaults)]:
                yield from _parts(each)
            if isinstance(node, ast.Lambda):
                yield from _parts(node.body)


def _parts(node: ast.expr) -> "Iterator[ast.expr]":
    """An expression, and those of which it may be one, or that it holds."""
    yield node
    inside: list = []
    if isinstance(node, ast.IfExp):
        inside = [node.body, node.orelse]
    elif isinstance(node, (ast.BoolOp, ast.Dict)):
        inside = node.values
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        inside = [each for each in node.elts if not _is_route(each)]
    elif isinstance(node, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        inside = [node.elt]
    elif isinstance(node, (ast.Subscript, ast.DictComp)):
        inside = [node.value]
    for each in inside:
        yield from _parts(each)


def _unpacks(node: ast.Assign) -> bool:
    """Whether a tuple is only written to give several variables their values, as in `a, b = b, a`."""
    return isinstance(node.value, ast.Tuple) and all(isinstance(target, (ast.Tuple, ast.List)) for target in node.targets)


def _is_route(node: ast.expr) -> bool:
    """Whether a tuple in a list looks like a route: a path or a pattern goes before its handler."""
    first = node.elts[0] if isinstance(node, ast.Tuple) and node.elts else None
    return isinstance(first, ast.Call) or isinstance(getattr(first, "value", None), str) and first.value[:1] in ("/", "^")
