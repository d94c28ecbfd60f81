"""picoweb.host.shims: MicroPython's modules on CPython."""

import asyncio
import builtins
import errno
import gc
import importlib
import io
import os
import random
import re
import struct
import subprocess
import sys
import threading
import time
import types
import warnings
import zlib
from pathlib import Path

import pytest

from picoweb.host.server import loop as host_loop
from picoweb.host import shims

ROOT = Path(__file__).resolve().parents[2]
COMPLETED = (asyncio, builtins, gc, os, sys, time)
MODULES = (
    "uasyncio ulogging utime ujson ure uos uio ubinascii uerrno ustruct usocket uselect "
    "uhashlib urandom uzlib ucollections usys micropython"
).split()


@pytest.fixture(scope="module", autouse=True)
def installed():
    """The shims, for as long as these tests run."""
    path, modules = sys.path[:], set(sys.modules)
    names = {module: set(vars(module)) for module in COMPLETED}
    shims.install()
    yield
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        del sys.modules[name]
    for module in COMPLETED:
        for name in set(vars(module)) - names[module]:
            delattr(module, name)


@pytest.fixture
def aio():
    """uasyncio, with a loop of its own."""
    import uasyncio

    host_loop.discard(host_loop.current_loop())
    yield uasyncio
    host_loop.discard(host_loop.current_loop())


def python(source, *options):
    """What a fresh interpreter prints for `source`."""
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    command = [sys.executable, *options, "-c", source]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


class TestInstall:
    def test_importing_picoweb_changes_nothing(self):
        source = """if True:
            import builtins, sys, time
            path = sys.path[:]
            import picoweb
            print(path == sys.path, hasattr(time, "ticks_ms"), hasattr(builtins, "const"))
        """
        assert python(source) == "True False False"

    def test_the_folder_comes_last_and_once(self):
        shims.install()
        folder = str(Path(shims.__file__).parent)
        assert sys.path.count(folder) == 1
        assert sys.path[-1] == folder

    @pytest.mark.parametrize("name", MODULES)
    def test_every_module_can_be_imported(self, name):
        importlib.import_module(name)

    def test_an_installed_module_wins(self, tmp_path):
        (tmp_path / "utime.py").write_text("real = True")
        source = f"""if True:
            import sys
            sys.path.insert(1, {str(tmp_path)!r})
            from picoweb.host import shims
            shims.install()
            import utime
            print(utime.real)
        """
        assert python(source) == "True"

    def test_nothing_that_exists_is_replaced(self, monkeypatch):
        monkeypatch.setattr(time, "sleep_ms", None)
        shims.install()
        assert time.sleep_ms is None

    def test_const_is_a_builtin(self):
        assert eval("const(7)") == 7

    def test_standard_modules_are_completed(self, capsys, tmp_path):
        assert time.ticks_diff(time.ticks_add(time.ticks_ms(), 5), time.ticks_ms()) <= 5
        time.sleep_ms(0)
        assert gc.mem_free() >= 0
        assert gc.mem_alloc() >= 0
        assert gc.threshold(4096) is None
        assert gc.threshold() == -1
        (tmp_path / "file").write_text("12345")
        (tmp_path / "folder").mkdir()
        entries = sorted(entry[:2] for entry in os.ilistdir(str(tmp_path)))
        assert entries == [("file", 0x8000), ("folder", 0x4000)]
        try:
            1 / 0
        except ZeroDivisionError as error:
            sys.print_exception(error)
            text = io.StringIO()
            sys.print_exception(error, text)
        assert capsys.readouterr().out == text.getvalue()
        assert "test_shims.py" in text.getvalue()
        assert text.getvalue().endswith("ZeroDivisionError: division by zero\n")

    def test_standard_asyncio_is_completed(self):
        async def main():
            await asyncio.sleep_ms(0)
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for_ms(asyncio.Event().wait(), 1)
            return await asyncio.wait_for_ms(asyncio.sleep(0, 3), 60000)

        assert asyncio.run(main()) == 3


