"""Gives the variables of functions their places and names."""
import ast
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Set

from .liveness import Liveness, NotSeen, perhaps_unset
from ..editing import text_in
from ..program import Program
from ..scopes import FUNCTIONS, SCOPES, Function, arguments, bound_name, declared, local_names, own_nodes, parameters, words_of

ROM_NAMES = (Path(__file__).parent / "rom_names.txt").read_text(encoding="ascii").split()
#: Of these, the names that MicroPython's compiler takes for its own, whatever has them: in calls, and in decorators.
OF_COMPILER = {"const", "micropython", "super"}
GIVEN_NAMES = [name for name in ROM_NAMES if name not in OF_COMPILER]
#: Functions that look at local variables by name.
LOOKING = ("locals", "vars", "eval", "exec", "dir")


def apply(program: Program) -> "Dict[str, Dict[str, Dict[str, str]]]":
    """Merge the variables of every function. Returns {module: {function: {old name: new}}}."""
    fixed = names_given(program) | program.options.keep
    public = program.public().parameters
    if program.has_app:  # who calls is known; names in texts may be keys of what is given by `**`
        public &= {text for module, node in program.walk() if module.of_app for text in [text_in(node)] if text}
    done: "Dict[str, Dict[str, Dict[str, str]]]" = {}
    for module in program.modules.values():
        for qualified, function in reversed(list(qualified_functions(module.tree))):
            keep = set(parameters(function)) if module.of_app else fixed | public
            done.setdefault(module.name, {})[qualified] = merge(function, keep)
    return done


def names_given(program: Program) -> "Set[str]":
    """The names of arguments that any call of the program gives by name."""
    return {node.arg for _, node in program.walk() if isinstance(node, ast.keyword) and node.arg}


