"""An app that imports no asyncio, run by its `run()`: on a board that is the loop of steps.py."""

import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from interpreters import all_interpreters  # noqa: E402

from apps import interrupt  # noqa: E402
from need import skip_or_fail  # noqa: E402
from net import connect, free_port  # noqa: E402

APP = """
import sys
import picoweb

app = picoweb.WebApp(None)
app.limits.head_ms = int(sys.argv[2])
app.limits.connections = int(sys.argv[3])
app.limits.grace_ms = 60000
listeners = []
asked = []


@app.route("/")
def index(req, resp):
    return "hello"


@app.route("/gives-way")
def gives_way(req, resp):
    for _ in range(300):
        yield
    return "at last"


@app.route("/long")
async def long(req, resp):
    await picoweb.start_response(resp, "text/plain", length=3000000)
    for _ in range(3000):
        await resp.awrite(b"x" * 1000)


@app.route("/endless")
async def endless(req, resp):
    await picoweb.start_response(resp, "text/plain")
    for n in range(10000000):
        await resp.awrite("x")
        if asked:
            break
    asked.append(n)


@app.route("/stop")
def stop(req, resp):
    asked.append(-1)
    return "stopped"


@app.route("/written")
def written(req, resp):
    return str(asked[-1])


@app.route("/echo")
async def echo(req, resp):
    return await req.body()


@app.route("/broken")
def broken(req, resp):
    raise ValueError("broken")


@app.route("/listen")
def listen(req, resp):
    yield from picoweb.start_response(resp, "text/plain")
    yield from resp.awrite("begin ")
    listeners.append(resp)
    return False


@app.route("/tell")
def tell(req, resp):
    for each in listeners:
        yield from each.awrite("news")
        yield from each.aclose()
    return "told"


@app.route("/asyncio")
def loaded(req, resp):
    return type(sys.modules["asyncio"]).__name__


@app.route("/sleep")
async def sleep(req, resp):
    import asyncio
    await asyncio.sleep(0.2)
    return "slept"


@app.route("/hang")
async def hang(req, resp):
    import asyncio
    await picoweb.start_response(resp)
    await resp.awrite("begun ")
    await asyncio.sleep(600)


@app.route("/task")
async def task(req, resp):
    from picoweb import asyncio
    seen = []

    async def work():
        seen.append(1)

    await asyncio.create_task(work())
    return str(seen)


@app.route("/no-wait")
def no_wait(req, resp):
    import asyncio
    asyncio.Event()
    for _ in range(10):
        yield
    return "done"


def no_memory(*args):
    raise MemoryError


@app.route("/scarce")
def scarce(req, resp):
    steps = sys.modules.get("picoweb.serving.transports.steps")
    if steps:
        steps.make_room = no_memory
    return "scarce"


class Full:
    def __init__(self, poll):
        self.poll = poll
        self.unregister = poll.unregister

    def register(self, s, flags):
        app.server.poll = self.poll
        raise MemoryError


@app.route("/full")
def full(req, resp):
    app.server.poll = Full(app.server.poll)
    return "full"


@app.route("/narrow")
def narrow(req, resp):
    steps = sys.modules["picoweb.serving.transports.steps"]
    Stream = steps.Stream

    def none(*args):
        steps.Stream = Stream
        raise MemoryError

    steps.Stream = none
    return "narrow"


class Scarce:
    # A list that has no room for another one, once it was told so.

    def __init__(self):
        self.items = []
        self.full = False

    def __len__(self):
        return len(self.items)

    def __iter__(self):
        return iter(self.items)

    def pop(self, place):
        return self.items.pop(place)

    def append(self, item):
        if self.full:
            self.full = False
            raise MemoryError
        self.items.append(item)


@app.route("/crowded")
def crowded(req, resp):
    app.server.tasks.full = True
    yield
    return "never"


@app.route("/end")
def end(req, resp):
    app.shutdown()
    return "bye"


if sys.argv[4:] and sys.implementation.name == "micropython":
    from picoweb.serving.transports import steps

    class Server(steps.Server):
        def __init__(self, *args):
            super().__init__(*args)
            self.tasks = Scarce()

    steps.Server = Server

app.run(port=int(sys.argv[1]), debug=-1)
sys.stdout.write("ended %s" % ("asyncio" in sys.modules))
"""