class TestLoop:
    def test_tasks_before_the_loop_runs(self, aio):
        seen = []

        def generator():
            yield from aio.sleep(0)
            seen.append("generator")

        async def coroutine():
            seen.append("coroutine")

        loop = aio.get_event_loop()
        loop.create_task(generator())
        aio.create_task(coroutine())
        loop.call_soon(seen.append, "function")
        loop.call_soon(generator())
        loop.call_later(0, seen.append, "later")
        loop.call_later_ms(1, generator())
        loop.run_until_complete(aio.sleep_ms(1))
        loop.call_later_ms(50, loop.stop)
        loop.run_forever()
        assert sorted(seen) == ["coroutine", "function", "generator", "generator", "generator", "later"]

    def test_it_is_the_loop_that_asyncio_has(self, aio):
        loop = aio.get_event_loop(16, 16)
        assert loop._loop is host_loop.current_loop()
        assert loop.time() <= host_loop.current_loop().time()

        async def main():
            return asyncio.get_running_loop(), host_loop.current_loop()

        assert set(loop.run_until_complete(main())) == {host_loop.current_loop()}

    def test_a_closed_loop_is_followed_by_a_new_one(self, aio):
        before = host_loop.current_loop()
        aio.get_event_loop().close()
        assert before.is_closed()
        assert aio.run(aio.sleep(0)) is None

    def test_closing_ends_tasks_quietly(self):
        source = """if True:
            from picoweb.host import shims; shims.install()
            import uasyncio
            def task():
                try:
                    while True:
                        yield from uasyncio.sleep(9)
                finally:
                    print("ended")
            uasyncio.create_task(task())
            uasyncio.run(uasyncio.sleep(0))
            uasyncio.new_event_loop()
        """
        assert python(source, "-X", "dev", "-W", "error") == "ended"

    def test_tasks_outlive_run(self, aio):
        seen = []

        def task():
            while True:
                seen.append(1)
                yield

        aio.create_task(task())
        aio.run(aio.sleep(0))
        count = len(seen)
        aio.run(aio.sleep(0))
        assert len(seen) > count > 0

    def test_an_interrupt_is_no_fault_of_the_task_it_strikes(self):
        source = """if True:
            import sys
            sys.stderr = sys.stdout
            from picoweb.host.server.loop import Loop
            def struck():
                yield
                raise KeyboardInterrupt
            async def faulty():
                raise ValueError("reported")
            loop = Loop()
            loop.create_task(faulty())
            loop.create_task(struck())
            try:
                loop.run_forever()
            except KeyboardInterrupt:
                loop.close()
        """
        printed = python(source)
        assert "ValueError: reported" in printed
        assert "KeyboardInterrupt" not in printed

    def test_ctrl_c_strikes_between_two_steps(self):
        source = """if True:
            import signal
            from picoweb.host.server.loop import Loop
            def task():
                signal.raise_signal(signal.SIGINT)
                print("goes on")
                try:
                    yield
                except KeyboardInterrupt:
                    print("struck")
            loop = Loop()
            loop.create_task(task())
            try:
                loop.run_forever()
            except KeyboardInterrupt:
                print("interrupted", signal.getsignal(signal.SIGINT) is signal.default_int_handler)
            loop.close()
        """
        assert python(source).split("\n") == ["goes on", "interrupted True"]

    def test_a_second_ctrl_c_strikes_at_once(self):
        source = """if True:
            import signal
            from picoweb.host.server.loop import Loop
            def task():
                yield
                try:
                    signal.raise_signal(signal.SIGINT)
                    signal.raise_signal(signal.SIGINT)
                except KeyboardInterrupt:
                    print("struck")
                    raise
            try:
                Loop().run_until_complete(task())
            except KeyboardInterrupt:
                print("interrupted")
        """
        assert python(source).split("\n") == ["struck", "interrupted"]

    def test_a_bare_yield_gives_way(self, aio):
        seen = []

        def task(name):
            for each in range(2):
                seen.append(name)
                yield

        aio.run(aio.gather(task("a"), task("b")))
        assert seen == ["a", "b", "a", "b"]

    @pytest.mark.parametrize("wrong", [5, None, lambda: None])
    def test_only_coroutines_become_tasks(self, aio, wrong):
        with pytest.raises(TypeError, match="coroutine expected"):
            aio.create_task(wrong)

    def test_a_loop_for_every_thread_and_no_warning(self):
        loops = []

        def find():
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                loops.append(host_loop.current_loop())
                assert host_loop.current_loop() is loops[-1]

        find()
        thread = threading.Thread(target=find)
        thread.start()
        thread.join()
        assert loops[0] is not loops[1]
        loops[1].close()

    def test_no_warning_for_the_first_loop(self):
        source = """if True:
            from picoweb.host.server.loop import current_loop, discard
            loop = current_loop()
            discard(loop)
            print(loop.is_closed())
        """
        assert python(source, "-X", "dev", "-W", "error") == "True"


