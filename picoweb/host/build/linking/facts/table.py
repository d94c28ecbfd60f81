"""The facts, and how each is told from an app."""
import ast
from typing import Callable, Dict, NamedTuple, Tuple

from .answers import (
    gives_any_status, gives_header_fields, has_other_options, has_patterns, has_route_options, has_strict_map, returns_answers)
from .app import ROUTING, App, argument, hides_arguments, words_of
from .classes import apps_classes, has_unseen_modules, imported_modules, makes_apps
from .continued import BEGINNING, WHOLE, begins_again, continues_answers
from .pieces import writes_pieces

PREFIX = "only if "
TEXT = "text only if "
USES = "the app uses "
WHETHER = "whether "
UNLESS = "constants unless "
SSL_PLACES = {"run": 5, "start_server": 2}
MAKING = ("WebApp",)
ROUTES = ROUTING + MAKING
RUNNING = ("run",)
LOGGING = ("run", "start_server")
ANSWERING = ("start_response", "http_error", "HTTPError", "abort")
MOST_IN_ORDER = 16  # routes that are tried one after another, see picoweb/routing/map.py


class Fact(NamedTuple):
    """text: what is so if it is true, for people. holds: tells it of an App, by calls of `judged` among others.

    Where one of those names is used otherwise than to call it, as in `add = app.route`, the fact is taken to be true.
    """

    text: str
    holds: "Callable[[App], bool]"
    judged: "Tuple[str, ...]" = ()


def _logs(app: App) -> bool:
    return app.uses("log") or any(argument(call, "log", 4) is not None for call in app.calls("run")) or any(level is None or level >= 0 for level in app.debug_levels())


def _debugs(app: App) -> bool:
    return app.uses("set_debug") or app.sets("debug") or any(level is None or level > 0 for level in app.debug_levels())


def _has_rules(app: App) -> bool:
    """Whether a route may have variables, or be no plain path."""
    patterns = [argument(call, "url", 0) for call in app.calls(*ROUTING)]
    texts = [node.value for node in patterns if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    compiled = [node for node in patterns if isinstance(node, ast.Call) and "compile" in words_of([node.func])]
    return has_strict_map(app) or has_other_options(app) or app.uses("Rule", "converters", "url_for") or len(texts) + len(compiled) < len(patterns) or any(
        "<" in text or text[:1] != "/" for text in texts)


def _may_print_itself(app: App) -> bool:
    """Whether something of it is shown, and it is more than asked for attributes and mounted."""
    shows = app.uses("print", "str", "repr", "format", "render_template", "render_str") or has_unseen_modules(app) or app.has(ast.JoinedStr, ast.Mod)
    return shows and not app.is_only_asked("WebApp", "mount")


def _has_many_routes(app: App) -> bool:
    paths = [text for text in app.texts if text.startswith("/")]
    bodies = [each for node in app.nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) for each in node.body]
    made = [call for each in bodies for call in ast.walk(each)
            if isinstance(call, ast.Call) and getattr(call.func, "attr", None) in ("route", "add_url_rule")]
    return len(paths) > MOST_IN_ORDER or any(not isinstance(argument(call, "url", 0), ast.Constant) for call in made) \
        or app.has(ast.For, ast.While, ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp, ast.AsyncFor)


def _needs_asyncio(app: App) -> bool:
    return not {"asyncio", "uasyncio"}.isdisjoint(imported_modules(app)) or has_unseen_modules(app) \
        or bool(apps_classes(app)) or app.uses(
            "asyncio", "uasyncio", "EventSource", "Broadcast", "get_event_loop", "start_server", "serve_forever", "run_loop",
            "run_coroutine", "serve", "shutdown", "TestClient", "_handle", "create_task", "on_startup")


def _reads_content(app: App) -> bool:
    return app.uses("body", "json", "form", "read_form_data", "reader", "read", "readinto", "readexactly", "readline", "leave",
                    "parse_headers", "TestClient")


