"""Takes the `return` out of a function's body, so that it can stand inside another function.

What is returned is given to `give`, which makes statements of it, and the body then ends at its own end: a return becomes
the end of a branch (`tail`), or leaves a loop that runs once (`in_loop`).
"""
import ast
from typing import Callable, Iterator, List, Optional

from ..origins import placed
from ..scopes import SCOPES, blocks

Body = List[ast.stmt]
Give = Callable[[Optional[ast.expr], ast.stmt], Body]
LOOPS = (ast.For, ast.AsyncFor, ast.While)


class Impossible(Exception):
    """A function cannot go into its caller. Its text says why."""


def without_returns(body: Body, give: Give) -> Body:
    """The statements of a function, with what it returns given to `give`. Changes the body. Raises Impossible."""
    if not any(map(has_return, body)) or can_tail(body):
        return tail(body, give)
    return in_loop(body, give)


def statements_in(node: ast.AST) -> "Iterator[ast.stmt]":
    """A statement and those in it, but not those of functions in it."""
    yield node
    if not isinstance(node, SCOPES):
        for body in [*blocks(node), *(each.body for each in getattr(node, "handlers", []))]:
            for each in body:
                yield from statements_in(each)


def has_return(node: ast.AST) -> bool:
    """Whether a statement may return."""
    return any(isinstance(each, ast.Return) for each in statements_in(node))


def leaves(body: Body) -> bool:
    """Whether a block never goes on behind its end."""
    last = body[-1] if body else None
    if isinstance(last, ast.If):
        return leaves(last.body) and leaves(last.orelse)
    return isinstance(last, (ast.Return, ast.Raise, ast.Break, ast.Continue)) or _is_endless(last)


def _is_endless(node: "Optional[ast.AST]") -> bool:
    """Whether it is `while True` without a `break` of its own."""
    return isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and bool(node.test.value) \
        and not has_break(node)


def own_statements(loop: ast.AST) -> "Iterator[ast.stmt]":
    """The statements of a loop's body, but not those of loops in it."""
    def below(body: Body) -> "Iterator[ast.stmt]":
        for node in body:
            yield node
            if isinstance(node, LOOPS):
                yield from below(node.orelse)
            elif not isinstance(node, SCOPES):
                for each in [*blocks(node), *(handler.body for handler in getattr(node, "handlers", []))]:
                    yield from below(each)
    return below(loop.body)


def has_break(loop: ast.AST) -> bool:
    """Whether a loop has a `break` of its own."""
    return any(isinstance(each, ast.Break) for each in own_statements(loop))


# Returns as ends of branches

def can_tail(body: Body) -> bool:
    """Whether each return of a block can be the end of a branch."""
    for place, node in enumerate(body):
        if isinstance(node, ast.Return):
            return True
        if has_return(node):
            return _can_branch(node, body[place + 1:])
    return True


def _can_branch(node: ast.stmt, rest: Body) -> bool:
    if isinstance(node, ast.If):
        if leaves(node.body) or not rest:
            return can_tail(node.body) and can_tail(node.orelse + rest)
        return leaves(node.orelse) and can_tail(node.orelse) and can_tail(node.body + rest)
    if isinstance(node, ast.Try):
        parts = [node.orelse, *(each.body for each in node.handlers)]
        body_ends = can_tail(node.body) if not node.orelse else not any(map(has_return, node.body))
        return not rest and not any(map(has_return, node.finalbody)) and body_ends and all(map(can_tail, parts))
    return isinstance(node, LOOPS) and _can_leave(node) and not has_break(node) and can_tail(node.orelse + rest)


def _can_leave(node: ast.stmt) -> bool:
    """Whether the returns of a loop stand in no loop inside it, nor in a `finally`, so that `break` can take their place."""
    own = list(own_statements(node))
    all_own = all(each in own for each in statements_in(node) if isinstance(each, ast.Return) and each not in _orelse(node))
    return all_own and not _in_finally(own)


def _orelse(loop: ast.stmt) -> "List[ast.stmt]":
    return [each for node in loop.orelse for each in statements_in(node)]


def _in_finally(statements: "List[ast.stmt]") -> bool:
    return any(has_return(each) for node in statements if isinstance(node, ast.Try) for each in node.finalbody)


def tail(body: Body, give: Give) -> Body:
    """The statements of a block with each return as the end of a branch."""
    for place, node in enumerate(body):
        if isinstance(node, ast.Return):
            return body[:place] + give(node.value, node)
        if has_return(node):
            _branch(node, body[place + 1:], give)
            return body[:place + 1]
    return body if leaves(body) else body + give(None, body[-1])


def _branch(node: ast.stmt, rest: Body, give: Give) -> None:
    """Change a statement that may return, and behind which `rest` follows."""
    if isinstance(node, ast.If):
        first = leaves(node.body) or not rest
        body, orelse = (node.body, node.orelse + rest) if first else (node.body + rest, node.orelse)
        node.body, node.orelse = _filled(tail(body, give), node), _tail_or_give(orelse, give, node)
    elif isinstance(node, ast.Try):
        if node.orelse:
            node.orelse = tail(node.orelse, give)
        else:
            node.body = _filled(tail(node.body, give), node)
        for each in node.handlers:
            each.body = _filled(tail(each.body, give), node)
    else:
        node.body = leaving(node.body, give)
        node.orelse = [] if _tests_nothing(node) else _tail_or_give(node.orelse + rest, give, node)


def _tests_nothing(node: ast.stmt) -> bool:
    return isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and bool(node.test.value)


def _tail_or_give(body: Body, give: Give, place: ast.stmt) -> Body:
    return tail(body, give) if body else give(None, place)


def _filled(body: Body, place: ast.stmt) -> Body:
    return body or [placed(ast.Pass(), place)]


# Returns that leave a loop

def in_loop(body: Body, give: Give) -> Body:
    """The statements of a function in a loop that runs once, which each return leaves."""
    loop = placed(ast.While(ast.Constant(True), body, []), body[0])
    if not _can_leave(loop):
        raise Impossible("it returns from a loop or a `finally` in its middle")
    loop.body = leaving(body, give)
    if not leaves(body):
        loop.body += [*give(None, body[-1]), placed(ast.Break(), body[-1])]
    return [loop]


def leaving(body: Body, give: Give) -> Body:
    """The statements of a loop with each return followed by `break`."""
    new: Body = []
    for node in body:
        if isinstance(node, ast.Return):
            new += [*give(node.value, node), placed(ast.Break(), node)]
            continue
        if isinstance(node, LOOPS):
            node.orelse = leaving(node.orelse, give)
        elif not isinstance(node, SCOPES):
            for each in blocks(node):
                each[:] = leaving(each, give)
            for handler in getattr(node, "handlers", []):
                handler.body = leaving(handler.body, give)
        new.append(node)
    return new
