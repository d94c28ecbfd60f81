"""What is known of an app before it runs, and what is left out of the package for it.

A statement of the package that is marked `# build: only if FACT` is left out when FACT is known to be false for the app
that is built; of a marked `if`, its `else` stays. FACTS says what facts there are, and how each is told from the app's
source and folder. Where that cannot be told, a fact is taken to be true.

`# build: only if the app uses a, b` asks whether the app's source has one of these names, and `# build: only if the app uses
it` for that of the definition which is marked: other uses of the name in the package are of something else then, as
`error.args` is not `HTTPRequest.args`.
"""
import ast
from pathlib import Path
from typing import Callable, Dict, Iterable, Iterator, List, NamedTuple, Set, Union

from ..editing import fill_empty_blocks
from ..marks import mark_on, marks_of
from ..program import Program

PREFIX = "only if "
USES = "the app uses "
#: Methods whose first argument is the pattern of a route.
ROUTING = ("route", "add_url_rule", "get", "post", "put", "patch", "delete")
MOST_IN_ORDER = 16  # routes that are tried one after another, see picoweb/routing/map.py


class Fact(NamedTuple):
    """text: what is so if it is true, for people. holds: tells it of an App."""

    text: str
    holds: "Callable[[App], bool]"


class App:
    """What the sources and the folder of an app show."""

    def __init__(self, program: Program, folder: Path) -> None:
        self.folder = folder
        self.nodes = [node for module, node in program.walk() if module.of_app]
        self.words = words_of(self.nodes)
        self.texts = [node.value for node in self.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]

    def uses(self, *words: str) -> bool:
        """Whether it has one of these words: as a name, an attribute, an argument's name or an import."""
        return not self.words.isdisjoint(words)

    def has(self, *kinds: type) -> bool:
        """Whether its source has a node of one of these kinds."""
        return any(isinstance(node, kinds) for node in self.nodes)

    def calls(self, *methods: str) -> "Iterator[ast.Call]":
        """The calls of a method of one of these names."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in methods:
                yield node

    def debug_levels(self) -> "List[Union[int, None]]":
        """What each `run(debug=...)` says; None where it is not written as a number."""
        return [_number(_argument(call, "debug", 2)) for call in self.calls("run")]

    def has_folder(self, name: str) -> bool:
        """Whether there is a folder beside the app."""
        return (self.folder / name).is_dir()


def words_of(nodes: "Iterable[ast.AST]") -> "Set[str]":
    """All names that nodes have: of variables, attributes, arguments, imports and definitions, and in strings."""
    return {word for node in nodes for word in _words(node)}


def _words(node: ast.AST) -> "Iterator[str]":
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.keyword) and node.arg:
        yield node.arg
    elif isinstance(node, ast.alias):
        yield from node.name.split(".")
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
        yield node.value


def _argument(call: ast.Call, name: str, place: int) -> "Union[ast.expr, None]":
    """What a call gives for a parameter; None for its default. What is hidden in `*args` counts as a variable."""
    for keyword in call.keywords:
        if keyword.arg in (name, None):
            return keyword.value
    starred = [each for each in call.args if isinstance(each, ast.Starred)]
    return starred[0] if starred else call.args[place] if len(call.args) > place else None


def _number(node: "Union[ast.expr, None]") -> "Union[int, None]":
    if node is None:
        return 0
    try:
        return int(ast.literal_eval(node))
    except (ValueError, TypeError, SyntaxError):
        return None


def _logs(app: App) -> bool:
    return app.uses("log") or any(level is None or level >= 0 for level in app.debug_levels())


def _debugs(app: App) -> bool:
    return app.uses("set_debug") or any(level is None or level > 0 for level in app.debug_levels())


def _has_rules(app: App) -> bool:
    """Whether a route may have variables, or be no plain path."""
    patterns = [_argument(call, "url", 0) for call in app.calls(*ROUTING)]
    texts = [node.value for node in patterns if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return app.uses("strict", "Rule", "converters", "url_for") or len(texts) < len(patterns) or any(
        "<" in text or text[:1] != "/" for text in texts)


def _has_many_routes(app: App) -> bool:
    paths = [text for text in app.texts if text.startswith("/")]
    return len(paths) > MOST_IN_ORDER or app.has(ast.For, ast.While, ast.ListComp, ast.GeneratorExp)


def _needs_asyncio(app: App) -> bool:
    subclasses = any(isinstance(node, ast.ClassDef) and any("WebApp" in words_of(ast.walk(base)) for base in node.bases)
                     for node in app.nodes)
    return subclasses or app.uses("asyncio", "uasyncio", "get_event_loop", "start_server", "serve_forever", "run_loop",
                                  "run_coroutine", "serve", "shutdown", "TestClient")


FACTS: "Dict[str, Fact]" = {
    "static folder": Fact("there is a folder static/ beside the app, or it names another",
                          lambda app: app.has_folder("static") or app.uses("static_folder", "static_url_path", "add_static")),
    "log": Fact("run() is not called with debug=-1 only, or the app has a log of its own", _logs),
    "debug": Fact("run() is called with debug=True or more", _debugs),
    "tls": Fact("the app sets `ssl`", lambda app: app.uses("ssl")),
    "blocking": Fact("the app serves by run(mode=...) or run_blocking()", lambda app: app.uses("mode", "run_blocking")),
    "mounts": Fact("the app mounts another", lambda app: app.uses("mount")),
    "rules": Fact("a route has variables, or is not written where it is given", _has_rules),
    "many routes": Fact(f"there may be more than {MOST_IN_ORDER} routes", _has_many_routes),
    "asyncio": Fact("the app imports asyncio, or makes a class of WebApp", _needs_asyncio),
    "printed": Fact("the app may show itself by print(), str() or a format",
                    lambda app: app.uses("print", "str", "repr", "format") or app.has(ast.JoinedStr, ast.Mod)),
    "header modes": Fact("a route or the app has another way with header fields, by `headers=` or `headers_mode`",
                         lambda app: app.uses("headers_mode", "headers")),
    "templates": Fact("the app renders templates",
                      lambda app: app.uses("render_template", "render_str", "_load_template", "template_loader", "Loader")),
    "template sources": Fact("templates are compiled on the board", lambda app: app.uses("template_loader", "Loader")),
}


def is_known(mark: str) -> bool:
    """Whether a mark names a fact of the table."""
    fact = mark[len(PREFIX) :]
    return mark.startswith(PREFIX) and (fact in FACTS or fact.startswith(USES))


def facts_of(app: App) -> "Dict[str, bool]":
    """{fact: whether it holds} for an app."""
    return {name: bool(fact.holds(app)) for name, fact in FACTS.items()}


def fold(program: Program, facts: "Dict[str, bool]", words: "Set[str]") -> None:
    """Leave out what the package has only for facts that are false. words: all that the app's source has."""
    for module in program.modules.values():
        marks = {} if module.of_app else marks_of(module)
        if marks:
            _Folding(marks, facts, words).visit(module.tree)
            fill_empty_blocks(module.tree)


class _Folding(ast.NodeTransformer):
    """Leaves out the marked statements of a module."""

    def __init__(self, marks: "Dict[int, str]", facts: "Dict[str, bool]", words: "Set[str]") -> None:
        self.marks = marks
        self.facts = facts
        self.words = words

    def visit(self, node: ast.AST) -> "Union[ast.AST, List[ast.stmt], None]":
        """A node, or what stands for it."""
        node = self.generic_visit(node)
        mark = mark_on(self.marks, node) if isinstance(node, ast.stmt) else ""
        if not mark.startswith(PREFIX) or self._holds(mark[len(PREFIX) :], node):
            return node
        return getattr(node, "orelse", None) or None

    def _holds(self, fact: str, node: ast.stmt) -> bool:
        if not fact.startswith(USES):
            return self.facts[fact]
        names = {name.strip() for name in fact[len(USES) :].split(",")}
        return bool(self.words & {getattr(node, "name", "") if name == "it" else name for name in names})