def _sets_clock(app: App) -> bool:
    return app.uses("ntptime", "RTC", "settime", "datetime", "TestClient") or (app.folder / "boot.py").exists() \
        or has_unseen_modules(app)


def _may_have_requests_again(app: App) -> bool:
    return gives_any_status(app) or any(str(node.value)[:3] in ("408", "421") for node in app.nodes if isinstance(node, ast.Constant))


def _serves_blocking(app: App) -> bool:
    return app.uses("mode", "run_blocking") or any(argument(call, "mode", 6) is not None for call in app.calls("run"))


def _sets_ssl(app: App) -> bool:
    return app.uses("ssl", "wrap_socket") or any(argument(call, "ssl", place) is not None for name, place in SSL_PLACES.items()
                                                 for call in app.calls(name))


def _names_static(app: App) -> bool:
    return app.has_folder("static") or app.uses("static_folder", "static_url_path", "add_static") \
        or any(hides_arguments(call) for call in makes_apps(app))


def _changes_requests(app: App) -> bool:
    return app.sets("path", "method", "qs") or app.uses("mount", "mounts", "setattr", "changes_below") or _has_rules(app)


def _has_modes(app: App) -> bool:
    return app.uses("headers_mode", "headers") or any(hides_arguments(call) for call in app.calls(*ROUTING))


def _sees_errors(app: App) -> bool:
    return _logs(app) or has_unseen_modules(app) or app.has(ast.Try) or app.uses(
        "errorhandler", "handle_exc", "handle_error", "teardown", "teardown_request", "__exit__", "__aexit__",
        "set_exception_handler")


def _writes_answers(app: App) -> bool:
    """Whether an answer is more than what a handler returns, a file of a folder, or an error."""
    return bool(apps_classes(app)) or has_unseen_modules(app) or app.uses(
        "start_response", "awrite", "awritestr", "awriteiter", "write", "push", "send", "sendfile", "sendstream", "jsonify", "http_error",
        "redirect", "render_template", "EventSource", "Broadcast", "TestClient")


def _announces_lengths(app: App) -> bool:
    """Whether more content may come than was announced."""
    calls = list(app.calls_of("start_response"))
    return _writes_answers(app) and (
        gives_header_fields(app) or bool(apps_classes(app)) or has_unseen_modules(app) or app.uses("length", "push", "send", "jsonify", "http_error", "TestClient")
        or any(len(call.args) > 4 or hides_arguments(call) for call in calls))


def _changes_headers(app: App) -> bool:
    """Whether header fields of a request may be changed: something is put into what has them, or into what has another name."""
    return app.uses("headers", "Headers", "parse_headers") and (
        app.uses("pop", "setdefault", "update", "copy") or has_unseen_modules(app) or any(
            isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load) for node in app.nodes))


