"""Each cell of the table in docs/runtimes.rst: one app, every way to run it, what has to work there, or must not."""

import contextlib
import http.client
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.parse
from pathlib import Path

import httpx
import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "docs")]

import apps  # noqa: E402
import families  # noqa: E402
from interpreters import micropython, this_python  # noqa: E402
from need import skip_or_fail  # noqa: E402
from runtimes_table import BOARD, COMPUTER, FEATURES, WAYS, works as is_there  # noqa: E402

PATIENCE = 10  # seconds
INTERPRETERS = {BOARD: micropython("1.25", 32), COMPUTER: this_python()}
PLACES = [(runtime, way) for way, (_, runtimes) in WAYS.items() for runtime in runtimes]
CELLS = [(runtime, way, name, is_there(where, way, runtime)) for _, name, where in FEATURES for runtime, way in PLACES]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What the app finds beside it; a certificate."""
    folder = tmp_path_factory.mktemp("runtimes")
    for name in ("app_runtimes.py", "barely.py", "certified.py", "stepwise.py"):
        (folder / name).write_text((HERE / name).read_text())
    (folder / "asgi_runtimes.py").write_text(
        "from app_runtimes import app\nfrom picoweb.host.asgi import ASGI\n\nasgi_app = ASGI(app)\n")
    (folder / "templates").mkdir()
    (folder / "templates" / "runtimes.tpl").write_text("{% args text %}\nI {{ text }} pages\n")
    (folder / "static").mkdir()
    (folder / "static" / "style.css").write_text("body {}")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", folder / "x.key", "-out", folder / "x.pem"],
        check=True, capture_output=True)
    return folder


@contextlib.contextmanager
def serving(folder, runtime, way, certificate=""):
    """The app in a process, and its port."""
    interpreter = INTERPRETERS[runtime]
    if not interpreter.command:
        skip_or_fail(interpreter.why)
    log = folder / "log"
    if way == "asgi":
        def command(port):
            return ["-m", "hypercorn", "--bind", f"127.0.0.1:{port}", "asgi_runtimes:asgi_app"]

        with families.serving(command, log, folder) as (process, port):
            yield process, port
        return

    def start(port, output):
        words = [*interpreter.command, folder / "app_runtimes.py", port, way]
        env = dict(interpreter.environment(), CERTIFICATE=certificate)
        return subprocess.Popen([str(word) for word in words], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                                stdout=output, stderr=output)

    with apps.serving(start, log) as (process, port):
        yield process, port


@pytest.fixture(scope="module")
def server(folder, request):
    """Gives the port of a server that serves in a way, and starts one unless the last one did."""
    with contextlib.ExitStack() as stack:
        current = []

        def port(*place):
            if current[:1] != [place] or current[1].poll() is not None:
                stack.close()
                current[:] = place, *stack.enter_context(serving(folder, *place))
            return current[2]

        yield port


def get(port, path, **kwargs):
    return httpx.get(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE, trust_env=False, **kwargs)


def post(port, path, **kwargs):
    return httpx.post(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE, trust_env=False, **kwargs)


def connect(port, data=b""):
    s = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    s.sendall(data)
    return s


def request(path, fields="", method="GET"):
    return f"{method} {path} HTTP/1.1\r\nHost: x\r\n{fields}\r\n".encode()


def until(s, mark):
    data = b""
    while mark not in data:
        more = s.recv(1000)
        assert more, data
        data += more
    return data


def read_away(s, last):
    """Read to the end of a connection. last: a list that gets the last bytes."""
    tail = b""
    with contextlib.suppress(OSError):
        while data := s.recv(1 << 16):
            tail = (tail + data)[-10:]
    last.append(tail)


class Features:
    """A function for each: it passes if the feature works."""

    def handlers(port):
        for name in ("plain", "generator", "coroutine"):
            assert get(port, "/" + name).text == name

    def rules(port):
        assert get(port, "/mounted/lamp/7").json() == {"lamp": 8}
        assert get(port, "/mounted/lamp/on").status_code == 404

    def answers(port):
        assert get(port, "/page").text == "I <3> pages\n"
        answer = get(port, "/static/style.css")
        assert answer.text == "body {}" and answer.headers["Content-Type"].startswith("text/css")

    def content(port):
        assert post(port, "/form", data={"a": "1", "b": ["2", "3"]}).json() == {"a": "1", "b": ["2", "3"]}
        assert post(port, "/json", json={"a": 1}).json() == [{"a": 1}]
        assert post(port, "/echo", content=iter([b"one", b"two"])).content == b"onetwo"

    def hooks(port):
        assert get(port, "/plain").headers["X-Signed"] == "yes"
        answer = get(port, "/fault")
        assert (answer.status_code, answer.text) == (503, "mended")
        assert get(port, "/cookie", headers={"Cookie": "seen=twice"}).text == "twice"
        assert get(port, "/cookie").cookies["seen"] == "1"

    def raw(port):
        answer = get(port, "/raw")
        assert (answer.status_code, answer.text) == (203, "raw")

    def pieces(port):
        with connect(port, request("/pieces", "Connection: close\r\nContent-Length: 2\r\n")) as s:
            until(s, b"one")
            s.sendall(b"on")
            until(s, b"two")

    def kept(port):
        with connect(port) as s:
            for _ in range(2):
                s.sendall(request("/plain"))
                assert until(s, b"\r\n\r\nplain").startswith(b"HTTP/1.1 200")
            s.sendall(request("/plain") * 2 + request("/coroutine"))
            assert until(s, b"coroutine").count(b"HTTP/1.1 200") == 3

    def many(port):
        content = request("/echo", "Content-Length: 9\r\n", "POST")
        with connect(port, b"GET / HT"), connect(port, content), connect(port):
            start = time.monotonic()
            assert get(port, "/plain").text == "plain"
            assert time.monotonic() - start < 0.8, "others had to time out first"

    def turns(port):
        with connect(port, request("/endless", "Connection: close\r\n")) as s:
            until(s, b"x")
            last = []
            reading = threading.Thread(target=read_away, args=(s, last), daemon=True)
            reading.start()
            assert get(port, "/stop").text == "stopped"
            reading.join()
            assert last[0].endswith(b"\r\nx\r\n0\r\n\r\n")

    def sleep(port):
        assert get(port, "/sleep").text == "slept"

    def tasks(port):
        assert get(port, "/tasks").text == "worked"

    def events(port):
        with connect(port, request("/events", "Accept: text/event-stream\r\n")) as s:
            assert b"\ndata: 0\n\n" in until(s, b"data: 1\n\n")

    def bounds(port):
        assert post(port, "/echo", content=bytes(3000)).status_code == 413

    def times(port):
        with connect(port, request("/echo", "Content-Length: 9\r\n", "POST")) as s:
            assert until(s, b"\r\n").startswith(b"HTTP/1.1 408")

    def added(port):
        get(port, "/add")
        assert get(port, "/added").text == "added"

    def http2(port):
        with httpx.Client(http1=False, http2=True, trust_env=False, timeout=PATIENCE) as client:
            answer = client.get(f"http://127.0.0.1:{port}/plain")
        assert (answer.http_version, answer.text) == ("HTTP/2", "plain")


@pytest.mark.parametrize("runtime, way, name, works", [
    pytest.param(*cell, id="-".join(cell[:3])) for cell in CELLS if hasattr(Features, cell[2])])
def test_cell(server, runtime, way, name, works):
    port = server(runtime, way)
    if works:
        getattr(Features, name)(port)
    else:
        with pytest.raises((AssertionError, httpx.HTTPError, OSError)):
            getattr(Features, name)(port)
        if (runtime, name) != (BOARD, "tasks"):  # MicroPython's asyncio crashes where it does not run
            assert get(port, "/plain").text == "plain", "it serves on"


def cells(name):
    """A parameter set for each cell of a feature."""
    found = [(runtime, way, works) for runtime, way, each, works in CELLS if each == name]
    return pytest.mark.parametrize("runtime, way, works", found, ids=[f"{runtime}-{way}" for runtime, way, _ in found])


@cells("shutdown")
def test_shutdown(folder, runtime, way, works):
    with serving(folder, runtime, way) as (process, port):
        with connect(port, request("/sleep", "Connection: close\r\n")) as s:
            time.sleep(0.1)
            if way != "blocking":  # there it is the only client
                assert get(port, "/end").text == "bye"
            assert until(s, b"slept")
        if way == "blocking":
            assert get(port, "/end").text == "bye"
        if works:
            assert process.wait(PATIENCE) == 0, (folder / "log").read_text()
        else:
            time.sleep(0.5)
            assert get(port, "/plain").text == "plain", "the server ends it"


@cells("https")
def test_https(folder, runtime, way, works):
    context = ssl.create_default_context(cafile=folder / "x.pem")
    with contextlib.ExitStack() as stack:
        if not works:  # it says that it cannot, or its port speaks no TLS
            stack.enter_context(pytest.raises((AssertionError, OSError), match="ValueError: HTTPS|SSL|reset|refused"))
        _, port = stack.enter_context(serving(folder, runtime, way, str(folder / "x")))
        s = stack.enter_context(context.wrap_socket(connect(port), server_hostname="127.0.0.1"))
        s.sendall(request("/plain"))
        until(s, b"\r\n\r\nplain")


def test_there_is_a_test_for_each_row():
    tested = {name for name in vars(Features) if name[0] != "_"} | {"shutdown", "https"}
    assert tested == {name for _, name, _ in FEATURES}