class TestTasks:
    def test_waiting_for_each_other_in_both_ways(self, aio):
        def generator():
            yield from aio.sleep(0)
            return 1

        async def coroutine():
            await aio.sleep_ms(0)
            return 10

        def both():
            task = aio.create_task(coroutine())
            assert isinstance(task, aio.Task)
            return (yield from task) + (yield from aio.wait_for(generator(), 60))

        async def everything():
            return await aio.create_task(both()) + await aio.wait_for_ms(coroutine(), 60000)

        assert aio.run(everything()) == 21

    def test_gather(self, aio):
        def fails():
            yield
            raise ValueError

        async def main():
            return await aio.gather(aio.sleep(0), fails(), aio.create_task(fails()), return_exceptions=True)

        first, second, third = aio.run(main())
        assert first is None
        assert (type(second), type(third)) == (ValueError, ValueError)

    def test_timeout(self, aio):
        ended = []

        def forever():
            try:
                while True:
                    yield from aio.sleep(60)
            except aio.CancelledError:
                ended.append(True)
                raise

        def main():
            try:
                yield from aio.wait_for_ms(forever(), 1)
            except aio.TimeoutError:
                return "late"

        assert aio.run(main()) == "late"
        assert ended == [True]

    def test_cancel(self, aio):
        def main():
            task = aio.create_task(aio.sleep(60))
            assert not task.done()
            yield
            task.cancel()
            try:
                yield from task
            except aio.CancelledError:
                return task.done(), aio.current_task().done()

        assert aio.run(main()) == (True, False)

    def test_what_micropython_lacks_is_asyncios(self, aio):
        from uasyncio import Queue

        assert Queue is asyncio.Queue
        with pytest.raises(AttributeError):
            aio.no_such_name

    def test_the_old_core_module(self, aio):
        import uasyncio.core as core

        assert core.get_event_loop().run_until_complete(core.sleep(0)) is None
        assert core.ensure_future is core.create_task

    def test_the_coroutine_decorator(self, aio):
        @aio.coroutine
        def old():
            yield from asyncio.sleep(0)
            return 1

        async def new():
            return await old()

        assert aio.run(new()) == 1


class TestEvent:
    def test_wakes_all_that_wait_even_if_cleared_at_once(self, aio):
        event = aio.Event()
        seen = []

        def waiter():
            seen.append((yield from event.wait()))

        async def main():
            tasks = [aio.create_task(waiter()) for each in range(3)]
            await aio.sleep(0)
            event.set()
            event.clear()
            await aio.gather(*tasks)

        aio.run(main())
        assert seen == [True] * 3
        assert not event.is_set()

    def test_does_not_give_way_when_it_is_set(self, aio):
        event = aio.Event()
        event.set()
        with pytest.raises(StopIteration) as stop:
            event.wait().send(None)
        assert stop.value.value is True

    def test_serves_one_loop_after_the_other(self, aio):
        event = aio.Event()
        for each in range(2):
            event.clear()
            aio.get_event_loop().call_soon(event.set)
            aio.run(event.wait())
            aio.new_event_loop()

    def test_forgets_who_gave_up(self, aio):
        event = aio.Event()

        def main():
            try:
                yield from aio.wait_for_ms(event.wait(), 1)
            except aio.TimeoutError:
                event.set()
                return event.is_set()

        assert aio.run(main())


