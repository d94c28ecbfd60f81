"""What a client can take, and no more: connections, time and descriptors, on every loop; HTTPS, and the end by a signal."""

import contextlib
import functools
import os
import re
import resource
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import apps  # noqa: E402
from need import skip_or_fail  # noqa: E402
from served import LOOPS, eventually, on_all_loops, on_loops  # noqa: E402

computer = pytest.mark.parametrize("runtime, modules", LOOPS[-1:], ids=["computer"])
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
GATE = b"POST /gate HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\n"


class Server:
    """An app in a process, and what it has open."""

    def __init__(self, process, port):
        self.process = process
        self.port = port

    def connect(self, data=b""):
        s = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        s.sendall(data)
        return s

    def get(self):
        with self.connect(GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")) as s:
            assert rest(s).endswith(b"hello")

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def busy(self, seconds):
        """The part of some seconds in which it computes."""
        before = self.ticks()
        time.sleep(seconds)
        return (self.ticks() - before) / os.sysconf("SC_CLK_TCK") / seconds

    def ticks(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])


@pytest.fixture
def serve(runtime, modules, tmp_path):
    """A context manager: the app, and after it that it serves, and has nothing open that it had not."""
    if not runtime.command:
        skip_or_fail(runtime.why)

    @contextlib.contextmanager
    def served(descriptors=None, certificate="", **limits):
        settings = {"LIMITS": " ".join("%s=%d" % pair for pair in limits.items()), "CERTIFICATE": certificate}

        def start(port, output):
            words = [*runtime.command, HERE / "start_example.py", "app_bounds", port, *modules]
            limit = descriptors and functools.partial(resource.setrlimit, resource.RLIMIT_NOFILE, (descriptors,) * 2)
            return subprocess.Popen([str(each) for each in words], cwd=HERE, stdin=subprocess.DEVNULL, stdout=output,
                                    stderr=output, preexec_fn=limit, env=dict(runtime.environment(), **settings))

        with apps.serving(start, tmp_path / "log") as (process, port):
            server = Server(process, port)
            server.log = tmp_path / "log"
            if not certificate:
                server.get()
            time.sleep(0.1)  # for what the first connections left behind
            server.before = server.descriptors()
            yield server
            if server.process.poll() is None and not certificate:
                server.get()
                eventually(lambda: server.descriptors() <= server.before, True)
        text = (tmp_path / "log").read_text()
        assert "Traceback" not in text and "eof_received" not in text, text

    return served


def rest(s):
    data = b""
    with contextlib.suppress(ConnectionResetError):
        while True:
            more = s.recv(65536)
            if not more:
                break
            data += more
    return data


def first(s):
    """The first answer on a connection that stays."""
    data = b""
    while not data.endswith(b"hello"):
        more = s.recv(1000)
        assert more, data
        data += more
    return data


@on_all_loops
def test_kept_connections_give_way(serve):
    with serve(connections=3, idle_ms=60000) as server, contextlib.ExitStack() as stack:
        clients = []
        for _ in range(5):
            clients.append(stack.enter_context(server.connect(GET)))
            first(clients[-1])
            time.sleep(0.01)
        assert [wait_for_end(s, 0.5) for s in clients] == [True, True, False, False, False]
        for s in clients[2:]:
            s.sendall(GET)
            first(s)


def wait_for_end(s, seconds):
    s.settimeout(seconds)
    try:
        return s.recv(1) == b""
    except ConnectionResetError:
        return True
    except socket.timeout:
        s.settimeout(20)
        return False


@on_all_loops
def test_who_comes_when_all_are_busy_waits_for_a_turn(serve):
    with serve(connections=3) as server, contextlib.ExitStack() as stack:
        busy = [stack.enter_context(server.connect(GATE)) for _ in range(3)]
        time.sleep(0.2)
        more = [stack.enter_context(server.connect(GATE + b"x")) for _ in range(3)]
        assert server.busy(1) < 0.5, "it computes while there is nothing to do"
        for s in busy:
            s.sendall(b"x")
        for s in busy + more:
            assert rest(s).endswith(b"open")


@on_all_loops
def test_who_connects_and_asks_nothing_gives_way_after_a_while(serve):
    with serve(connections=3, idle_ms=60000) as server, contextlib.ExitStack() as stack:
        silent = [stack.enter_context(server.connect()) for _ in range(6)]
        late = stack.enter_context(server.connect(GET))
        assert first(late)
        assert not silent[-1].getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)


@on_all_loops
def test_no_descriptor_is_left(serve):
    with serve(descriptors=24, connections=1000, idle_ms=60000) as server, contextlib.ExitStack() as stack:
        crowd = [stack.enter_context(server.connect(GATE)) for _ in range(30)]
        time.sleep(0.5)
        assert server.busy(1) < 0.5, "it computes while there is nothing to do"
        for s in crowd:
            s.sendall(b"x")
        for s in crowd:
            assert rest(s).endswith(b"open")


