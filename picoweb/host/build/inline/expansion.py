"""What stands in place of a call: the body of the function, with arguments for parameters and names that do not clash."""
import ast
import copy
from typing import Dict, Optional, Set

from ..locals.liveness import NotSeen, perhaps_unset
from ..origins import placed
from ..scopes import COMPREHENSIONS, SCOPES, Function, bound_by, declared, local_names, own_nodes, parameters, words_of
from .helpers import Helper, Site
from .returns import Body, Impossible, leaves, statements_in, without_returns


def expand(helper: Helper, site: Site, names: "Dict[str, str]") -> Body:
    """The statements that stand for a call. names: what globals of the helper are called at the site, if not the same.

    Raises Impossible.
    """
    return Expansion(helper, site, names).statements()


class Expansion:
    """One call on its way to become the helper's body."""

    def __init__(self, helper: Helper, site: Site, names: "Dict[str, str]") -> None:
        self.helper = helper
        self.site = site
        self.own = local_names(helper.node)
        self.inner = names_bound_inside(helper.node)
        self.outer = names_read_outside(helper.node, self.own, self.inner)
        self.words = {word for function in site.functions for node in ast.walk(function) for word in words_of(node)}
        self.words |= self.outer | self.inner
        self._check_outer(names)
        self.names: "Dict[str, ast.expr]" = {old: ast.Name(new, ast.Load()) for old, new in names.items() if old in self.outer}
        self.before: Body = []

    def _check_outer(self, names: "Dict[str, str]") -> None:
        """Raise Impossible if a global that the helper uses is a local variable where it is to stand."""
        needed = {names.get(name, name) for name in self.outer}
        for function in self.site.functions:
            hidden = needed & local_names(function)
            if hidden:
                raise Impossible(f"{', '.join(sorted(hidden))} is something else in {function.name}")

    def fresh(self, name: str) -> str:
        """A variable's name that the caller has not yet: its own, or the name with a number."""
        new, number = name, 1
        while new in self.words:
            number += 1
            new = f"{name}_{number}"
        self.words.add(new)
        return new

    def statements(self) -> Body:
        """The statements."""
        self._bind_parameters()
        for name in sorted(self.own - set(parameters(self.helper.node))):
            self.names[name] = ast.Name(self.fresh(name), ast.Load())
        body = [Substitute(self.names).visit(copy.deepcopy(each)) for each in self.helper.node.body]
        body = [each for each in body if each is not None]
        statement = self.site.statement
        if isinstance(statement, ast.Return):
            after = body if body and leaves(body) else [*body, placed(ast.Return(None), statement)]
        elif isinstance(statement, ast.If):
            after = self._in_test(body, statement)
        elif isinstance(statement, ast.Assign):
            after = self._assigned(body, statement.targets[0])
        else:
            after = without_returns(body or [placed(ast.Pass(), statement)], _dropped)
        return self.before + after

    # Arguments

    def _bind_parameters(self) -> None:
        """Find what stands for each parameter: what was given itself if that is the same, else a variable."""
        given = self._given()
        changed = {name for node in own_nodes(self.helper.node) for name in bound_by(node)}
        as_given = not any(isinstance(node, ast.NamedExpr) for each in given.values() for node in ast.walk(each))
        for name, value in given.items():
            if name not in changed and as_given and self._stays_the_same(value):
                self.names[name] = value
            else:
                self.names[name] = ast.Name(self.fresh(name), ast.Load())
                target = ast.Name(self.names[name].id, ast.Store())
                self.before.append(placed(ast.Assign([target], value), self.site.statement))

    def _given(self) -> "Dict[str, ast.expr]":
        """{parameter: what is given}, in the order in which it is evaluated."""
        values = list(self.site.call.args)
        if self.helper.owner is not None:
            values.insert(0, self.site.call.func.value)
        args = self.helper.node.args
        defaults = dict(zip((each.arg for each in args.args[len(args.args) - len(args.defaults):]), args.defaults))
        given = dict(zip(parameters(self.helper.node), values))
        if self.site.call.keywords or any(isinstance(each, ast.Starred) for each in values):
            raise Impossible("its arguments are not all given by position")
        for name in parameters(self.helper.node)[len(values):]:
            if name not in defaults:
                raise Impossible("it is called with too few arguments")
            given[name] = defaults[name]
        if len(values) > len(parameters(self.helper.node)):
            raise Impossible("it is called with too many arguments")
        return given

    def _stays_the_same(self, value: ast.expr) -> bool:
        """Whether an argument is a constant, or a variable of the caller that nothing changes while the helper runs."""
        if isinstance(value, ast.Constant):
            return True
        caller = self.site.function
        if not isinstance(value, ast.Name) or value.id not in local_names(caller) - _unsure(caller):
            return False
        shared = {name for node in ast.walk(caller) if isinstance(node, ast.Nonlocal) for name in node.names}
        is_target = isinstance(self.site.statement, ast.Assign) and value.id in _stored(self.site.statement.targets[0])
        in_finally = any(isinstance(each, ast.Try) and each.finalbody for each in statements_in(self._body()))
        return value.id not in shared | self.inner and not (is_target and in_finally)

    def _body(self) -> ast.AST:
        return ast.Module(self.helper.node.body, [])

    # Results

    def _assigned(self, body: Body, target: ast.expr) -> Body:
        """The body with its result in a target; by way of a variable if that could go wrong inside the body."""
        if isinstance(target, ast.Name) or _returns_once(body):
            return without_returns(body, lambda value, place: _assign(target, value, place))
        name = self.fresh("result")
        start = without_returns(body, lambda value, place: _assign(ast.Name(name, ast.Store()), value, place))
        return start + _assign(target, ast.Name(name, ast.Load()), self.site.statement)

    def _in_test(self, body: Body, statement: ast.If) -> Body:
        """The body, and the `if` that asks for its result."""
        if len(body) == 1 and isinstance(body[0], ast.Return) and body[0].value is not None:
            return [_with_test(statement, body[0].value)]
        name = self.fresh("result")
        start = without_returns(body, lambda value, place: _assign(ast.Name(name, ast.Store()), value, place))
        return [*start, _with_test(statement, placed(ast.Name(name, ast.Load()), statement))]