class TestThreadSafeFlag:
    def test_set_by_a_thread(self, aio):
        flag = aio.ThreadSafeFlag()
        for each in range(20):
            thread = threading.Thread(target=flag.set)
            aio.get_event_loop().call_soon(thread.start)
            aio.run(aio.wait_for(flag.wait(), 60))
            thread.join()

    def test_the_wait_clears_it(self, aio):
        flag = aio.ThreadSafeFlag()
        flag.set()
        flag.set()
        aio.run(flag.wait())
        with pytest.raises(aio.TimeoutError):
            aio.run(aio.wait_for_ms(flag.wait(), 1))
        flag.set()
        flag.clear()
        with pytest.raises(aio.TimeoutError):
            aio.run(aio.wait_for_ms(flag.wait(), 1))


class TestLock:
    def test_one_after_the_other(self, aio):
        lock = aio.Lock()
        seen = []

        def old(name):
            yield from lock.acquire()
            seen.append(name)
            yield
            seen.append(name)
            lock.release()

        async def new(name):
            async with lock:
                seen.append(name)
                await aio.sleep(0)
                seen.append(name)

        aio.run(aio.gather(old(1), new(2), old(3), new(4)))
        assert seen == [1, 1, 2, 2, 3, 3, 4, 4]
        assert not lock.locked()

    @pytest.mark.parametrize("released_before", [False, True])
    def test_who_is_cancelled_does_not_keep_it(self, aio, released_before):
        lock = aio.Lock()

        async def main():
            await lock.acquire()
            waiting = aio.create_task(lock.acquire())
            await aio.sleep(0)
            if released_before:
                lock.release()
                waiting.cancel()
            else:
                waiting.cancel()
                await aio.sleep(0)
                lock.release()
            with pytest.raises(aio.CancelledError):
                await waiting
            return lock.locked()

        assert aio.run(main()) is False

    def test_releasing_what_is_free(self, aio):
        with pytest.raises(RuntimeError):
            aio.Lock().release()


def port_of(server):
    return server.sockets[0].getsockname()[1]