def answer_to_drops(s, drop):
    """What is answered to one drop after another, a tenth of a second between them."""
    start = time.monotonic()
    s.settimeout(0.1)
    answer = b""
    while not answer:
        assert time.monotonic() - start < 15
        s.sendall(drop)
        with contextlib.suppress(socket.timeout):
            answer = s.recv(1000)
    return answer


@on_all_loops
def test_a_head_in_drops(serve):
    with serve(head_ms=1000) as server, server.connect() as s:
        assert answer_to_drops(s, b"G").startswith(b"HTTP/1.1 408 Request Timeout\r\n")


@on_loops
def test_empty_lines_in_drops(serve):
    with serve(head_ms=1000, idle_ms=1000) as server:
        assert answer_to_drops(server.connect(), b"\r\n").startswith(b"HTTP/1.1 408 ")


@on_loops
def test_a_client_that_always_has_more_to_ask(serve):
    with serve() as server:
        s = server.connect()
        over = threading.Event()

        def flood():
            with contextlib.suppress(OSError):
                while not over.is_set():
                    s.sendall(GET * 200)

        def read():
            with contextlib.suppress(OSError):
                while not over.is_set() and s.recv(1 << 20):
                    pass

        threads = [threading.Thread(target=each) for each in (flood, read)]
        for each in threads:
            each.start()
        time.sleep(0.5)
        try:
            start = time.monotonic()
            for _ in range(3):
                server.get()
            assert time.monotonic() - start < 10
        finally:
            over.set()
            s.shutdown(socket.SHUT_RDWR)
            for each in threads:
                each.join()
            s.close()