def names_bound_inside(function: Function) -> "Set[str]":
    """The names that comprehensions in a function bind."""
    return {name for node in own_nodes(function) if isinstance(node, COMPREHENSIONS) for each in ast.walk(node)
            if isinstance(each, SCOPES) for name in local_names(each)}


def names_read_outside(function: Function, own: "Set[str]", inner: "Set[str]") -> "Set[str]":
    """The names of globals and builtins that a function uses."""
    everywhere = {node.id for part in function.body for node in ast.walk(part) if isinstance(node, ast.Name)}
    here = {node.id for node in own_nodes(function) if isinstance(node, ast.Name)}
    return (everywhere - inner | here) - own | declared(function)


def _unsure(function: Function) -> "Set[str]":
    """Variables that may not be set where they are read, which must be an error before the helper begins."""
    try:
        return perhaps_unset(function)
    except NotSeen:
        return local_names(function)


def _stored(target: ast.expr) -> "Set[str]":
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def _returns_once(body: Body) -> bool:
    """Whether a body's only return is its last statement."""
    returns = [each for node in body for each in statements_in(node) if isinstance(each, ast.Return)]
    return len(returns) == 1 and returns[0] is body[-1]


def _assign(target: ast.expr, value: "Optional[ast.expr]", place: ast.stmt) -> Body:
    """`target = value`, with a target of its own each time."""
    return [placed(ast.Assign([copy.deepcopy(target)], value or ast.Constant(None)), place)]


def _dropped(value: "Optional[ast.expr]", place: ast.stmt) -> Body:
    """What is left of a result that nobody wants: what it does."""
    nothing = value is None or isinstance(value, (ast.Constant, ast.Name))
    return [placed(ast.Pass() if nothing else ast.Expr(value), place)]


def _with_test(statement: ast.If, value: ast.expr) -> ast.If:
    """The `if` with the value in place of the call in its test. It keeps its own blocks."""
    test = ast.UnaryOp(statement.test.op, value) if isinstance(statement.test, ast.UnaryOp) else value
    new = placed(ast.If(placed(test, statement), [], []), statement)
    new.body, new.orelse = statement.body, statement.orelse
    return new


class Substitute(ast.NodeTransformer):
    """Puts values in place of names; `global` goes, as the caller declares it."""

    def __init__(self, names: "Dict[str, ast.expr]") -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """A name that is read, or a variable that is set."""
        value = self.names.get(node.id)
        if value is None:
            return node
        if isinstance(value, ast.Name):
            return placed(ast.Name(value.id, node.ctx), node)
        return copy.deepcopy(value)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        """The variable of a handler."""
        node.name = self.names[node.name].id if node.name in self.names else node.name
        return self.generic_visit(node)

    def visit_alias(self, node: ast.alias) -> ast.alias:
        """The variable of an import."""
        local = node.asname or node.name.split(".")[0]
        if local in self.names and self.names[local].id != local:
            node.asname = self.names[local].id
        return node

    def visit_Global(self, node: ast.Global) -> None:
        """It is declared in the caller."""
        return None
