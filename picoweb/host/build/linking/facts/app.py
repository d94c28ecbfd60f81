"""What the sources and the folder of an app show."""
import ast
from pathlib import Path
from typing import Iterable, Iterator, List, Set, Union

from ...program import Program
from .hidden import aliases_of, marked_names, names_of, used_otherwise

#: Methods whose first argument is the pattern of a route.
ROUTING = ("route", "add_url_rule", "get", "post", "put", "patch", "delete")


class App:
    """What the sources and the folder of an app show."""

    def __init__(self, program: Program, folder: Path) -> None:
        self.folder = folder
        self.modules = [module for module in program.modules.values() if module.of_app]
        self.nodes = [node for module in self.modules for node in ast.walk(module.tree)]
        self.aliases = aliases_of(self.nodes)
        marked = marked_names(self.modules)
        self.words = words_of(self.nodes) | marked
        self.hidden = used_otherwise(self.nodes, self.aliases) | marked
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

    def calls_of(self, *names: str) -> "Iterator[ast.Call]":
        """The calls of functions or classes of these names, or of what imports call otherwise; also as attributes."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and not names_of(node.func, self.aliases).isdisjoint(names):
                yield node

    def hides(self, *names: str) -> bool:
        """Whether one of these names is used otherwise than to call it there, so that its calls cannot all be seen."""
        return not self.hidden.isdisjoint(names)

    def sets(self, *attributes: str) -> bool:
        """Whether something may get a new value for one of these attributes."""
        return any(isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load) and node.attr in attributes
                   for node in self.nodes) or self.uses("setattr", "__setattr__") and any(
                       not words_of([node]).isdisjoint(attributes) for node in self.nodes if isinstance(node, ast.Constant))

    def is_only_asked(self, kind: str, *methods: str) -> bool:
        """Whether objects of a class are bound to names, and those asked for attributes or given to methods, and no more."""
        made = [node for node in self.nodes if isinstance(node, ast.Call) and words_of([node.func]) == {kind}]
        bound = [node for node in self.nodes if isinstance(node, ast.Assign) and node.value in made
                 and all(isinstance(target, ast.Name) for target in node.targets)]
        names = {target.id for node in bound for target in node.targets}
        asked = {id(node.value) for node in self.nodes if isinstance(node, ast.Attribute)}
        asked |= {id(each) for call in self.calls(*methods) for each in call.args}
        loads = [node for node in self.nodes if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load)
                 and not names.isdisjoint(words_of([node]))]
        named = sum(kind in (getattr(node, "id", None), getattr(node, "attr", None)) for node in self.nodes)
        renamed = any(isinstance(node, ast.alias) and node.asname and node.name in names for node in self.nodes)
        return 0 < len(made) == len(bound) == named and not renamed and all(id(node) in asked for node in loads)

    def debug_levels(self) -> "List[Union[int, None]]":
        """What each `run(debug=...)` and `start_server(debug=...)` says; None where it is not written as a number.

        Without it, `start_server` leaves the log as it is.
        """
        given = [argument(call, "debug", 3) for call in self.calls("start_server")]
        return [number_of(argument(call, "debug", 2)) for call in self.calls("run")] + [
            number_of(level) for level in given if level is not None]

    def has_file(self, pattern: str) -> bool:
        """Whether there is a file of a name like this in the app's folder, or below."""
        return next(self.folder.rglob(pattern), None) is not None

    def has_folder(self, name: str) -> bool:
        """Whether there is a folder beside the app, or in a package of it."""
        packages = {module.path.parent for module in self.modules if module.is_package or "." in module.name}
        return any((folder / name).is_dir() for folder in {self.folder, *packages})


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


def argument(call: ast.Call, name: str, place: int) -> "Union[ast.expr, None]":
    """What a call gives for a parameter; None for its default. What is hidden in `*args` counts as a variable."""
    for keyword in call.keywords:
        if keyword.arg in (name, None):
            return keyword.value
    starred = [each for each in call.args if isinstance(each, ast.Starred)]
    return starred[0] if starred else call.args[place] if len(call.args) > place else None


def hides_arguments(call: ast.Call) -> bool:
    """Whether a call hides arguments in `*args` or `**args`."""
    return any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords)


def number_of(node: "Union[ast.expr, None]") -> "Union[int, None]":
    """The number that an argument is: 0 for none, None for what is not written as a number."""
    if node is None:
        return 0
    try:
        return int(ast.literal_eval(node))
    except (ValueError, TypeError, SyntaxError):
        return None
