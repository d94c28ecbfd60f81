"""Which functions are small private helpers, and where they are called."""
import ast
from typing import Dict, Iterator, List, NamedTuple, Optional, Set, Tuple, Union

from ..locals.liveness import Liveness, NotSeen
from ..locals.merge import LOOKING
from ..marks import mark_on, marks_of
from ..origins import origin_of
from ..program import Module, Program
from ..scopes import COMPREHENSIONS, FUNCTIONS, SCOPES, Function, blocks, local_names, own_nodes, parameters
from .returns import Impossible

SHORT = 3  # statements: a helper of no more goes into each of several callers
YIELDS = (ast.Yield, ast.YieldFrom)
AT_ONCE = (ast.ListComp, ast.SetComp, ast.DictComp)  # scopes that are done with when they are made


class Helper(NamedTuple):
    """A function that may go into its callers. owner: its class, or None."""

    module: Module
    node: Function
    owner: "Optional[ast.ClassDef]"

    @property
    def kind(self) -> type:
        """How it is called: Call as it is, YieldFrom or Await around the call."""
        if isinstance(self.node, ast.AsyncFunctionDef):
            return ast.Await
        return ast.YieldFrom if any(isinstance(each, YIELDS) for each in own_nodes(self.node)) else ast.Call

    def length(self) -> int:
        """The number of its statements."""
        return sum(isinstance(each, ast.stmt) for each in ast.walk(self.node)) - 1


class Site(NamedTuple):
    """A call in a statement of its own. body: the block that has the statement. functions: those around it, outer first."""

    module: Module
    owner: "Optional[ast.ClassDef]"
    functions: "Tuple[Function, ...]"
    body: "List[ast.stmt]"
    statement: ast.stmt
    call: ast.Call
    kind: type

    @property
    def function(self) -> Function:
        """The function that calls."""
        return self.functions[-1]


def find_helpers(program: Program) -> "List[Helper]":
    """All functions at the top of modules, and private methods of classes there."""
    found = []
    for module in program.modules.values():
        for node in module.tree.body:
            if isinstance(node, FUNCTIONS):
                found.append(Helper(module, node, None))
            elif isinstance(node, ast.ClassDef):
                found += [Helper(module, each, node) for each in node.body if isinstance(each, FUNCTIONS)
                          and is_private(each.name)]
    return found


def is_private(name: str) -> bool:
    """Whether a name begins with one underscore."""
    return name.startswith("_") and not name.startswith("__")


def check(helper: Helper, marks: "Dict[str, Dict[int, str]]") -> None:
    """Raise Impossible if a function cannot stand inside another one."""
    node, args = helper.node, helper.node.args
    if node.decorator_list or is_marked(node, marks):
        raise Impossible("it has a decorator or a mark")
    if args.vararg or args.kwarg or args.kwonlyargs or args.posonlyargs:
        raise Impossible("it has parameters with stars")
    if not all(isinstance(each, ast.Constant) for each in args.defaults):
        raise Impossible("it has default values that are no constants")
    own = list(own_nodes(node))
    if any(isinstance(each, SCOPES) and not isinstance(each, AT_ONCE) for each in own):
        raise Impossible("it has functions in it")
    if any(isinstance(each, ast.Name) and each.id in (*LOOKING, "super", "__class__") for each in own):
        raise Impossible("it asks for its own variables or its class")
    if isinstance(node, ast.AsyncFunctionDef) and any(isinstance(each, YIELDS) for each in own):
        raise Impossible("it is an asynchronous generator")
    _check_variables(node, own)


def _check_variables(node: Function, own: "List[ast.AST]") -> None:
    """Raise Impossible if variables of a helper could be mistaken for others."""
    names = local_names(node)
    bound = {name for each in own if isinstance(each, COMPREHENSIONS) for name in _bound_in(each)}
    if bound & names:
        raise Impossible("it has a comprehension with variables of the same name")
    try:
        unset = Liveness(node, names).entry
    except NotSeen as statement:
        raise Impossible(f"it has a statement {statement}")
    if unset or any(isinstance(each, ast.Name) and isinstance(each.ctx, ast.Del) for each in own):
        raise Impossible("it may read a variable that it has not set")


def _bound_in(comprehension: ast.AST) -> "Set[str]":
    """All names that a comprehension, and those in it, bind."""
    return {name for each in ast.walk(comprehension) if isinstance(each, SCOPES) for name in local_names(each)}


def find_sites(program: Program) -> "Dict[int, Site]":
    """{id of what is called: the call} of all calls that are statements of their own, in functions."""
    found: "Dict[int, Site]" = {}
    for module in program.modules.values():
        for site in _sites(module, module.tree, None, ()):
            found[id(site.call.func)] = site
    return found


def _sites(module: Module, node: ast.AST, owner: "Optional[ast.ClassDef]", functions: tuple) -> "Iterator[Site]":
    """The calls below a node."""
    if functions:
        for body in blocks(node):
            for statement in body:
                yield from _site(module, owner, functions, body, statement)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FUNCTIONS):
            yield from _sites(module, child, owner, (*functions, child))
        elif isinstance(child, ast.ClassDef):
            yield from _sites(module, child, child, ())
        elif isinstance(child, (ast.stmt, ast.ExceptHandler)):
            yield from _sites(module, child, owner, functions)


def _site(module: Module, owner: "Optional[ast.ClassDef]", functions: tuple, body: list,
          statement: ast.stmt) -> "Iterator[Site]":
    """The call that a statement is, if it is one."""
    if isinstance(statement, ast.Assign) and len(statement.targets) > 1:
        return
    value: "Union[ast.expr, None]" = getattr(statement, "value", None)
    if isinstance(statement, ast.If):
        value = statement.test.operand if isinstance(statement.test, ast.UnaryOp) else statement.test
    if isinstance(statement, (ast.Expr, ast.Assign, ast.Return, ast.If)):
        call = value.value if isinstance(value, (ast.YieldFrom, ast.Await)) else value
        if isinstance(call, ast.Call):
            yield Site(module, owner, functions, body, statement, call, type(value))


def marks_by_module(program: Program) -> "Dict[str, Dict[int, str]]":
    """{module of the source: its marks}."""
    return {name: marks_of(module) for name, module in program.originals.items()}


def is_marked(node: Function, marks: "Dict[str, Dict[int, str]]") -> bool:
    """Whether a function has a mark of its own: its frame is to stay as it is."""
    return bool(mark_on(marks.get(_source_module(node), {}), node))


def _source_module(node: ast.AST) -> str:
    """The module that a node stands in in the source."""
    origin = origin_of(node)
    return origin.module if origin else ""


def receiver(site: Site) -> "Optional[str]":
    """The name of the object whose method calls another method of it, as `self`; None if it is not that."""
    func, first = site.call.func, parameters(site.functions[-1])[:1]
    own = isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and [func.value.id] == first
    return func.value.id if own and site.owner is not None and len(site.functions) == 1 else None
