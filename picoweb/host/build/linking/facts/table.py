"""The facts, and how each is told from an app."""
import ast
from typing import Callable, Dict, NamedTuple

from .answers import gives_any_status, gives_header_fields, has_patterns, has_route_options, returns_answers
from .app import ROUTING, App, argument, words_of

PREFIX = "only if "
TEXT = "text only if "
USES = "the app uses "
WHETHER = "whether "
UNLESS = "constants unless "
MOST_IN_ORDER = 16  # routes that are tried one after another, see picoweb/routing/map.py


class Fact(NamedTuple):
    """text: what is so if it is true, for people. holds: tells it of an App."""

    text: str
    holds: "Callable[[App], bool]"


def _logs(app: App) -> bool:
    return app.uses("log") or any(level is None or level >= 0 for level in app.debug_levels())


def _debugs(app: App) -> bool:
    return app.uses("set_debug") or any(level is None or level > 0 for level in app.debug_levels())


def _has_rules(app: App) -> bool:
    """Whether a route may have variables, or be no plain path."""
    patterns = [argument(call, "url", 0) for call in app.calls(*ROUTING)]
    texts = [node.value for node in patterns if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    compiled = [node for node in patterns if isinstance(node, ast.Call) and "compile" in words_of([node.func])]
    return app.uses("strict", "Rule", "converters", "url_for") or len(texts) + len(compiled) < len(patterns) or any(
        "<" in text or text[:1] != "/" for text in texts)


def _may_print_itself(app: App) -> bool:
    """Whether something of it is shown, and it is more than asked for attributes and mounted."""
    shows = app.uses("print", "str", "repr", "format") or app.has(ast.JoinedStr, ast.Mod)
    return shows and not app.is_only_asked("WebApp", "mount")


def _has_many_routes(app: App) -> bool:
    paths = [text for text in app.texts if text.startswith("/")]
    return len(paths) > MOST_IN_ORDER or app.has(ast.For, ast.While, ast.ListComp, ast.GeneratorExp)


def _needs_asyncio(app: App) -> bool:
    subclasses = any(isinstance(node, ast.ClassDef) and any("WebApp" in words_of(ast.walk(base)) for base in node.bases)
                     for node in app.nodes)
    return subclasses or app.uses("asyncio", "uasyncio", "get_event_loop", "start_server", "serve_forever", "run_loop",
                                  "run_coroutine", "serve", "shutdown", "TestClient", "_handle")


def _reads_content(app: App) -> bool:
    return app.uses("body", "json", "form", "read_form_data", "reader", "read", "readinto", "readexactly", "readline", "leave",
                    "parse_headers", "TestClient")


def _serves_blocking(app: App) -> bool:
    return app.uses("mode", "run_blocking") or any(argument(call, "mode", 6) is not None for call in app.calls("run"))


def _changes_requests(app: App) -> bool:
    stores = any(isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr in ("path", "method", "qs")
                 for node in app.nodes)
    return stores or app.uses("mount", "setattr", "keep") or _has_rules(app)


FACTS: "Dict[str, Fact]" = {
    "static folder": Fact("there is a folder static/ beside the app, or it names another",
                          lambda app: app.has_folder("static") or app.uses("static_folder", "static_url_path", "add_static")),
    "files": Fact("an answer is a file", lambda app: FACTS["static folder"].holds(app) or app.uses("sendfile")),
    "heads are kept": Fact("an answer is a file, or a handler reads from `req.reader`",
                           lambda app: FACTS["files"].holds(app) or app.uses("read", "readinto", "readexactly", "readline")),
    "log": Fact("run() is not called with debug=-1 only, or the app has a log of its own", _logs),
    "debug": Fact("run() is called with debug=True or more", _debugs),
    "tls": Fact("the app sets `ssl`", lambda app: app.uses("ssl")),
    "blocking": Fact("the app serves by run(mode=...) or run_blocking()", _serves_blocking),
    "steps": Fact("the app serves a step at a time, by steps() or run(mode=...)",
                  lambda app: app.uses("steps") or _serves_blocking(app)),
    "mounts": Fact("the app mounts another", lambda app: app.uses("mount")),
    "rules": Fact("a route has variables, or is not written where it is given", _has_rules),
    "many routes": Fact(f"there may be more than {MOST_IN_ORDER} routes", _has_many_routes),
    "asyncio": Fact("the app imports asyncio, or makes a class of WebApp", _needs_asyncio),
    "printed": Fact("the app may show itself by print(), str() or a format", _may_print_itself),
    "compressed files": Fact("a file beside the app ends in .gz, or a text of the app",
                             lambda app: app.has_file("*.gz") or any(text.endswith((".gz", "gzip")) for text in app.texts)),
    "content": Fact("a handler reads the content of a request", _reads_content),
    "limits": Fact("the app sets limits of its own", lambda app: app.uses("limits", "Limits") or _serves_blocking(app)),
    "header modes": Fact("a route or the app has another way with header fields, by `headers=` or `headers_mode`",
                         lambda app: app.uses("headers_mode", "headers")),
    "encoded paths": Fact("a path is written in the app with % in it", lambda app: any("%" in text and "/" in text for text in app.texts)),
    "patterns": Fact("a route is for something else than one path that is written in it", has_patterns),
    "route options": Fact("a route has methods, or its own way with header fields", has_route_options),
    "changed requests": Fact("the app mounts another, or gives a request another path, method or query", _changes_requests),
    "header fields": Fact("an answer has header fields of the app's, or of a 405", gives_header_fields),
    "returned answers": Fact("a handler returns its answer", returns_answers),
    "any status": Fact("an answer has a status that is not written in the app", gives_any_status),
    "error texts": Fact("somebody may see what an exception says",
                        lambda app: _logs(app) or app.has(ast.Try) or app.uses(
                            "errorhandler", "handle_exc", "handle_error", "teardown", "teardown_request")),
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
    return {name: bool(fact.holds(app)) for name, fact in FACTS.items()}