FACTS: "Dict[str, Fact]" = {
    "static folder": Fact("there is a folder static/ beside the app, or it names another",
                          _names_static, MAKING),
    "files": Fact("an answer is a file", lambda app: FACTS["static folder"].holds(app) or app.uses("sendfile"), MAKING),
    "heads are kept": Fact("an answer is a file, or a handler reads from `req.reader`",
                           lambda app: FACTS["files"].holds(app) or app.uses("read", "readinto", "readexactly", "readline"), MAKING),
    "log": Fact("run() is not called with debug=-1 only, or the app has a log of its own", _logs, LOGGING),
    "debug": Fact("run() is called with debug=True or more", _debugs, LOGGING),
    "tls": Fact("the app sets `ssl`", _sets_ssl, tuple(SSL_PLACES)),
    "blocking": Fact("the app serves by run(mode=...) or run_blocking()", _serves_blocking, RUNNING),
    "steps": Fact("the app serves a step at a time, by steps() or run(mode=...)",
                  lambda app: app.uses("steps") or _serves_blocking(app), RUNNING),
    "mounts": Fact("the app mounts another", lambda app: app.uses("mount", "mounts")),
    "rules": Fact("a route has variables, is not written where it is given, or has options that are not picoweb's", _has_rules, ROUTES),
    "many routes": Fact(f"there may be more than {MOST_IN_ORDER} routes", _has_many_routes, ROUTES),
    "asyncio": Fact("the app imports asyncio, or a library that the build does not see, or makes a class of WebApp",
                    _needs_asyncio, MAKING),
    "event streams": Fact("the app sends events to browsers",
                          lambda app: app.uses("EventSource", "Broadcast") or any("event-stream" in text for text in app.texts)),
    "printed": Fact("the app may show itself by print(), str() or a format", _may_print_itself, MAKING),
    "compressed files": Fact("a file beside the app ends in .gz, or a text of the app",
                             lambda app: app.has_file("*.gz") or any(text.endswith((".gz", "gzip")) for text in app.texts)),
    "content": Fact("a handler reads the content of a request", _reads_content),
    "limits": Fact("the app sets limits of its own", lambda app: app.uses("limits", "Limits") or _serves_blocking(app),
                   RUNNING),
    "header modes": Fact("a route or the app has another way with header fields, by `headers=` or `headers_mode`",
                         _has_modes, ROUTES),
    "encoded paths": Fact("a path is written in the app with % in it",
                          lambda app: any("%" in text and "/" in text for text in app.texts)),
    "patterns": Fact("a route is for something else than one path that is written in it", has_patterns, ROUTES),
    "route options": Fact("a route has methods, or its own way with header fields", has_route_options, ROUTES),
    "changed requests": Fact("the app mounts another, or gives a request another path, method or query", _changes_requests, ROUTES),
    "header fields": Fact("an answer has header fields of the app's, or of a 405", gives_header_fields,
                          ROUTES + ANSWERING),
    "returned answers": Fact("a handler returns its answer", returns_answers, ROUTES),
    "headers are changed": Fact("the app may change the header fields of a request", _changes_headers, ROUTES),
    "written answers": Fact("a handler writes its answer", _writes_answers, ROUTES),
    "lengths": Fact("more content may come than was announced", _announces_lengths, ROUTES + ANSWERING),
    "answers begun again": Fact("an answer may begin that has begun before",
                                lambda app: _writes_answers(app) and begins_again(app), ROUTES + BEGINNING),
    "any status": Fact("an answer has a status that is not written in the app", gives_any_status, ANSWERING),
    "repeated requests": Fact("an answer of the app may have 408 or 421, upon which clients send a request again",
                              _may_have_requests_again, ANSWERING),
    "error texts": Fact("somebody may see what an exception says", _sees_errors, RUNNING),
    "clock": Fact("the app sets the clock, by ntptime or RTC, or loads a library that may; or there is a boot.py beside it",
                  _sets_clock),
    "continued answers": Fact("content is written before or behind what sendfile(), jsonify() or http_error() give, or by write()",
                              continues_answers, WHOLE),
    "answers in pieces": Fact("an answer is a file, or is written by more than one awrite(), or the app may have tasks",
                              lambda app: FACTS["files"].holds(app) or _needs_asyncio(app) or writes_pieces(app), ROUTES),
    "templates": Fact("the app renders templates",
                      lambda app: app.uses("render_template", "render_str", "_load_template", "template_loader", "Loader")),
    "template sources": Fact("templates are compiled on the board", lambda app: app.uses("template_loader", "Loader")),
}


def is_known(mark: str) -> bool:
    """Whether a mark names a fact of the table."""
    fact = mark[len(PREFIX) :]
    return mark.startswith(PREFIX) and (fact in FACTS or fact.startswith(USES)) or \
        any(mark.startswith(each) and mark[len(each) :] in FACTS for each in (TEXT, WHETHER, UNLESS))


def facts_of(app: App) -> "Dict[str, bool]":
    """{fact: whether it holds} for an app."""
    return {name: bool(app.hides(*fact.judged) or fact.holds(app)) for name, fact in FACTS.items()}