class TestStreams:
    def test_a_conversation_in_the_old_way(self, aio):
        def serve(reader, writer):
            line = yield from reader.readline()
            yield from writer.awrite(b"xx" + line + b"xx", 2, len(line))
            yield from writer.awritestr("grüße\n")
            yield from writer.awriteiter(["a", b"b", bytearray(b"c")])
            rest = yield from reader.readexactly(3)
            yield from writer.awrite(memoryview(rest))
            yield from writer.aclose()

        def main():
            server = yield from aio.start_server(serve, "127.0.0.1", 0, backlog=10)
            reader, writer = yield from aio.open_connection("127.0.0.1", port_of(server))
            yield from writer.awrite("hello\n")
            first = yield from reader.readline()
            second = yield from reader.readline()
            writer.write("de")
            writer.write(b"f")
            yield from writer.drain()
            rest = yield from reader.read()
            yield from writer.aclose()
            server.close()
            return first, second.decode(), rest

        assert aio.run(main()) == (b"hello\n", "grüße\n", b"abcdef")

    def test_a_conversation_in_the_new_way(self, aio):
        async def serve(reader, writer):
            async with writer:
                while await reader.readline() != b"\r\n":
                    pass
                writer.write(b"done")
                await writer.drain()

        async def main():
            async with await aio.start_server(serve, "127.0.0.1", 0) as server:
                reader, writer = await aio.open_connection("127.0.0.1", port_of(server))
                peer = writer.get_extra_info("peername")
                writer.write("Host: x\r\n\r\n")
                await writer.drain()
                buf = bytearray(10)
                count = await reader.readinto(buf)
                ended = await reader.readinto(buf)
                writer.close()
                await writer.wait_closed()
                return peer[1] == port_of(server), bytes(buf[:count]), ended, writer.is_closing()

        assert aio.run(main()) == (True, b"done", 0, True)

    def test_over_a_socket(self, aio):
        import usocket

        left, right = usocket.socketpair()
        left, right = aio.StreamReader(left, {"name": "left"}), aio.StreamWriter(right)

        def main():
            right.write("ear")
            yield from right.awrite("ly\n")
            assert left.get_extra_info("name") == "left"
            line = yield from left.readline()
            yield from right.aclose()
            end = yield from left.read(1)
            yield from left.aclose()
            return line, end

        assert aio.run(main()) == (b"early\n", b"")

    def test_a_buffer_can_be_used_again_at_once(self, aio):
        import usocket

        size = 1 << 20
        left, right = (aio.Stream(each) for each in usocket.socketpair())

        def main():
            buf = bytearray(b"a" * size)
            right.write(buf)
            task = aio.create_task(right.drain())
            yield
            buf[:] = b"b" * size
            data = yield from left.readexactly(size)
            yield from task
            yield from right.aclose()
            yield from left.aclose()
            return data == b"a" * size

        assert aio.run(main())

    def test_writing_to_who_has_gone(self, aio):
        def serve(reader, writer):
            yield from writer.aclose()

        def main():
            server = yield from aio.start_server(serve, "127.0.0.1", 0)
            reader, writer = yield from aio.open_connection("127.0.0.1", port_of(server))
            yield from reader.read()
            try:
                for each in range(1000):
                    yield from writer.awrite(b"x" * 10000)
                    yield
            except OSError:
                return "gone"
            finally:
                yield from writer.aclose()
                server.close()

        assert aio.run(main()) == "gone"

    def test_the_end_comes_too_early(self, aio):
        import usocket

        left, right = (aio.Stream(each) for each in usocket.socketpair())

        def main():
            yield from right.awrite("abc")
            yield from right.aclose()
            try:
                yield from left.readexactly(4)
            except EOFError:
                return "early"
            finally:
                yield from left.aclose()

        assert aio.run(main()) == "early"

    def test_no_such_attribute(self, aio):
        with pytest.raises(AttributeError, match="no_such"):
            aio.Stream(None).no_such


class TestLogging:
    def test_the_old_interface(self):
        source = """if True:
            from picoweb.host import shims; shims.install()
            import sys, ulogging
            log = ulogging.getLogger("app")
            assert log is ulogging.getLogger("app")
            log.info("by %s", "default")
            ulogging.basicConfig(level=ulogging.DEBUG, stream=sys.stdout)
            log.debug("debug"); log.warning("100%"); log.critical("c")
            ulogging.info("root"); ulogging.error("e")
            log.setLevel(ulogging.ERROR)
            log.info("hidden")
            try:
                1 / 0
            except ZeroDivisionError as error:
                log.exc(error, "failed: %d", 5)
                log.exception("again")
        """
        lines = python(source).splitlines()
        assert lines[:5] == ["DEBUG:app:debug", "WARNING:app:100%", "CRITICAL:app:c", "INFO:root:root", "ERROR:root:e"]
        assert "hidden" not in " ".join(lines)
        failed, again = lines.index("ERROR:app:failed: 5"), lines.index("ERROR:app:again")
        assert lines[failed + 1].startswith("Traceback")
        assert lines[again - 1] == lines[-1] == "ZeroDivisionError: division by zero"

    def test_a_file(self, tmp_path):
        path = str(tmp_path / "log")
        python(
            "from picoweb.host import shims; shims.install(); import ulogging;"
            f"ulogging.basicConfig(filename={path!r}); ulogging.warning('x')"
        )
        assert Path(path).read_text() == "WARNING:root:x\n"


