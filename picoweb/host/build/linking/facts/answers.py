"""What an app's routes are, and what its answers may have: told from its source."""
import ast
from typing import Iterator, Optional, Set, Union

from .....http.status import is_status
from .app import ROUTING, App, argument, hides_arguments
from .classes import makes_apps
from .tuples import answer_statuses, makes_tuples_unseen

#: Methods of an app that make routes of something else than a pattern and a handler.
VERBS = ("get", "post", "put", "patch", "delete")
#: What is given by name where routes are made, of the package's own.
OPTIONS = ("url", "func", "methods", "headers", "endpoint")
#: What gives header fields to an answer by itself, or may see those of others.
WITH_FIELDS = ("headers", "redirect", "set_cookie", "delete_cookie", "sendfile", "sendstream", "tuple", "before_request",
               "after_request", "errorhandler", "teardown", "teardown_request", "EventSource", "Broadcast", "extra_fields",
               "take_fields", "encode_fields", "namedtuple", "set_header", "add_header")
MOST_WITHOUT_FIELDS = {"start_response": 3, "HTTPError": 2, "abort": 2}  # arguments
STATUS_PLACES = {"start_response": 2, "http_error": 1, "HTTPError": 0, "abort": 0}
TEMPLATE_PLACES = {"render_template": 1, "render_str": 0}
#: Methods of an app that others may stand in for.
REPLACED = ("answer", "handle", "find", "search", "special", "descend", "not_found", "nearest", "handle_exc", "handle_error")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def has_patterns(app: App) -> bool:
    """Whether a route may be for something else than one path that is written in it."""
    return _makes_map(app) or any(not _is_path(argument(call, "url", 0)) for call in app.calls(*ROUTING))


def has_strict_map(app: App) -> bool:
    """Whether a map may be told to be strict, which is the fourth argument for an app."""
    return app.uses("strict") or any(len(call.args) > 3 or hides_arguments(call) for call in makes_apps(app))


def has_route_options(app: App) -> bool:
    """Whether a route may have methods or another way with header fields."""
    calls = list(app.calls(*ROUTING))
    return _makes_map(app) or any(call.func.attr in VERBS or len(call.args) > 1 or any(
        keyword.arg not in ("url", "endpoint", "func") for keyword in call.keywords)
        for call in calls if call.func.attr != "add_url_rule") or app.uses("methods", "headers", "headers_mode")


def has_other_options(app: App) -> bool:
    """Whether a route may have an option that `WebApp.route` does not name."""
    return any(keyword.arg not in OPTIONS for call in app.calls(*ROUTING) for keyword in call.keywords)


def _makes_map(app: App) -> bool:
    """Whether it may have routes that are not given to `app.route` and the like, one by one."""
    named = sum(isinstance(node, ast.Attribute) and node.attr in ("route", "add_url_rule") for node in app.nodes)
    called = len(list(app.calls("route", "add_url_rule")))
    made = [call for call in app.calls_of("WebApp")]
    return named > called or app.uses("routes", "url_map", "add_static", "static_folder", "static_url_path") \
        or app.has_folder("static") or _is_own_kind(app) \
        or any(len(call.args) > 1 or hides_arguments(call) for call in made)


def _is_own_kind(app: App) -> bool:
    """Whether an app may do otherwise than `WebApp` does: by a class of its own, or another function for a method."""
    return _subclasses(app) or app.sets(*REPLACED)


def _subclasses(app: App) -> bool:
    return any(isinstance(node, ast.ClassDef) and node.bases for node in app.nodes)


def gives_header_fields(app: App) -> bool:
    """Whether an answer may have header fields that the app gives, or that an error brings."""
    return has_route_options(app) or app.uses(*WITH_FIELDS) or makes_tuples_unseen(app) or any(
        isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) > 2 and not _is_plain(node)
        for node in app.nodes) or any(
        len(call.args) > most or hides_arguments(call)
        for name, most in MOST_WITHOUT_FIELDS.items() for call in app.calls_of(name)) or any(
        not isinstance(argument(call, "status", 2) or ast.Constant(200), ast.Constant)  # older apps give a dict there
        for call in app.calls_of("start_response"))


def returns_answers(app: App) -> bool:
    """Whether a handler may return its answer, instead of writing it."""
    handlers = {id(each) for each in _handlers(app)}
    decorations = sum(1 for _ in app.calls("route"))
    return _makes_map(app) or app.uses("add_url_rule", "before_request", "after_request", "errorhandler", "answer") \
        or any(call.func.attr in VERBS for call in app.calls(*VERBS)) \
        or len(handlers) < decorations or any(_returns_value(each) for each in _handlers(app))


def gives_any_status(app: App) -> bool:
    """Whether an answer may have a status that is not written in the app, or one that is none, as older apps give some."""
    given = list(answer_statuses(app))
    for name, place in STATUS_PLACES.items():
        given += [each for each in (argument(call, "status", place) for call in app.calls_of(name)) if each is not None]
    return app.sets("status") or _subclasses(app) or makes_tuples_unseen(app) or app.uses("redirect", "after_request", "errorhandler", "namedtuple") \
        or not all(isinstance(each, ast.Constant) and is_status(each.value) for each in given)


def templates_named(app: App) -> "Optional[Set[str]]":
    """The names of the templates that an app renders; None if they are not all written there."""
    found = []
    for method, place in TEMPLATE_PLACES.items():
        calls = list(app.calls(method))
        if sum(getattr(node, "attr", None) == method for node in app.nodes) > len(calls):
            return None
        found += [argument(call, "tmpl_name", place) for call in calls]
    if app.uses("_load_template", "getattr") or not all(isinstance(each, ast.Constant) for each in found):
        return None
    return {each.value for each in found}


def _is_path(node: "Union[ast.expr, None]") -> bool:
    """Whether a pattern is a path that is written there, without variables."""
    text = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
    return isinstance(text, str) and text[:1] == "/" and "<" not in text


def _is_plain(node: ast.Tuple) -> bool:
    """Whether a tuple is one of constants: its last one is no header fields, whose lines end in CRLF, or in LF in older apps."""
    return all(isinstance(each, ast.Constant) for each in node.elts) and not any(
        isinstance(each.value, (str, bytes)) and ("\n" if isinstance(each.value, str) else b"\n") in each.value
        for each in node.elts)


def _handlers(app: App) -> "Iterator[ast.AST]":
    """The functions that are decorated with a route, and nothing else."""
    for node in app.nodes:
        if isinstance(node, FUNCTIONS) and len(node.decorator_list) == 1:
            only = node.decorator_list[0]
            if isinstance(only, ast.Call) and getattr(only.func, "attr", None) == "route":
                yield node


def _returns_value(function: ast.AST) -> bool:
    """Whether a function, or one in it, may return something else than None."""
    return any(isinstance(node, ast.Return) and node.value is not None and getattr(node.value, "value", node) is not None
               for node in ast.walk(function))