@on_all_loops
def test_content_in_drops(serve):
    with serve(body_ms=1000) as server, server.connect() as s:
        s.sendall(b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n")
        answer = answer_to_drops(s, b"x")
        assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n") and b"\r\nConnection: close\r\n" in answer


@on_all_loops
def test_content_at_the_rate(serve):
    with serve(body_ms=500, rate=500) as server, server.connect() as s:
        s.sendall(b"POST /read HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2000\r\n\r\n")
        for _ in range(20):  # a tenth of a second each, for which 50 bytes would do
            time.sleep(0.1)
            s.sendall(b"x" * 100)
        assert rest(s).endswith(b"x" * 2000)


@on_all_loops
def test_a_client_that_does_not_read(serve):
    with serve(write_ms=500) as server, server.connect() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.sendall(b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n")
        server.get()
        eventually(lambda: server.descriptors() > server.before, True)
        eventually(lambda: server.descriptors() <= server.before, True)


@computer
def test_a_large_answer_in_one_piece_for_a_slow_client(serve):
    with serve(write_ms=1000, idle_ms=500) as server, socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        s.settimeout(20)
        s.connect(("127.0.0.1", server.port))
        s.sendall(GET.replace(b"GET / ", b"GET /one "))
        left = 8000000
        while left > 0:
            more = s.recv(100000)
            assert more, left
            left -= len(more)
            time.sleep(len(more) / 2000000)


@computer
def test_clients_that_do_not_read_count_until_they_are_gone(serve):
    with serve(connections=3, write_ms=700) as server:
        held = [server.connect(GET.replace(b"GET / ", b"GET /one ")) for _ in range(9)]
        most = 0
        for _ in range(10):
            time.sleep(0.1)
            most = max(most, server.descriptors() - server.before)
        assert most <= 4  # the fourth is accepted, and waits for room
        eventually(lambda: server.descriptors() <= server.before, True)
        for s in held:
            s.close()


@computer
def test_a_client_that_does_not_read_does_not_hold_up_the_end(serve):
    with serve(grace_ms=500) as server:
        with server.connect(GET.replace(b"GET / ", b"GET /one ")) as s:
            assert s.recv(1)
            start = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(10)
            assert time.monotonic() - start < 5


@on_all_loops
def test_a_refusal_is_seen_before_the_end(serve):
    with serve(body=1000, drain=100000) as server:
        for head in (b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 50000\r\n\r\n", b"POST / HTTP/1.1\r\nBad Name: x\r\n\r\n"):
            with server.connect(head) as s:
                for _ in range(5):
                    s.sendall(b"x" * 10000)
                    time.sleep(0.01)
                answer = rest(s)
                assert answer[:13] in (b"HTTP/1.1 413 ", b"HTTP/1.1 400 "), answer


@on_all_loops
def test_shutdown_in_a_handler(serve, runtime):
    with serve() as server, server.connect(GATE) as begun, server.connect(GET) as kept:
        first(kept)
        with server.connect(b"GET /end HTTP/1.1\r\nHost: x\r\n\r\n") as s:
            assert rest(s).endswith(b"bye")
        assert rest(kept) == b""
        begun.sendall(b"x")
        assert rest(begun).endswith(b"open")
        assert server.process.wait(10) == 0


@on_all_loops
def test_shutdown_has_an_end(serve):
    with serve(grace_ms=500) as server, server.connect(GATE) as begun:
        with server.connect(b"GET /end HTTP/1.1\r\nHost: x\r\n\r\n") as s:
            assert rest(s).endswith(b"bye")
        assert server.process.wait(10) == 0
        assert b"open" not in rest(begun)


@computer
def test_the_signal_to_terminate_is_a_shutdown(serve):
    with serve() as server, server.connect(GATE) as begun, server.connect(GET) as kept:
        first(kept)
        server.process.send_signal(signal.SIGTERM)
        assert rest(kept) == b""
        begun.sendall(b"x")
        assert rest(begun).endswith(b"open")
        assert server.process.wait(10) == 0


@on_loops
def test_https(serve, certificate):
    context = ssl.create_default_context(cafile=certificate + ".pem")

    def connect(server):
        return context.wrap_socket(server.connect(), server_hostname="127.0.0.1")

    with serve(certificate=certificate, head_ms=1000, idle_ms=1000) as server, contextlib.ExitStack() as stack:
        with connect(server) as s:
            for _ in range(3):
                s.sendall(GET)
                first(s)
            s.sendall(b"POST /read HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 15000\r\n\r\n")
            for _ in range(15):
                s.sendall(b"x" * 1000)
            assert rest(s).endswith(b"\r\n\r\n" + b"x" * 15000)
        for data in (b"", GET, b"\x16\x03\x01\x02\x00", bytes(1000)):  # these speak no TLS, or not to the end
            stack.enter_context(server.connect(data))
        with connect(server) as s:
            s.sendall(b"GET /much HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            n = 0
            while n < 20000000:
                more = s.recv(65536)
                assert more, n
                n += len(more)
        eventually(lambda: server.descriptors() <= server.before, True)
        log = server.log.read_text()
        assert "no TLS: " in log and "127.0.0.1 POST /read 200" in log, log


@on_loops
def test_https_waits_for_no_handshake(serve, certificate):
    """Clients that do not finish theirs have places, and until `head_ms` only; then others have them."""
    context = ssl.create_default_context(cafile=certificate + ".pem")
    limits = dict(certificate=certificate, connections=3, head_ms=1000, idle_ms=60000)
    with serve(**limits) as server, contextlib.ExitStack() as stack:
        silent = [stack.enter_context(server.connect()) for _ in range(4)]
        with context.wrap_socket(server.connect(), server_hostname="127.0.0.1") as s:
            s.sendall(GET)
            first(s)
        assert wait_for_end(silent[0], 10)
        slow = stack.enter_context(server.connect())
        start = time.monotonic()
        with pytest.raises(OSError):
            for byte in b"\x16\x03\x01\x02\x00\x01" + bytes(500):  # a ClientHello, as it begins
                slow.send(bytes([byte]))
                time.sleep(0.1)
        assert time.monotonic() - start < 5, "it takes as long as it likes"


@on_loops
def test_kept_connections_with_https_give_way(serve, certificate):
    context = ssl.create_default_context(cafile=certificate + ".pem")
    with serve(certificate=certificate, connections=3, idle_ms=60000) as server, contextlib.ExitStack() as stack:
        clients = []
        for _ in range(5):
            connection = stack.enter_context(server.connect())
            clients.append(stack.enter_context(context.wrap_socket(connection, server_hostname="127.0.0.1")))
            clients[-1].sendall(GET)
            first(clients[-1])
        clients[-1].sendall(GET)
        first(clients[-1])
        for s in clients[:2]:
            s.settimeout(2)
            with contextlib.suppress(OSError):  # it need not take leave
                assert s.recv(1) == b""


NAMES = """
import micropython
import picoweb
from picoweb.testing import TestClient

app = picoweb.WebApp(None)
app.log = picoweb.Log()


@app.route("/<name>")
async def echo(req, resp, name):
    await req.read_form_data()
    req.headers.get("X-Name")
    resp.set_cookie("seen", "1")
    return name, 200, {"X-Name": req.cookies.get("a", "none").encode(), "X-Query": str(req.args).encode()}


client = TestClient(app)


def ask(n):
    letter = bytes((0xC0 | n >> 6, 0x80 | n & 63))  # chr(n) would make a name of it here already
    text = "".join("%%%02X" % byte for byte in letter + b"x%d" % n)
    return client.post("/" + text + "?" + text + "=" + text, headers={
        "Content-Type": "application/x-www-form-urlencoded", "Cookie": "a=" + text, "X-Name": "a" + text,
    }, data=("x" + text + "=" + text).encode())


assert ask(300).status_code == 200
micropython.qstr_info()
for n in range(1000, 1200):
    ask(n)
micropython.qstr_info()
"""


def test_what_clients_send_makes_no_names(tmp_path):
    """On MicroPython, a name that the runtime has taken up stays until the end."""
    runtime = LOOPS[0][0]
    if not runtime.command:
        skip_or_fail(runtime.why)
    (tmp_path / "names.py").write_text(NAMES)
    printed = runtime.run(tmp_path / "names.py").stdout
    before, after = re.findall("^qstr pool: .*", printed, re.M) or [printed, ""]
    assert after == before
