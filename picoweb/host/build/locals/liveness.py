"""Which local variables of a function are needed at the same time: its statements are walked backwards.

A variable is live at a place if there is a way from there to where it is read on which it is not set before. Two that are
live at the same time clash: they cannot share a place. Where it is not sure, a variable counts as live.
"""
import ast
from contextlib import contextmanager
from typing import Dict, FrozenSet, Iterable, Iterator, List, NamedTuple, Optional, Set

from ..scopes import Function, bound_by, bound_name, local_names, own_nodes, parameters

Names = FrozenSet[str]
NONE: Names = frozenset()
SIMPLE = (ast.Expr, ast.Pass, ast.Global, ast.Nonlocal, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class NotSeen(Exception):
    """A statement that liveness knows nothing of."""


class Ways(NamedTuple):
    """What is live where a statement may lead to other than the next one: an exception, return, break and continue."""

    exception: Names = NONE
    leave: Names = NONE
    stop: Names = NONE
    again: Names = NONE

    def all(self) -> Names:
        """What is live at the end of any of them."""
        return self.exception | self.leave | self.stop | self.again


class Liveness:
    """Clashes between variables of a function.

    clash: {name: those it clashes with}. copies: {name: those it is set to by a plain `name = other`}. entry: what is
    live where the function begins, so it may be read before it is set. Raises NotSeen.
    """

    def __init__(self, function: Function, names: "Iterable[str]") -> None:
        self.names = frozenset(names)
        self.clash: "Dict[str, Set[str]]" = {name: set() for name in self.names}
        self.copies: "Dict[str, List[str]]" = {name: [] for name in self.names}
        self.ways = Ways()
        given = self.names & set(parameters(function))
        live = self.block(function.body, NONE)
        for name in given:
            self.define(name, live | given)
        self.entry = live - given

    def uses(self, node: "Optional[ast.AST]") -> Names:
        """The variables that an expression reads, or sets with `:=`."""
        found = () if node is None else (each.id for each in ast.walk(node) if isinstance(each, ast.Name))
        return self.names.intersection(found)

    def define(self, name: str, live: "Iterable[str]") -> None:
        """A variable is set where others are live: also those that are needed if an exception follows."""
        if name in self.names:
            for other in (self.ways.exception.union(live)) - {name}:
                self.clash[name].add(other)
                self.clash[other].add(name)

    @contextmanager
    def going(self, **ways: Names) -> "Iterator[None]":
        """Other ways out of the statements that are walked inside."""
        before, self.ways = self.ways, self.ways._replace(**ways)
        yield
        self.ways = before

    def block(self, body: "List[ast.stmt]", live: Names) -> Names:
        """What is live before some statements. live: after them."""
        for node in reversed(body):
            self.walruses(node, live)
            live = self.statement(node, live) | self.ways.exception
        return live

    def statement(self, node: ast.stmt, live: Names) -> Names:
        """What is live before a statement. live: after it."""
        if isinstance(node, SIMPLE):
            return self.plain(node, live)
        method = getattr(self, "before_" + type(node).__name__, None)
        if method is None:
            raise NotSeen(type(node).__name__)
        return method(node, live)

    def walruses(self, node: ast.stmt, live: Names) -> None:
        """Variables that `:=` sets clash with all that the statement reads and all that is live behind it."""
        for each in _expressions(node):
            if isinstance(each, ast.NamedExpr):
                self.define(each.target.id, live | self.ways.all() | self.uses(node))

    def plain(self, node: ast.stmt, live: Names) -> Names:
        """A statement that reads, and binds no variable but a function or class, which keeps its own place."""
        if hasattr(node, "name"):
            self.define(node.name, live)
        return live | self.uses(node)

    # Assignments

    def store(self, target: ast.AST, live: Names) -> Names:
        """What is live before a value is stored in a target."""
        if isinstance(target, ast.Name):
            self.define(target.id, live)
            return live - {target.id}
        if isinstance(target, ast.Starred):
            return self.store(target.value, live)
        if isinstance(target, (ast.Tuple, ast.List)):
            together = {each.id for each in ast.walk(target) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
            for name in self.names & together:  # in which order they are set is left to the runtime
                self.define(name, self.names & together)
            for each in reversed(target.elts):
                live = self.store(each, live)
            return live
        return live | self.uses(target)

    def before_Assign(self, node: ast.Assign, live: Names) -> Names:
        """`a = b` makes no clash of a and b: both are the same then."""
        for target in reversed(node.targets):
            if isinstance(target, ast.Name) and isinstance(node.value, ast.Name) \
                    and {target.id, node.value.id} <= self.names:
                self.copies[target.id].append(node.value.id)
                self.define(target.id, live - {node.value.id})
                live = live - {target.id}
            else:
                live = self.store(target, live)
        return live | self.uses(node.value)

    def before_AnnAssign(self, node: ast.AnnAssign, live: Names) -> Names:
        """`a: int = b`."""
        if node.value is not None:
            live = self.store(node.target, live) | self.uses(node.value)
        return live | self.uses(node.annotation)

    def before_AugAssign(self, node: ast.AugAssign, live: Names) -> Names:
        """`a += b` reads and sets."""
        if isinstance(node.target, ast.Name):
            self.define(node.target.id, live)
        return live | self.uses(node.target) | self.uses(node.value)

    def before_Delete(self, node: ast.Delete, live: Names) -> Names:
        """`del a` needs that it is set."""
        for target in node.targets:
            for name in self.uses(target):
                self.define(name, live)
        return live.union(*map(self.uses, node.targets))

    def before_Import(self, node: "ast.Import", live: Names) -> Names:
        """Each name of an import is set."""
        for alias in node.names:
            self.define(bound_name(alias), live)
            live = live - {bound_name(alias)}
        return live

    before_ImportFrom = before_Import

    # Ways out

    def before_Return(self, node: ast.Return, live: Names) -> Names:
        """It goes on nowhere, but in a `finally`."""
        return self.ways.leave | self.uses(node.value)

    def before_Raise(self, node: ast.Raise, live: Names) -> Names:
        """It goes on where the exception is handled."""
        return self.ways.exception | self.uses(node.exc) | self.uses(node.cause)

    def before_Assert(self, node: ast.Assert, live: Names) -> Names:
        """It goes on, or raises."""
        return live | self.uses(node)

    def before_Break(self, node: ast.Break, live: Names) -> Names:
        """It goes on behind the loop."""
        return self.ways.stop

    def before_Continue(self, node: ast.Continue, live: Names) -> Names:
        """It goes on at the head of the loop."""
        return self.ways.again

    # Compound statements

    def before_If(self, node: ast.If, live: Names) -> Names:
        """One of two ways."""
        return self.uses(node.test) | self.block(node.body, live) | self.block(node.orelse, live)

    def before_While(self, node: ast.While, live: Names) -> Names:
        """What is live at the head grows until it is all that the body needs in a further turn."""
        endless = isinstance(node.test, ast.Constant) and node.test.value
        end = NONE if endless else self.block(node.orelse, live)
        head = self.uses(node.test) | end
        while True:
            with self.going(stop=live, again=head):
                more = self.block(node.body, head)
            if more <= head:
                return head
            head |= more

    def before_For(self, node: "ast.For", live: Names) -> Names:
        """As `while`; the target is set at each turn."""
        head = self.block(node.orelse, live)
        while True:
            with self.going(stop=live, again=head):
                more = self.store(node.target, self.block(node.body, head))
            if more <= head:
                return head | self.uses(node.iter)
            head |= more

    before_AsyncFor = before_For

    def before_With(self, node: "ast.With", live: Names) -> Names:
        """What it guards may end early, with an exception that it swallows."""
        with self.going(exception=self.ways.exception | live):
            live = self.block(node.body, live)
            for item in reversed(node.items):
                if item.optional_vars is not None:
                    live = self.store(item.optional_vars, live)
                live = live | self.uses(item.context_expr)
        return live

    before_AsyncWith = before_With

    def before_Try(self, node: ast.Try, live: Names) -> Names:
        """The body may lead to each handler at any place, and everything to `finally`."""
        ways = {}
        if node.finalbody:
            live = self.block(node.finalbody, live | self.ways.all())
            ways = dict.fromkeys(Ways._fields, live)
        with self.going(**ways):
            handled = self.ways.exception.union(*(self.handler(each, live) for each in node.handlers))
            end = self.block(node.orelse, live)
            with self.going(exception=handled):
                return self.block(node.body, end) | handled

    def handler(self, node: ast.ExceptHandler, live: Names) -> Names:
        """What is live before a handler. Its variable is deleted at each of its ends."""
        if node.name:
            self.define(node.name, live | self.ways.all())
        entry = self.block(node.body, live)
        if node.name:
            self.define(node.name, entry)
        return (entry - {node.name}) | self.uses(node.type)


def perhaps_unset(function: Function) -> "Set[str]":
    """The local variables of a function that may not be set where they are read. Raises NotSeen."""
    deleted = {name for each in own_nodes(function) for name in bound_by(each)
               if isinstance(each, ast.ExceptHandler) or isinstance(getattr(each, "ctx", None), ast.Del)}
    return Liveness(function, local_names(function)).entry | deleted


def _expressions(node: ast.stmt) -> "Iterator[ast.AST]":
    """The nodes of a statement itself, without those of the statements in it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.stmt, ast.ExceptHandler)):
            yield from ast.walk(child)
