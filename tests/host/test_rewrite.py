"""picoweb.host.cli.rewrite: source for MicroPython, run on CPython."""

import asyncio
import importlib
import inspect
import subprocess
import sys
import textwrap
import traceback
import warnings
from pathlib import Path

import pytest
from need import skip_or_fail

from picoweb.host.cli import rewrite
from picoweb.host.cli.finder import Finder

ROOT = Path(__file__).resolve().parents[2]

# Runs a coroutine without a loop. Shows what it yields and what it returns, the same way on both interpreters.
DRIVE = """
def drive(coro):
    seen = []
    try:
        while True:
            seen.append(coro.send(None))
    except StopIteration as stop:
        print(seen, stop.value)

def inner():
    yield 1
    return 2

async def outer():
    return 10 + await inner()
"""

# A class that programs below begin with, indented as they are: `async with` and `async for` take its objects.
NUMBERS = """
        class Numbers:
            async def __aenter__(self):
                print("in")
                return self
            async def __aexit__(self, *exception):
                print("out")
            def __aiter__(self):
                self.n = 0
                return self
            async def __anext__(self):
                self.n += 1
                if self.n > 2:
                    raise StopAsyncIteration
                return self.n"""

# What is special in it, the program, and what it prints on MicroPython.
PROGRAMS = [
    (
        "await in a plain def",
        """
        def f():
            return await outer()
        drive(f())
        """,
        "[1] 12",
    ),
    (
        "await in a lambda",
        """
        f = lambda: print(await outer())
        drive(f())
        """,
        "12\n[1] None",
    ),
    (
        "await in a method, a nested function and a class inside a function",
        """
        def f():
            class C:
                def method(self):
                    def nested():
                        return await outer()
                    return await nested()
            return (yield from C().method())
        drive(f())
        """,
        "[1] 12",
    ),
    (
        "yield from in an async def",
        """
        async def f():
            return (yield from inner()) + (yield from outer())
        drive(f())
        """,
        "[1, 1] 14",
    ),
    (
        "await of a plain generator in an async def",
        """
        drive(outer())
        """,
        "[1] 12",
    ),
    (
        "yield from of a coroutine in a plain def",
        """
        def f():
            return (yield from outer())
        drive(f())
        """,
        "[1] 12",
    ),
    (
        "yield in an async def",
        """
        async def f():
            yield
            await inner()
            yield 5
            return 6
        async def g():
            return await f()
        drive(f())
        drive(g())
        print(list(f()))
        """,
        "[None, 1, 5] 6\n[None, 1, 5] 6\n[None, 1, 5]",
    ),
    (
        "a value sent to a yield in an async def",
        """
        async def f():
            got = yield
            return got
        f = f()
        f.send(None)
        try:
            f.send(3)
        except StopIteration as stop:
            print(stop.value)
        """,
        "3",
    ),
    (
        "yield inside async with and async for",
        NUMBERS + """
        async def f():
            async with Numbers() as numbers:
                async for n in numbers:
                    yield n
                return "end"
        drive(f())
        """,
        "in\nout\n[1, 2] end",
    ),
    (
        "generators remain iterators",
        """
        def f():
            for each in inner():
                yield each + 1
        print(list(f()), sum(n for n in f()))
        """,
        "[2] 2",
    ),
    (
        "the first iterable of a comprehension",
        """
        def numbers():
            yield
            return [1, 2]
        def f():
            return [n + 1 for n in await numbers()]
        async def g():
            return [n + 1 for n in (yield from numbers())]
        drive(f())
        drive(g())
        """,
        "[None] [2, 3]\n[None] [2, 3]",
    ),
    (
        "a default value that is waited for",
        """
        def f():
            def g(a=(await inner())):
                return a
            return g()
        drive(f())
        """,
        "[1] 2",
    ),
    (
        "a decorated generator, a static method",
        """
        def noted(function):
            print("noted")
            return function
        class C:
            @noted
            def f(self):
                return await outer()
            @staticmethod
            def g():
                yield
        drive(C().f())
        drive(C.g())
        """,
        "noted\n[1] 12\n[None] None",
    ),
    (
        "async with and async for in a plain def, after an await",
        NUMBERS + """
        def f():
            got = await inner()
            async with Numbers() as numbers:
                async for n in numbers:
                    got += n
                    yield n
                got += yield from outer()
            return got
        class C:
            @staticmethod
            def g(a=1, *rest, **named):
                def unlike():
                    yield 7
                yield a
                async for n in Numbers():
                    yield [n, rest, named, list(unlike())]
        drive(f())
        drive(C.g(3, 4, x=5))
        print(len(list(C.g())))
        """,
        "in\nout\n[1, 1, 2, 1] 17\n[3, [1, (4,), {'x': 5}, [7]], [2, (4,), {'x': 5}, [7]]] None\n3",
    ),
    (
        "machine code without an import",
        """
        @micropython.native
        def f(a):
            return a + 1
        @micropython.bytecode
        def g(a):
            return a + 1
        class C:
            @staticmethod
            @micropython.native
            def waits():
                return await outer()
        print(f(g(1)))
        drive(C.waits())
        """,
        "3\n[1] 12",
    ),
    (
        "viper's types",
        """
        @micropython.viper
        def added(a: ptr8, n: int) -> int:
            return int(a[0]) + n
        @micropython.viper
        def doubled(buf: ptr16, n: uint):
            for i in range(int(n)):
                buf[i] = buf[i] * 2
        @micropython.viper
        def halves(buf) -> uint:
            p = ptr16(buf)
            b = ptr8(buf)
            return uint(p[1]) + uint(b[0])
        buf = bytearray(b"\\x01\\x00\\x02\\x00\\x03")
        doubled(buf, 2)
        print(added(b"\\x01", 1), list(buf), halves(buf))
        """,
        "2 [2, 0, 4, 0, 3] 6",
    ),
    (
        "exceptions go through",
        """
        def fails():
            yield
            raise ValueError("no")
        async def f():
            try:
                await fails()
            except ValueError as error:
                return str(error)
        drive(f())
        """,
        "[None] no",
    ),
]