@pytest.fixture(params=all_interpreters(), ids=lambda each: each.name)
def serve(request, tmp_path):
    """A context manager: the app in a process, as (port, process)."""
    if not request.param.command:
        skip_or_fail(request.param.why)

    @contextmanager
    def served(head_ms=10000, connections=20, *more):
        (tmp_path / "app.py").write_text(APP)
        port = free_port()
        process = request.param.start(
            tmp_path / "app.py", port, head_ms, connections, *more, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        process.micropython = request.param.micropython
        try:
            connect(port).close()
            yield port, process
        finally:
            process.kill()
            process.communicate()

    return served


def get(port, path, connection=None):
    connection = connection or connect(port)
    connection.request("GET", path)
    return connection.getresponse().read().decode()


def raw(port, data):
    s = socket.create_connection(("127.0.0.1", port), timeout=10)
    s.sendall(data)
    return s


def rest(s):
    data = b""
    while True:
        try:
            more = s.recv(65536)
        except ConnectionResetError:
            return data
        if not more:
            return data
        data += more


def test_asyncio_is_not_loaded(serve):
    with serve() as (port, process):
        assert get(port, "/asyncio") == ("Server" if process.micropython else "module")


def test_connections_that_wait_keep_nobody_waiting(serve):
    with serve() as (port, process):
        silent = [raw(port, b"") for _ in range(4)]
        begun = [raw(port, b"GET / HTTP/1.1\r\nHo") for _ in range(4)]
        kept = [connect(port) for _ in range(4)]
        for _ in range(3):
            assert [get(port, "/", each) for each in kept] == ["hello"] * 4
        for s in begun:
            s.sendall(b"st: x\r\nConnection: close\r\n\r\n")
        assert all(rest(s).endswith(b"hello") for s in begun)
        for s in silent:
            s.close()
        assert get(port, "/") == "hello"


def test_a_handler_gives_way(serve):
    with serve() as (port, process):
        slow = connect(port)
        slow.request("GET", "/gives-way")
        assert get(port, "/") == "hello"
        assert slow.getresponse().read() == b"at last"


def test_writing_without_end_lets_others_have_their_turn(serve):
    with serve() as (port, process):
        endless = raw(port, b"HEAD /endless HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")  # no client is too slow for it
        assert endless.recv(1) == b"H"
        assert get(port, "/stop") == "stopped"
        rest(endless)
        assert 0 < int(get(port, "/written")) < 9999999


def test_a_client_that_takes_its_time(serve):
    with serve() as (port, process):
        s = raw(port, b"GET /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        time.sleep(0.3)
        assert get(port, "/") == "hello"
        assert len(rest(s).split(b"\r\n\r\n", 1)[1]) == 3000000


def test_content_that_comes_in_pieces(serve):
    with serve() as (port, process):
        s = raw(port, b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nConnection: close\r\n\r\nab")
        for piece in (b"cd", b"ef"):
            time.sleep(0.05)
            s.sendall(piece)
        assert rest(s).endswith(b"abcdef")


def test_who_says_nothing_is_sent_away(serve):
    with serve(head_ms=700) as (port, process):
        start = time.monotonic()
        assert rest(raw(port, b"GET / HTT")).startswith(b"HTTP/1.1 408 ")
        assert 0.6 < time.monotonic() - start < 8
        assert get(port, "/") == "hello"


def test_no_room_and_no_memory_to_make_some(serve):
    with serve(connections=2) as (port, process):
        assert get(port, "/scarce") == "scarce"
        first = [raw(port, b"GET / HT") for _ in range(2)]
        later = [raw(port, b"GET / HTTP/1.0\r\n\r\n") for _ in range(3)]
        time.sleep(0.5)
        for s in first:
            s.close()
        assert all(rest(s).endswith(b"hello") for s in later)
        assert get(port, "/") == "hello"


def test_an_exception_is_answered(serve):
    with serve() as (port, process):
        kept = connect(port)
        kept.request("GET", "/broken")
        assert kept.getresponse().status == 500
        assert get(port, "/") == "hello"


def test_streams_that_handlers_keep(serve):
    with serve() as (port, process):
        listening = [raw(port, b"GET /listen HTTP/1.0\r\n\r\n") for _ in range(3)]
        for s in listening:
            data = b""
            while not data.endswith(b"begin "):
                data += s.recv(100)
        assert get(port, "/tell") == "told"
        assert [rest(s) for s in listening] == [b"news"] * 3


def test_what_becomes_of_one_connection_is_nothing_to_the_next(serve):
    last = b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with serve() as (port, process):
        kept = [connect(port) for _ in range(3)]
        for _ in range(2):
            for data, end in (
                (b"GET /" + last, b"hello"),
                (b"HEAD /" + last, b"\r\n\r\n"),
                (b"GET /" + last + b"GET /" + last, b"hello"),
                (b"GET / HTTP/1.0\r\n\r\n", b"hello"),
                (b"GET\r\n\r\n", b"Bad Request"),
                (b"GET /broken" + last, b"Internal Server Error"),
            ):
                answer = rest(raw(port, data))
                assert b"HTTP/1.1 " in answer and end in answer, data
                assert answer.count(b"HTTP/1.1 ") == 1, data
                assert [get(port, "/", each) for each in kept] == ["hello"] * 3, data
            raw(port, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhal").close()
        listening = raw(port, b"GET /listen HTTP/1.0\r\n\r\n")
        while not listening.recv(100).endswith(b"begin "):
            pass
        assert [get(port, "/", each) for each in kept] == ["hello"] * 3
        assert get(port, "/tell", kept[0]) == "told"
        assert rest(listening) == b"news"


def test_shutdown(serve):
    with serve() as (port, process):
        kept = connect(port)
        assert get(port, "/", kept) == "hello"
        assert get(port, "/end") == "bye"
        out, _ = process.communicate(timeout=10)
        assert out == "ended %s" % (not process.micropython)
        assert kept.sock.recv(1) == b""


@pytest.mark.parametrize("path, answer", [("/sleep", "slept"), ("/task", "[1]"), ("/no-wait", "done")])
def test_asyncio_in_a_handler(serve, path, answer):
    with serve() as (port, process):
        kept, slow, giving = connect(port), raw(port, b"GET / HT"), connect(port)
        assert get(port, "/", kept) == "hello"
        giving.request("GET", "/gives-way")
        asking = connect(port)
        asking.request("GET", path)
        assert get(port, "/") == "hello"
        assert asking.getresponse().read().decode() == answer
        assert giving.getresponse().read() == b"at last"
        assert [get(port, "/", each) for each in (kept, asking, giving, asking)] == ["hello"] * 4
        slow.sendall(b"TP/1.0\r\n\r\n")
        assert rest(slow).endswith(b"hello")
        assert [get(port, each) for each in ("/sleep", "/task", "/asyncio", "/")] == ["slept", "[1]", "module", "hello"]
        interrupt(process)
        out, _ = process.communicate(timeout=10)
        assert out == "ended True"


def test_an_interrupt_waits_for_nobody_after_asyncio_was_asked_for(serve):
    with serve() as (port, process):
        asking = raw(port, b"GET /hang HTTP/1.1\r\nHost: x\r\n\r\n")
        data = b""
        while b"begun " not in data:
            data += asking.recv(100)
        assert get(port, "/") == "hello"
        interrupt(process)
        out, _ = process.communicate(timeout=10)
        assert out == "ended True"


def test_no_memory_for_a_connection_is_a_503(serve):
    with serve(connections=2) as (port, process):
        if process.micropython:
            for _ in range(5):
                assert get(port, "/narrow") == "narrow"
                with raw(port, b"") as s:
                    assert rest(s) == b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n"
        assert get(port, "/") == "hello"


def test_no_memory_to_wait_for_a_client_costs_no_place(serve):
    with serve(connections=3) as (port, process):
        if process.micropython:
            for _ in range(6):
                with raw(port, b"GET /full HTTP/1.1\r\nHost: x\r\n\r\n") as s:
                    assert rest(s).endswith(b"full"), "it is ended, as nobody would hear of what it sends"
        assert get(port, "/no-wait") == "done"


def test_no_memory_to_wait_for_a_new_client_is_a_503(serve):
    with serve(connections=3) as (port, process):
        if process.micropython:
            for _ in range(6):
                assert rest(raw(port, b"GET /full HTTP/1.0\r\n\r\n")).endswith(b"full")
                with raw(port, b"") as s:
                    assert rest(s).startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
        assert get(port, "/no-wait") == "done"


def test_no_memory_to_note_who_gave_way_is_a_503(serve):
    with serve(10000, 3, "scarce") as (port, process):
        if process.micropython:
            for _ in range(6):
                with raw(port, b"GET /crowded HTTP/1.0\r\n\r\n") as s:
                    assert rest(s).startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
        assert get(port, "/gives-way") == "at last"
