"""The server as a generator, on interpreters without asyncio: what a step does, and what it costs. See test_bounds.py."""

import contextlib
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import apps  # noqa: E402
from interpreters import all_interpreters  # noqa: E402
from need import skip_or_fail  # noqa: E402
from net import connect, free_port  # noqa: E402

# asyncio.py of no_asyncio/ comes first on either; MicroPython has no frozen one besides.
PREFACE = """
import sys
try:
    import asyncio
except ImportError:
    pass
else:
    raise SystemExit("there is an asyncio")
import picoweb.steps
from barely import Bare
app = picoweb.WebApp(None)
port, kind = int(sys.argv[1]), sys.argv[2]


def sock():
    import socket
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if kind == "bare":
        s = Bare(s)
    s.bind(socket.getaddrinfo("127.0.0.1", port)[0][-1])
    s.listen(5)
    return s
"""

APP = PREFACE + """
@app.route("/plain")
def plain(req, resp):
    return "plain"


@app.route("/generator")
def generator(req, resp):
    yield
    yield from picoweb.start_response(resp)
    yield
    yield from resp.awrite("generator")


@app.route("/coroutine")
async def coroutine(req, resp):
    await picoweb.start_response(resp)
    await resp.awrite("x" * 3000)
    await picoweb.steps.sleep(0.05)
    await resp.awrite("coroutine")


@app.route("/nap")
async def nap(req, resp):
    await picoweb.steps.sleep(0.5)
    return "slept"


@app.route("/echo", methods=["POST"])
async def echo(req, resp):
    return await req.body()


@app.route("/end")
def end(req, resp):
    app.shutdown()
    return "bye"


for _ in app.steps(sock()):
    pass
steps = app.steps(port=port)  # the port is free again
next(steps)
assert app.server
steps.close()
assert app.server is None
app.steps(port=port).close()
print("ended", "asyncio" in sys.modules)
"""

IDLE = PREFACE + """
import gc
import socket

steps = app.steps(sock())
for _ in range(3):
    next(steps)
client = socket.socket()  # one that is connected, and idle
client.connect(socket.getaddrinfo("127.0.0.1", port)[0][-1])
for _ in range(10):
    next(steps)
assert app.server.streams
numbers = iter([None] * 1000)
gc.collect()
gc.disable()
before = gc.mem_alloc()
for _ in numbers:
    next(steps)
print("allocated", gc.mem_alloc() - before)
"""

INTERPRETERS = all_interpreters()
KINDS = ["own", "bare"]


def command(runtime, *words):
    if not runtime.command:
        skip_or_fail(runtime.why)
    env = runtime.environment()
    env["PYTHONPATH"] = ":".join([str(HERE / "no_asyncio"), env["PYTHONPATH"], str(HERE)])
    env["MICROPYPATH"] = ":".join([str(HERE / "no_asyncio"), *runtime.path, str(HERE)])
    return [*runtime.command, *map(str, words)], env


@pytest.fixture(params=[(each, kind) for each in INTERPRETERS for kind in KINDS],
                ids=["%s-%s" % (each.name, kind) for each in INTERPRETERS for kind in KINDS])
def serve(request, tmp_path):
    runtime, kind = request.param

    @contextlib.contextmanager
    def served(source=APP):
        script = tmp_path / "app.py"
        script.write_text(source)

        def start(port, output):
            words, env = command(runtime, script, port, kind)
            return subprocess.Popen(words, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output)

        with apps.serving(start, tmp_path / "log") as (process, port):
            yield process, port

    return served


def get(port, path, connection=None):
    connection = connection or connect(port)
    connection.request("GET", path)
    return connection.getresponse().read().decode()


def test_handlers_of_all_kinds(serve, tmp_path):
    with serve() as (process, port):
        kept = connect(port)
        for connection in (None, kept, kept):
            assert get(port, "/plain", connection) == "plain"
            assert get(port, "/generator", connection) == "generator"
            assert get(port, "/coroutine", connection) == "x" * 3000 + "coroutine"
        kept.request("POST", "/echo", b"content")
        assert kept.getresponse().read() == b"content"
        asleep = connect(port)
        asleep.request("GET", "/nap")
        assert get(port, "/plain") == "plain"
        assert get(port, "/end", kept) == "bye"
        assert asleep.getresponse().read() == b"slept", "what has begun is let finish"
        assert process.wait(10) == 0
    assert (tmp_path / "log").read_text() == "ended False\n"


@pytest.mark.parametrize("runtime", [each for each in INTERPRETERS if each.micropython], ids=lambda each: each.name)
def test_idle_steps_allocate_nothing(runtime, tmp_path):
    (tmp_path / "app.py").write_text(IDLE)
    words, env = command(runtime, tmp_path / "app.py", free_port(), "own")
    done = subprocess.run(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
    assert done.stdout == "allocated 0\n"