REFUSED = [
    "await f()",
    "yield 1",
    "class C:\n    x = await f()",
    "def f():\n    class C:\n        x = await g()",
    "def f():\n    return [await g() for n in range(3)]",
    "async def f():\n    return [(yield n) for n in range(3)]",
    "def f():\n    async with g():\n        pass",
    "def f():\n    async for n in g():\n        pass",
    "def f():\n    async with g():\n        yield",
    "def f():\n    def g():\n        yield\n    async for n in g():\n        pass",
    "@micropython.nonsense\ndef f():\n    pass",
    "def f(:\n    pass",
]


def program(source):
    return DRIVE + textwrap.dedent(source)


def load(source, path="app.py"):
    """The names that a module of this source has."""
    names = {"__name__": "app"}
    exec(rewrite.compile_source(textwrap.dedent(source), path), names)
    return names


@pytest.fixture(scope="session")
def micropython():
    found = subprocess.run([sys.executable, ROOT / "tools" / "micropython"], capture_output=True, text=True)
    if found.returncode:
        skip_or_fail(found.stderr.strip())
    return found.stdout.strip()


@pytest.mark.parametrize("source, printed", [each[1:] for each in PROGRAMS], ids=[each[0] for each in PROGRAMS])
class TestPrograms:
    def test_cpython(self, source, printed, capsys):
        load(program(source))
        assert capsys.readouterr().out.strip() == printed

    def test_micropython_agrees(self, source, printed, micropython, tmp_path):
        path = tmp_path / "program.py"
        path.write_text(program(source))
        result = subprocess.run([micropython, path], capture_output=True, text=True)
        assert (result.stderr, result.stdout.strip()) == ("", printed)


@pytest.mark.parametrize("source", REFUSED)
class TestRefused:
    def test_cpython(self, source):
        with pytest.raises(SyntaxError) as caught:
            rewrite.compile_source(source, "app.py")
        assert caught.value.filename == "app.py"

    def test_micropython_agrees(self, source, micropython, tmp_path):
        path = tmp_path / "program.py"
        path.write_text(source)
        result = subprocess.run([micropython, path], capture_output=True, text=True)
        assert "SyntaxError" in result.stdout + result.stderr


def test_generators_wait_for_asyncio():
    names = load("""
        import asyncio

        def plain():
            yield from asyncio.sleep(0)
            return 1

        async def main():
            return await plain() + await asyncio.wait_for(plain(), None)
    """)
    assert asyncio.run(names["main"]()) == 2


def test_futures_can_be_waited_for():
    names = load("""
        def plain(future):
            return await future

        async def coroutine(future):
            return (yield from future) + await plain(future)
    """)

    async def main():
        future = asyncio.get_running_loop().create_future()
        future.set_result(4)
        return await names["coroutine"](future)

    assert asyncio.run(main()) == 8


def test_an_object_with_only_await():
    names = load("""
        class Answer:
            def __await__(self):
                yield
                return 42

        def plain():
            return await Answer()

        async def main():
            return await plain() + (yield from Answer())
    """)
    assert asyncio.run(names["main"]()) == 84


def test_waiting_for_nothing_is_a_type_error():
    names = load("""
        async def main():
            await None
    """)
    with pytest.raises(TypeError):
        asyncio.run(names["main"]())


def test_asyncio_is_that_of_micropython(capsys):
    load("""
        import asyncio
        import asyncio as aio
        from asyncio import sleep_ms, Queue

        def task():
            yield
            print("task")

        async def main():
            await sleep_ms(1)
            await aio.Event().wait() if not Queue() else None

        asyncio.create_task(task())

        def first():
            yield from sleep_ms(5)

        asyncio.run(first())
        asyncio.new_event_loop().close()
    """)
    assert capsys.readouterr().out == "task\n"


def test_other_imports_stay():
    names = load("""
        import asyncio.events
        import json as j
        from os import path
    """)
    assert names["asyncio"] is asyncio
    assert names["j"].__name__ == "json"