class TestTime:
    def test_ticks_wrap(self):
        import utime

        last = (1 << 30) - 1
        assert 0 <= utime.ticks_ms() <= last
        assert 0 <= utime.ticks_us() <= last
        assert utime.ticks_add(last, 1) == 0
        assert utime.ticks_add(0, -1) == last
        assert utime.ticks_diff(0, last) == 1
        assert utime.ticks_diff(last, 0) == -1
        with pytest.raises(OverflowError):
            utime.ticks_add(0, 1 << 29)

    def test_sleeping(self):
        import utime

        start = utime.ticks_us()
        utime.sleep_us(1000)
        utime.sleep_ms(1)
        utime.sleep_ms(-1)
        assert utime.ticks_diff(utime.ticks_us(), start) >= 1900

    def test_calendar(self):
        import utime

        assert utime.gmtime(86400) == (1970, 1, 2, 0, 0, 0, 4, 2)
        assert utime.mktime(utime.localtime(1000000000)) == 1000000000
        assert isinstance(utime.time(), int)
        assert abs(utime.time() - time.time()) < 60
        assert utime.sleep is time.sleep


class TestOthers:
    def test_plain_aliases(self):
        import uerrno
        import uio
        import urandom
        import ure
        import ustruct
        import usys

        assert (ure, ustruct, uerrno, uio, urandom, usys) == (re, struct, errno, io, random, sys)

    def test_json(self):
        import ujson

        assert ujson.loads(ujson.dumps({"a": [1, b"x", bytearray(b"y"), None]})) == {"a": [1, "x", "y", None]}
        assert ujson.dumps("ü", separators=(",", ":")) == '"ü"'
        text = io.StringIO()
        ujson.dump([1], text)
        text.seek(0)
        assert ujson.load(text) == [1]
        assert ujson.loads(b"{}") == {}
        with pytest.raises(TypeError):
            ujson.dumps(object())

    def test_os(self, tmp_path):
        import uos

        (tmp_path / "file").write_text("12345")
        assert list(uos.ilistdir(str(tmp_path)))[0][3] == 5
        assert uos.stat(str(tmp_path / "file"))[6] == 5
        assert uos.listdir(str(tmp_path)) == ["file"]

    def test_binascii(self):
        import ubinascii

        assert ubinascii.hexlify("ab") == b"6162"
        assert ubinascii.hexlify(b"ab", ":") == b"61:62"
        assert ubinascii.b2a_base64("abc") == b"YWJj\n"
        assert ubinascii.b2a_base64(b"abc", newline=False) == b"YWJj"
        assert ubinascii.a2b_base64("YWJj") == b"abc"
        assert ubinascii.unhexlify("6162") == b"ab"
        assert ubinascii.crc32("a") == ubinascii.crc32(b"a")

    @pytest.mark.parametrize("name, size", [("md5", 16), ("sha1", 20), ("sha256", 32)])
    def test_hashlib(self, name, size):
        import uhashlib

        new = getattr(uhashlib, name)
        hashed = new("a")
        hashed.update(b"b")
        assert len(hashed.digest()) == size
        assert hashed.digest() == new(b"ab").digest()

    @pytest.mark.parametrize("wbits", [15, -15, 31])
    def test_zlib(self, wbits):
        import uzlib

        packer = zlib.compressobj(wbits=wbits)
        packed = packer.compress(b"text") + packer.flush()
        assert uzlib.decompress(packed, wbits) == b"text"
        assert uzlib.DecompIO(io.BytesIO(packed), wbits).read(2) == b"te"

    def test_collections(self):
        import ucollections

        queue = ucollections.deque((), 2, 1)
        queue.append(1)
        queue.appendleft(0)
        for add in (queue.append, queue.appendleft):
            with pytest.raises(IndexError):
                add(2)
        assert list(queue) == [0, 1]
        assert list(ucollections.deque((1, 2, 3), 2)) == [2, 3]
        assert ucollections.namedtuple("P", ("x", "y"))(1, 2).y == 2
        assert ucollections.OrderedDict([(1, 2)]) == {1: 2}

    def test_socket(self):
        import usocket

        address = usocket.getaddrinfo("127.0.0.1", 0)[0][-1]
        server, client = usocket.socket(), usocket.socket()
        server.bind(address)
        server.listen(1)
        client.connect(server.getsockname())
        connection, peer = server.accept()
        assert peer == client.getsockname()
        assert client.write("line\n") == 5
        client.write(b"exactly and the rest")
        client.close()
        buf = bytearray(4)
        assert connection.readline() == b"line\n"
        assert connection.read(7) == b"exactly"
        assert connection.readinto(buf) == 4
        assert buf == b" and"
        assert connection.readinto(buf, 1) == 1
        assert connection.read() == b"the rest"
        assert connection.readline() == b""
        connection.close()
        server.close()

    @pytest.mark.skipif(not hasattr(__import__("select"), "poll"), reason="no poll() on this system")
    def test_select(self):
        import uselect
        import usocket

        left, right = usocket.socketpair()
        poller = uselect.poll()
        poller.register(left, uselect.POLLIN)
        poller.register(right.fileno())
        poller.modify(right.fileno(), 0)
        assert poller.poll(0) == []
        right.send(b"x")
        assert poller.poll(60000) == [(left, uselect.POLLIN)]
        assert list(poller.ipoll(0, 1)) == [(left, uselect.POLLIN)]
        assert poller.poll(0) == []
        poller.unregister(left)
        poller.unregister(left)
        with pytest.raises(OSError):
            poller.modify(left, 0)
        left.close()
        right.close()

    def test_micropython(self, capsys):
        import micropython

        seen = []
        micropython.alloc_emergency_exception_buf(100)
        micropython.kbd_intr(-1)
        micropython.schedule(seen.append, 1)
        micropython.mem_info()
        assert seen == [1]
        assert micropython.const("x") == "x"
        assert isinstance(micropython.native(micropython.viper(lambda: 1)), types.FunctionType)
        assert micropython.opt_level() == 0
        assert micropython.opt_level(2) is None
        assert "mem:" in capsys.readouterr().out

    def test_micropython_tells_about_itself(self, capsys):
        import micropython

        assert micropython.bytecode(len) is len
        numbers = (micropython.stack_use(), micropython.mem_total(), micropython.mem_current(), micropython.mem_peak())
        assert all(isinstance(each, int) and each >= 0 for each in numbers)
        micropython.qstr_info(True)
        assert capsys.readouterr().out.startswith("qstr pool:")
        assert (micropython.heap_lock(), micropython.heap_lock(), micropython.heap_locked()) == (None, None, 2)
        assert (micropython.heap_unlock(), micropython.heap_unlock(), micropython.heap_unlock()) == (1, 0, 0)

    def test_ring(self):
        import micropython

        ring = micropython.RingIO(4)
        assert (ring.write(b"abcdefg"), ring.any(), ring.read(2)) == (4, 4, b"ab")
        assert (ring.readline(), ring.read(), ring.readline()) == (b"cd", b"", b"")
        assert (ring.write("a\nb"), ring.readline(), ring.any()) == (3, b"a\n", 1)
        buf = bytearray(3)
        assert (ring.write(b"cde"), ring.readinto(buf, 2), ring.readinto(buf), bytes(buf)) == (3, 2, 2, b"de\0")
        assert (ring.readinto(buf), ring.write(b"xyz"), ring.readline(2), ring.read()) == (0, 3, b"xy", b"z")
        assert micropython.RingIO(bytearray(4)).write(b"abcdefg") == 3  # one byte of a buffer stays free
        ring.close()
