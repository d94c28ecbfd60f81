"""Whether an answer may be held back: told from an app's source.

Those of `sendfile`, `jsonify` and `http_error` are, as content may follow, and so is what `write` takes behind other content.
"""
import ast
from typing import Iterator, List, Set, Union

from .app import ROUTING, App
from .hidden import name_of

WHOLE = ("sendfile", "jsonify", "http_error")
#: What begins an answer.
BEGINNING = WHOLE + ("start_response", "sendstream", "render_template", "redirect", "EventSource", "listen")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]


def continues_answers(app: App) -> bool:
    """Whether a whole answer may have content before or behind it, or something is written by `write`.

    It has none where it is the last that a handler does, and the only thing that the handler does with its stream.
    """
    if _writes(app):
        return True
    if not app.uses(*WHOLE):
        return False
    last = {id(call) for function in _handlers(app) for call in _last_calls(function)}
    named = [node for node in app.nodes if name_of(node) in WHOLE]
    calls = list(app.calls_of(*WHOLE))
    return len(named) > len(calls) or any(id(call) not in last for call in calls)


def begins_again(app: App) -> bool:
    """Whether an answer may begin that has begun before: it does not where each handler has one call that begins it, in no loop."""
    calls = {id(call) for call in app.calls_of(*BEGINNING)}
    for function in _handlers(app):
        inside = {id(node) for node in ast.walk(function)} & calls
        repeats = any(isinstance(node, (ast.For, ast.While, ast.AsyncFor)) for node in ast.walk(function))
        if len(inside) < 2 and not repeats:
            calls -= inside
    return bool(calls) or app.uses("handle_exc", "handle_error", "errorhandler", "send", "push", "write", "TestClient")


def _writes(app: App) -> bool:
    """Whether something is written by a `write` that is not a file's."""
    files = {item.optional_vars.id for node in app.nodes if isinstance(node, (ast.With, ast.AsyncWith)) for item in node.items
             if _opens(item.context_expr) and isinstance(item.optional_vars, ast.Name)}
    files |= {target.id for node in app.nodes if isinstance(node, ast.Assign) and _opens(node.value)
              for target in node.targets if isinstance(target, ast.Name)}
    return any(isinstance(node, ast.Attribute) and node.attr == "write" and name_of(node.value) not in files
               for node in app.nodes)


def _opens(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and name_of(node.func) == "open"


def _handlers(app: App) -> "Iterator[Function]":
    """The functions that nobody calls but the framework: they are routed by an app, and no name asks for them."""
    apps = {target.id for node in app.nodes if isinstance(node, ast.Assign) and node.value in list(app.calls_of("WebApp"))
            for target in node.targets if isinstance(target, ast.Name)}
    asked = {name_of(node) for node in app.nodes if isinstance(getattr(node, "ctx", None), ast.Load)}
    if any(isinstance(node, ast.ClassDef) and node.bases for node in app.nodes):
        return  # an app of a class of its own may write before and behind what a handler does
    for node in (each for module in app.modules for each in module.tree.body):
        if isinstance(node, FUNCTIONS) and node.name not in asked and all(_routes(each, apps) for each in node.decorator_list):
            yield node


def _routes(decorator: ast.expr, apps: "Set[str]") -> bool:
    """Whether a decorator is a route of one of the apps."""
    return isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute) and decorator.func.attr in ROUTING \
        and isinstance(decorator.func.value, ast.Name) and decorator.func.value.id in apps


def _last_calls(function: Function) -> "List[ast.Call]":
    """The calls that end a handler, if it uses its stream for these alone."""
    if len(function.args.args) < 2:
        return []
    stream = function.args.args[1].arg
    found = [call for call in map(_awaited, _last_statements(function.body)) if isinstance(call, ast.Call)]
    given = {id(call.args[0]) for call in found if call.args}
    used = [node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == stream]
    reads = any(isinstance(node, ast.Attribute) and node.attr == "reader" for node in ast.walk(function))  # the same stream
    return found if all(id(node) in given for node in used) and not reads else []


def _last_statements(body: "List[ast.stmt]") -> "Iterator[ast.stmt]":
    """The statements behind which a function ends."""
    for statement, following in zip(body, [*body[1:], ast.Return(value=None)]):
        ends = isinstance(statement, ast.Return) or isinstance(following, ast.Return) and following.value is None
        if isinstance(statement, ast.If):
            for branch in (statement.body, statement.orelse):
                yield from (each for each in _last_statements(branch) if ends or _returns(branch))
        elif ends:
            yield statement


def _returns(body: "List[ast.stmt]") -> bool:
    return bool(body) and isinstance(body[-1], ast.Return)


def _awaited(statement: ast.stmt) -> "Union[ast.expr, None]":
    """What a statement waits for, or returns."""
    value = getattr(statement, "value", None) if isinstance(statement, (ast.Expr, ast.Return)) else None
    return value.value if isinstance(value, (ast.Await, ast.YieldFrom)) else value