def test_line_numbers():
    names = load('''
        """Docstring."""

        from __future__ import annotations

        async def broken():
            yield
            raise ValueError("line 8")

        def start():
            await broken()

        async def main():
            yield from start()
    ''')
    with pytest.raises(ValueError) as caught:
        asyncio.run(names["main"]())
    lines = [frame.lineno for frame in traceback.extract_tb(caught.value.__traceback__) if frame.filename == "app.py"]
    assert lines == [14, 11, 8]
    assert names["__doc__"] == "Docstring."
    assert names["main"].__code__.co_firstlineno == 13


def test_names_and_signatures_stay():
    names = load('''
        async def f(a, *, b=1):
            """What f does."""
            yield a
    ''')
    function = names["f"]
    assert (function.__name__, function.__doc__) == ("f", "What f does.")
    assert str(inspect.signature(function)) == "(a, *, b=1)"
    with pytest.raises(TypeError):
        list(function())


def test_a_task_that_never_starts_causes_no_warning():
    names = load("""
        async def f():
            yield
    """)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        names["f"]()


def test_a_module_without_coroutines_gets_no_names():
    assert set(load("x = 1")) == {"__name__", "__builtins__", "x"}


def test_bytes_with_an_encoding():
    names = {}
    exec(rewrite.compile_source("# coding: latin-1\nx = 'é'".encode("latin-1"), "app.py"), names)
    assert names["x"] == "é"


AWAITING = "def f():\n    return await g()\ndef g():\n    yield\n    return __name__\n"


@pytest.fixture
def importing(tmp_path, monkeypatch):
    """Imports a module from a folder, with the finder for that folder in place."""
    monkeypatch.setattr(sys, "meta_path", sys.meta_path[:])
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    known = set(sys.modules)
    Finder(str(tmp_path)).install()
    importlib.invalidate_caches()
    yield importlib.import_module
    for name in set(sys.modules) - known:
        del sys.modules[name]


class TestFinder:
    def test_modules_and_packages_of_the_app(self, importing, tmp_path):
        (tmp_path / "rw_package" / "sub").mkdir(parents=True)
        for name in ("rw_module.py", "rw_package/__init__.py", "rw_package/sub/__init__.py", "rw_package/sub/leaf.py"):
            (tmp_path / name).write_text(AWAITING)
        for name in ("rw_module", "rw_package", "rw_package.sub.leaf"):
            module = importing(name)
            assert [each for each in module.f()] == [None]
            assert module.__name__ == name

    def test_bytecode_is_neither_used_nor_left(self, importing, tmp_path, monkeypatch):
        monkeypatch.setattr(sys, "dont_write_bytecode", False)
        (tmp_path / "rw_cached.py").write_text(AWAITING)
        importing("rw_cached")
        assert not (tmp_path / "__pycache__").exists()

    def test_source_can_be_shown(self, importing, tmp_path):
        (tmp_path / "rw_shown.py").write_text(AWAITING)
        assert inspect.getsource(importing("rw_shown").g) == "def g():\n    yield\n    return __name__\n"

    @pytest.mark.parametrize("folder", ["site-packages", "venv/lib/dist-packages"])
    def test_installed_packages_are_left_alone(self, importing, tmp_path, folder):
        place = tmp_path / folder
        place.mkdir(parents=True)
        (place / "rw_installed.py").write_text(AWAITING)
        sys.path.insert(0, str(place))
        with pytest.raises(SyntaxError):
            importing("rw_installed")

    def test_other_folders_are_left_alone(self, importing, tmp_path_factory):
        place = tmp_path_factory.mktemp("elsewhere")
        (place / "rw_elsewhere.py").write_text(AWAITING)
        sys.path.insert(0, str(place))
        with pytest.raises(SyntaxError):
            importing("rw_elsewhere")

    def test_the_standard_library_and_picoweb_are_left_alone_below_the_app(self):
        finder = Finder("/")
        assert finder.find_spec("textwrap") is None
        assert finder.find_spec("picoweb.app", [str(ROOT / "picoweb")]) is None
        assert finder.find_spec("picoweb.host.cli", [str(ROOT / "picoweb" / "host")]) is None

    def test_built_in_modules_come_first(self, importing, tmp_path):
        (tmp_path / "time.py").write_text("raise ImportError")
        assert importing("time").sleep


@pytest.mark.parametrize("name", ["asm_thumb", "asm_xtensa"])
def test_assembler_is_refused_plainly(name):
    source = f"x = 1\n\n\n@micropython.{name}\ndef f(r0):\n    add(r0, r0, r0)\n"
    with pytest.raises(SyntaxError, match=f"@micropython.{name} is for a board") as caught:
        rewrite.compile_source(source, "app.py")
    assert (caught.value.filename, caught.value.lineno, caught.value.text) == ("app.py", 4, f"@micropython.{name}")


def test_an_address_is_refused_plainly():
    names = load("""
        @micropython.viper
        def f():
            p = ptr32(0x40000000)
    """)
    with pytest.raises(TypeError, match="no memory at an address"):
        names["f"]()


def test_decorators_by_another_name_stay():
    names = load("""
        from picoweb.host.shims.micropython import native
        @native
        def f():
            return 1
    """)
    assert names["f"]() == 1
