"""Makes CPython run source that only MicroPython's compiler accepts.

There `await` and `yield from` mean the same, may stand in any function, and
every generator is a coroutine. Works on syntax trees and code objects, keeps
line numbers, and knows nothing of what the source is about.
"""

import ast
import functools
import importlib.util
import inspect
from types import CodeType

from ...runtime import coroutine
from ..server.loop import awaitable as awaitable  # translated code takes these from here
from .emitters import TYPES, ptr as ptr, ptr8 as ptr8, ptr16 as ptr16, ptr32 as ptr32, take_emitter, take_types, uint as uint

# In an app for MicroPython, asyncio is MicroPython's: tasks before the loop runs, generators as tasks.
_ASYNCIO = importlib.util.resolve_name("..shims.uasyncio", __package__)

# Kinds of scope. A comprehension or a class body is none of them, nor is the module.
_DEF = "def"
_ASYNC_DEF = "async def"


def compile_source(source, path):
    """Code for the text or bytes of a file that was written for MicroPython.

    Raises SyntaxError, naming `path` and the line, for what is wrong there too.
    """
    tree = compile(source, path, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    try:
        tree = rewrite(tree)
    except SyntaxError as error:
        error.filename = path
        raise
    return _flag(compile(tree, path, "exec", dont_inherit=True))


def rewrite(tree):
    """Change the syntax tree of a module into one that CPython compiles, and return it.

    Raises SyntaxError, without a path, for a decorator of MicroPython's that nothing here can stand in for.
    """
    translator = _Translator()
    translator.visit(tree)
    _import_helpers(tree, translator.helpers)
    return ast.fix_missing_locations(tree)


def _import_helpers(tree, names):
    """Import what translated code calls, below the docstring and the `from __future__` lines."""
    place = 0
    while place < len(tree.body) and _comes_first(tree.body[place]):
        place += 1
    aliases = [ast.alias(name, _own(name)) for name in sorted(names)]
    if aliases:
        tree.body.insert(place, ast.ImportFrom(__name__, aliases, 0))


def _comes_first(statement):
    """Whether a statement has to stay in front of imports."""
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "__future__"
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _own(name):
    """The name of a helper in translated code, which is not likely to be the app's."""
    return "_picoweb_" + name


def _flag(code):
    """`code` with the mark of types.coroutine on each generator function, lambda or method in it.

    Its generators still are ordinary iterators, but can be awaited, and `yield from` in them takes coroutines.
    """
    constants = tuple(_flag(each) if isinstance(each, CodeType) else each for each in code.co_consts)
    flags = code.co_flags
    if flags & inspect.CO_GENERATOR:
        flags |= inspect.CO_ITERABLE_COROUTINE
    return code.replace(co_consts=constants, co_flags=flags)


class _Scope:
    """What the innermost function around a node is, and whether it, an async def, has a `yield` of its own.

    is_viper: whether that function has viper's types.
    """

    def __init__(self, kind=None, is_viper=False):
        self.kind = kind
        self.yields = False
        self.is_viper = is_viper


_WAITING = (ast.Await, ast.Yield, ast.YieldFrom)
_STATEMENTS = (ast.AsyncWith, ast.AsyncFor)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef,
           ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _uses_async_statements(function):
    """Whether a def has `async with` or `async for` behind something that waits: there MicroPython takes them."""
    waits = False
    for node in _own_nodes(function.body):
        if isinstance(node, _STATEMENTS) and waits:
            return True
        waits = waits or isinstance(node, _WAITING)
    return False


def _own_nodes(nodes):
    """All nodes of a function's body, in their order, but those of scopes within it."""
    for node in nodes:
        yield node
        if not isinstance(node, _SCOPES):
            yield from _own_nodes(ast.iter_child_nodes(node))


class _Translator(ast.NodeTransformer):
    """Turns each waiting expression into one that CPython allows where it stands.

    def, lambda   await x       yield from awaitable(x)
    async def     await x       await awaitable(x)
                  yield from x  await awaitable(x)
                  yield x       await give_way(x), and calling the function makes a generator

    Elsewhere they stay, for CPython's compiler to refuse as MicroPython's does.
    """

    def __init__(self):
        self.helpers = set()
        self._scope = _Scope()

    # Scopes

    def visit_FunctionDef(self, node):
        """A def; one with `async with` or `async for` becomes an async def, and that a generator function."""
        if _uses_async_statements(node):
            return self._visit_coroutine(ast.copy_location(ast.AsyncFunctionDef(**dict(ast.iter_fields(node))), node), True)
        return self._visit_function(node, _Scope(_DEF))

    def visit_Lambda(self, node):
        """A lambda."""
        return self._visit_scope(node, _Scope(_DEF))

    def visit_AsyncFunctionDef(self, node):
        """An async def: one that yields becomes a generator function."""
        return self._visit_coroutine(node)

    def _visit_coroutine(self, node, is_generator=False):
        """Visit an async def. is_generator: whether it becomes a generator function in any case."""
        scope = _Scope(_ASYNC_DEF)
        self._visit_function(node, scope)
        if scope.yields or is_generator:
            node.decorator_list.append(ast.copy_location(self._helper("as_generator"), node))
        return node

    def _visit_function(self, node, scope):
        """Visit a def or async def, which MicroPython may be told to compile into machine code."""
        scope.is_viper = take_emitter(node) == "viper"
        pointers = list(take_types(node)) if scope.is_viper else ()
        self._visit_scope(node, scope)
        for name, kind in pointers:
            call = ast.Call(self._helper(kind), [ast.Name(name, ast.Load())], [])
            node.body.insert(0, ast.copy_location(ast.Assign([ast.Name(name, ast.Store())], call), node.body[0]))
        return node

    def visit_Name(self, node):
        """Have viper's types be what stands in for them."""
        if self._scope.is_viper and node.id in TYPES and isinstance(node.ctx, ast.Load):
            return ast.copy_location(self._helper(node.id), node)
        return node

    def visit_ClassDef(self, node):
        """A class: what stands in its body itself waits for nothing."""
        return self._visit_scope(node, _Scope())

    def _visit_scope(self, node, scope):
        """Visit the body in `scope`; defaults, decorators and the like belong to the scope around."""
        around = self._scope
        for field, value in ast.iter_fields(node):
            self._scope = scope if field == "body" else around
            setattr(node, field, self._visit_value(value))
        self._scope = around
        return node

    def _visit_value(self, value):
        """Visit what a field of a node holds."""
        if isinstance(value, list):
            return [self._visit_value(each) for each in value]
        return self.visit(value) if isinstance(value, ast.AST) else value

    def _visit_comprehension(self, node):
        """Visit all in a scope of its own, but the first iterable, which belongs to the scope around."""
        around = self._scope
        first = node.generators[0]
        iterable, first.iter = self.visit(first.iter), ast.Constant(None)
        self._scope = _Scope(is_viper=around.is_viper)
        self.generic_visit(node)
        self._scope = around
        first.iter = iterable
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _visit_comprehension

    # Waiting

    def visit_Await(self, node):
        """Have `await` do what `yield from` does, where it may not stand."""
        self.generic_visit(node)
        if self._scope.kind:
            wait = ast.Await if self._scope.kind == _ASYNC_DEF else ast.YieldFrom
            return self._wait(node, wait, "awaitable", node.value)
        return node

    def visit_YieldFrom(self, node):
        """Have `yield from` do what `await` does, where it may not stand."""
        self.generic_visit(node)
        if self._scope.kind == _ASYNC_DEF:
            return self._wait(node, ast.Await, "awaitable", node.value)
        return node

    def visit_Yield(self, node):
        """Note a `yield` in an async def, and have it wait."""
        self.generic_visit(node)
        if self._scope.kind == _ASYNC_DEF:
            self._scope.yields = True
            return self._wait(node, ast.Await, "give_way", node.value or ast.Constant(None))
        return node

    def _wait(self, node, wait, helper, value):
        """The expression that waits by a helper, in place of `node`. wait: the class of its syntax."""
        call = ast.Call(self._helper(helper), [value], [])
        wrapped = ast.copy_location(wait(ast.copy_location(call, node)), node)
        return ast.fix_missing_locations(wrapped)

    def _helper(self, name):
        """The name of a helper, which is imported from now on."""
        self.helpers.add(name)
        return ast.Name(_own(name), ast.Load())

    # asyncio

    def visit_Import(self, node):
        """Have `import asyncio` import MicroPython's."""
        for alias in node.names:
            if alias.name == "asyncio":
                alias.name, alias.asname = _ASYNCIO, alias.asname or "asyncio"
        return node

    def visit_ImportFrom(self, node):
        """Have `from asyncio import` take it from MicroPython's."""
        if node.module == "asyncio" and not node.level:
            node.module = _ASYNCIO
        return node


@coroutine
def give_way(value):
    """Hand `value` to whoever runs the task; None, to an event loop, lets other tasks run."""
    return (yield value)


def as_generator(function):
    """`function`, a coroutine function, as a generator function that does the same."""

    @functools.wraps(function)
    @coroutine
    def generator(*args, **kwargs):
        # Made only now: Python complains of a coroutine that is never waited for, and of no generator.
        return (yield from function(*args, **kwargs))

    return generator