def qualified_functions(tree: ast.AST, prefix: str = "") -> "Iterator[tuple]":
    """Each (qualified name, function) below a node, outer ones first."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            name = prefix + node.name
            if isinstance(node, FUNCTIONS):
                yield name, node
            yield from qualified_functions(node, name + ".")
        else:
            yield from qualified_functions(node, prefix)


def merge(function: Function, fixed: "Set[str]" = frozenset(), pool: "List[str]" = GIVEN_NAMES) -> "Dict[str, str]":
    """Merge the variables of one function. fixed: parameters that keep their names. Returns {old name: new}."""
    try:
        variables = Variables(function, fixed)
    except NotSeen:
        return {}
    places = variables.places()
    titles = variables.titles(places, pool)
    names = {name: titles[place] for name, place in places.items() if titles[place] != name}
    Renaming(names, perhaps_unset(function)).function(function)
    return names


class Variables:
    """The variables of a function that can be merged, and how. Raises NotSeen."""

    def __init__(self, function: Function, fixed: "Set[str]") -> None:
        self.function = function
        self.parameters = parameters(function)
        inner = names_inside(function)
        used = {each.id for each in own_nodes(function) if isinstance(each, ast.Name)} | declared(function)
        if used & set(LOOKING):
            raise NotSeen("it looks at variables by name")
        own = local_names(function)
        self.free = {name for name in own - inner - _as_they_are(function) if not name.startswith("__")}
        self.taken = (own | used | inner) - self.free
        self.liveness = Liveness(function, self.free)
        self.kept = {name for name in self.parameters if self._keeps_its_name(name, fixed)}

    def _keeps_its_name(self, parameter: str, fixed: "Set[str]") -> bool:
        args = self.function.args
        return parameter in fixed or parameter not in self.free or parameter == "self" or self._is_protocol() \
            or bool(args.vararg or args.kwarg or args.kwonlyargs)

    def _is_protocol(self) -> bool:
        """Whether a method may be called by the interpreter. What makes an object is called as a function is."""
        return self.function.name[:2] == "__" and self.function.name != "__init__"

    def places(self) -> "Dict[str, int]":
        """{variable: its place}: parameters have the first ones."""
        place = {name: number for number, name in enumerate(self.parameters) if name in self.free}
        for name in self._in_order():
            near = {place[other] for other in self.liveness.clash[name] if other in place}
            copies = [place[other] for other in self._copies(name) if other in place]
            given = [number for number, each in enumerate(self.parameters) if each in self.free]
            behind = range(len(self.parameters), len(self.parameters) + len(near) + 1)
            place[name] = next(each for each in [*copies, *given, *behind] if each not in near)
        return place

    def _in_order(self) -> "List[str]":
        """The variables but parameters: those first that are copies, then as they appear."""
        first: "Dict[str, int]" = {}
        for number, each in enumerate(own_nodes(self.function)):
            if isinstance(each, ast.Name):
                first.setdefault(each.id, number)
        copies = self.liveness.copies
        return sorted(self.free - set(self.parameters), key=lambda name: (-len(copies[name]), first.get(name, 0), name))

    def _copies(self, name: str) -> "List[str]":
        """The variables that one is set to, and those that are set to it."""
        copies = self.liveness.copies
        return copies[name] + sorted(other for other in self.free if name in copies[other])

    def titles(self, places: "Dict[str, int]", pool: "List[str]") -> "Dict[int, str]":
        """{place: its name}."""
        titles = {number: name for number, name in enumerate(self.parameters) if name in self.kept}
        taken = self.taken | set(titles.values())
        fresh = (name for name in _endless(pool) if name not in taken)
        for place in sorted(set(places.values())):
            if place not in titles:
                titles[place] = next(fresh)
        return titles


def names_inside(function: Function) -> "Set[str]":
    """Names that scopes in a function use or are called by: what they share with it keeps a place of its own."""
    found: "Set[str]" = set()
    for node in own_nodes(function):
        if isinstance(node, SCOPES):
            found.update(word for each in ast.walk(node) for word in words_of(each))
    return found


def _as_they_are(function: Function) -> "Set[str]":
    """The first parameter, where `super()` reads it without naming it, and what `import a.b` binds."""
    nodes = list(own_nodes(function))
    uses_super = any(isinstance(each, ast.Name) and each.id in ("super", "__class__") for each in nodes)
    dotted = {bound_name(each) for each in nodes if isinstance(each, ast.alias) and "." in each.name and not each.asname}
    return dotted | set(parameters(function)[:1] if uses_super else ())


def _endless(pool: "List[str]") -> "Iterator[str]":
    """The names of a pool, and when they are used up, others."""
    yield from pool
    number = 0
    while True:
        number += 1
        yield f"v{number}"


class Renaming(ast.NodeTransformer):
    """Gives variables of a function their new names; scopes in it use none of them. unsure: those that may not be set."""

    def __init__(self, names: "Dict[str, str]", unsure: "Set[str]") -> None:
        self.names = names
        self.unsure = unsure

    def function(self, node: Function) -> None:
        """Rename in one function, but not in its decorators and default values."""
        for each in arguments(node):
            each.arg = self.names.get(each.arg, each.arg)
        node.body = [new for new in map(self.visit, node.body) if new is not None] or [ast.copy_location(ast.Pass(), node)]

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """A variable."""
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        """The variable of a handler."""
        node.name = self.names.get(node.name, node.name)
        return self._filled(node)

    def visit_alias(self, node: ast.alias) -> ast.alias:
        """The variable of an import."""
        old = bound_name(node)
        new = self.names.get(old, old)
        if new != old:
            node.asname = new if new != node.name else None
        return node

    def visit_Assign(self, node: ast.Assign) -> "Optional[ast.Assign]":
        """`a = a` is nothing, but if `a` is not set it is an error."""
        sure = isinstance(node.value, ast.Name) and node.value.id not in self.unsure
        self.generic_visit(node)
        same = node.value.id if sure else None
        node.targets = [each for each in node.targets if not isinstance(each, ast.Name) or each.id != same]
        return node if node.targets else None

    def _filled(self, node: ast.AST) -> ast.AST:
        """A compound statement whose body has become empty has `pass`."""
        self.generic_visit(node)
        if not node.body:
            node.body.append(ast.copy_location(ast.Pass(), node))
        return node

    visit_If = visit_For = visit_AsyncFor = visit_While = visit_With = visit_AsyncWith = _filled

    def visit_Try(self, node: ast.Try) -> ast.AST:
        """It needs handlers or a `finally`."""
        self._filled(node)
        if not node.handlers and not node.finalbody:
            node.finalbody.append(ast.copy_location(ast.Pass(), node))
        return node
