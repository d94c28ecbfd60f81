"""`app.run()` from a script: Ctrl-C ends it cleanly, and it can run again, as from a board's prompt.

It takes what old apps give it: a port as a str, no host, the name of the script for a package, a thread. In its place, old
apps have asyncio accept connections for `app._handle`.
"""

import contextlib
import http.client
import socket
import ssl
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from interpreters import all_interpreters, micropython, this_python  # noqa: E402

from apps import interrupt  # noqa: E402
from need import skip_or_fail  # noqa: E402
from net import connect, free_port  # noqa: E402

SCRIPT = """
import sys
import picoweb
app = picoweb.WebApp(None)
@app.route("/")
def index(req, resp):
    return "hello"
for turn in ("first", "second"):
    app.run(port=int(sys.argv[1]), debug=-1)
    app.shutdown()  # once more does no harm
    sys.stdout.write("ended %s\\n" % turn)
    if hasattr(sys.stdout, "flush"):
        sys.stdout.flush()
"""


@pytest.mark.parametrize("interpreter", all_interpreters(), ids=lambda each: each.name)
def test_interrupt_and_run_again(interpreter, tmp_path):
    if not interpreter.command:
        skip_or_fail(interpreter.why)
    (tmp_path / "app.py").write_text(SCRIPT)
    port = free_port()
    server = interpreter.start(tmp_path / "app.py", port, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        for turn in ("first", "second"):
            kept = connect(port)  # stays open over the interrupt
            kept.request("GET", "/")
            assert kept.getresponse().read() == b"hello"
            interrupt(server)
            assert server.stdout.readline() == f"ended {turn}\n"
        out, err = server.communicate(timeout=20)
    finally:
        server.kill()
    assert (out, err, server.returncode) == ("", "", 0)


# What apps for picoweb 1.8.2 do in place of `app.run()`, or around it: each as it would be on a board.
OLD = """
import sys
import picoweb
try:
    import uasyncio as asyncio
except ImportError:
    import asyncio

class App(picoweb.WebApp):
    PASS

app = App(None)

@app.route("/")
def index(req, resp):
    yield from picoweb.start_response(resp)
    yield from resp.awrite("hello")

@app.route("/much")
def much(req, resp):
    yield from picoweb.start_response(resp)
    for _ in range(1000):
        yield from resp.awrite(b"x" * 1000)
"""
FROM_A_TASK = """
loop = asyncio.get_event_loop()
loop.create_task(asyncio.start_server(app._handle, "127.0.0.1", PORT))
loop.run_forever()
"""
FROM_MAIN = """
async def main():
    await asyncio.start_server(app._handle, "127.0.0.1", PORT)
    while True:
        await asyncio.sleep(1)
asyncio.run(main())
"""
IN_SERVE = """def serve(self, loop, host, port):
        loop.create_task(asyncio.start_server(self._handle, host, port))
        loop.run_forever()
"""
OVERRIDES = """def _handle(self, reader, writer):
        yield from super()._handle(reader, writer)
"""
READS = """def _handle(self, reader, writer):
        line = yield from reader.readline()
        req = picoweb.HTTPRequest()
        req.method, req.path, _ = line.decode().split()
        req.headers = yield from self.parse_headers(reader)
        if req.path == "/much":
            yield from much(req, writer)
        else:
            yield from index(req, writer)
        yield from writer.aclose()
"""
RUNS = "app.run(host='127.0.0.1', port=PORT, debug=-1)\n"
OLD_APPS = {
    "task": OLD + FROM_A_TASK, "main": OLD + FROM_MAIN,
    "serve": OLD.replace("PASS", IN_SERVE) + RUNS,
    "serve-override": OLD.replace("PASS", IN_SERVE + "\n    " + OVERRIDES) + RUNS,
    "override": OLD.replace("PASS", OVERRIDES) + RUNS, "override-task": OLD.replace("PASS", OVERRIDES) + FROM_A_TASK,
    "reads": OLD.replace("PASS", READS) + RUNS, "reads-task": OLD.replace("PASS", READS) + FROM_A_TASK,
}
NEEDS_RUN = ["task", "override-task", "reads-task"]  # as CPython's own loop has no such create_task()


def commands():
    """(name, what begins a command, its environment) of each way to run an old app."""
    for interpreter in micropython("1.25", 32), micropython("1.26", 32):
        if interpreter.command:
            yield interpreter.name, [*interpreter.command], interpreter.environment()
    python = this_python()
    yield "python", python.command, python.environment()
    yield "run", [*python.command, "-m", "picoweb", "run"], python.environment()


@pytest.mark.parametrize("command, environment, name", [
    pytest.param(command, environment, name, id=f"{how}-{name}") for how, command, environment in commands()
    for name in OLD_APPS if how != "python" or name not in NEEDS_RUN])
def test_handle_of_old_apps(command, environment, name, tmp_path):
    port = free_port()
    (tmp_path / "app.py").write_text(OLD_APPS[name].replace("PASS", "pass").replace("PORT", str(port)))
    server = subprocess.Popen([*command, "app.py"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
    try:
        kept = connect(port)
        for _ in range(2):
            kept.request("GET", "/")
            assert kept.getresponse().read() == b"hello"
        for sent in b"", b"GET / HT", b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n":
            gone = connect(port)
            gone.sock.sendall(sent)
            time.sleep(0.1)
            gone.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            gone.close()  # by a reset
        again = connect(port)
        again.request("GET", "/much")
        assert len(again.getresponse().read()) == 1000000
        if ".run(host" in OLD_APPS[name]:
            interrupt(server)
        else:
            server.kill()
        out, _ = server.communicate(timeout=20)
    finally:
        server.kill()
    assert not [line for line in out.splitlines() if "Running on" not in line]


TLS = """
import asyncio, picoweb, ssl, sys
app = picoweb.WebApp(None)

@app.route("/")
def index(req, resp):
    return "hello"

async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2] + ".pem", sys.argv[2] + ".key")
    await asyncio.start_server(app._handle, "127.0.0.1", int(sys.argv[1]), ssl=context)
    await asyncio.sleep(60)
asyncio.run(main())
"""


def test_handle_of_connections_that_asyncio_encrypts(certificate, tmp_path):
    (tmp_path / "app.py").write_text(TLS)
    port = free_port()
    server = this_python().start(tmp_path / "app.py", port, certificate, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        connect(port).close()  # no handshake
        context = ssl.create_default_context(cafile=certificate + ".pem")
        kept = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=10)
        for _ in range(2):
            kept.request("GET", "/")
            assert kept.getresponse().read() == b"hello"
        kept.close()
        time.sleep(0.1)
        server.kill()
        assert server.communicate()[0] == b""
    finally:
        server.kill()

@contextlib.contextmanager
def started(interpreter, folder, source, port, name="app.py"):
    """A script of this source, running in a folder; what it prints comes with `communicate()`."""
    if not interpreter.command:
        skip_or_fail(interpreter.why)
    (folder / name).write_text(source)
    server = interpreter.start(folder / name, port, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield server
    finally:
        server.kill()
        server.communicate(timeout=20)


def ask(port, path="/"):
    """The content of an answer."""
    connection = connect(port)
    connection.request("GET", path)
    return connection.getresponse().read()


APP = """
import sys
import picoweb
app = picoweb.WebApp(None)
@app.route("/")
def index(req, resp):
    return "hello"
port = int(sys.argv[1])
"""
WAYS = {
    "alone": "app.run(host='', port=str(port), debug=1)",
    "asyncio": "import asyncio\napp.run(host='', port=str(port), debug=1)",
    "no host": "import asyncio\napp.run(host=None, port=str(port), debug=1)",
    "blocking": "app.run(host='', port=str(port), debug=1, mode='blocking')",
    "steps": """import time
app.debug = 1
for n, _ in enumerate(app.steps(host='', port=str(port))):
    if not n: print(str(app), end='.')
    time.sleep(0.001)""",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("interpreter", all_interpreters(), ids=lambda each: each.name)
def test_a_port_as_text_and_no_host(interpreter, way, tmp_path):
    port = free_port()
    with started(interpreter, tmp_path, APP + WAYS[way], port) as server:
        assert ask(port) == b"hello"
        interrupt(server)
        out = server.communicate(timeout=20)[0]
    assert "* Running on http://0.0.0.0:%d/\n" % port in out
    if way == "steps":
        assert "http://:" not in out


@pytest.mark.parametrize("interpreter", all_interpreters(), ids=lambda each: each.name)
def test_what_is_no_port(interpreter, tmp_path):
    with started(interpreter, tmp_path, APP + "app.run(port='no')", 0) as server:
        assert "ValueError: " in server.communicate(timeout=20)[0]


NAMED = """
import sys
import picoweb
print("loaded")
app = picoweb.WebApp("site_app")
@app.route("/")
def index(req, resp):
    yield from app.sendfile(resp, "beside.txt")
app.run(port=int(sys.argv[1]), debug=-1)
"""


@pytest.mark.parametrize("interpreter", all_interpreters(), ids=lambda each: each.name)
def test_the_name_of_the_main_program_does_not_load_it_again(interpreter, tmp_path):
    (tmp_path / "beside.txt").write_text("beside it")
    port = free_port()
    with started(interpreter, tmp_path, NAMED, port, "site_app.py") as server:
        assert ask(port) == b"beside it"
        interrupt(server)
        assert server.communicate(timeout=20)[0].split("\n")[0:2] == ["loaded", ""]


TERMINATED = """
import os, signal, sys
import picoweb
import picoweb.serving.transports.stepping as stepping
def terminate():
    os.kill(os.getpid(), signal.SIGTERM)
real_listen = stepping.listen
def listen(*args):
    terminate()
    return real_listen(*args)
stepping.listen = listen
class App(picoweb.WebApp):
    def start_server(self, *args):
        if before:
            terminate()
        yield from super().start_server(*args)
        if not before:
            terminate()
    start_server = picoweb.runtime.coroutine(start_server)
app = App(None)
before = sys.argv[2] == "before"
app.run(port=int(sys.argv[1]), debug=-1, mode="blocking" if sys.argv[2] == "blocking" else None)
print("ended")
"""
CPYTHONS = [each for each in all_interpreters() if not each.micropython]


@pytest.mark.parametrize("when, out", [("before", "ended\n"), ("after", "ended\n"), ("blocking", "")])
@pytest.mark.parametrize("interpreter", CPYTHONS, ids=lambda each: each.name)
def test_sigterm_as_the_port_opens(interpreter, when, out, tmp_path):
    (tmp_path / "app.py").write_text(TERMINATED)
    done = interpreter.run(tmp_path / "app.py", free_port(), when, timeout=20)
    assert (done.returncode, done.stdout) == (0, out)


CONNECTED = """
import ssl, sys
if "uvloop" not in sys.argv[2]:
    sys.modules["uvloop"] = None
import picoweb
app = picoweb.WebApp(None)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if "https" in sys.argv[2] else None
app.run(port=int(sys.argv[1]), debug=1, ssl=context)
print("ended")
"""


@pytest.mark.parametrize("how", ["http", "https", "http by uvloop", "https by uvloop"])
@pytest.mark.parametrize("interpreter", CPYTHONS, ids=lambda each: each.name)
def test_sigterm_while_clients_connect(interpreter, how, tmp_path):
    port = free_port()
    (tmp_path / "app.py").write_text(CONNECTED)
    server = interpreter.start(tmp_path / "app.py", port, how, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        clients = [connect(port)]
        time.sleep(0.1)
        began = time.monotonic()
        clients += [connect(port) for _ in range(5)]
        server.terminate()
        out = server.communicate(timeout=20)[0]
    finally:
        server.kill()
    scheme = how.split()[0]
    assert (server.returncode, out) == (0, "* Running on %s://127.0.0.1:%d/\nended\n" % (scheme, port))
    assert time.monotonic() - began < 5 and clients


# The thread is the first to import `threading`, which then takes it for the main one.
IN_THREAD = """
import _thread, sys, time
import picoweb
app = picoweb.WebApp(None)
@app.route("/")
def index(req, resp):
    return "hello"
_thread.start_new_thread(lambda: app.run(port=int(sys.argv[1]), debug=-1), ())
while True:
    time.sleep(1)
"""


@pytest.mark.parametrize("interpreter", CPYTHONS, ids=lambda each: each.name)
def test_in_a_thread(interpreter, tmp_path):
    port = free_port()
    with started(interpreter, tmp_path, IN_THREAD, port):
        assert ask(port) == b"hello"


# A handler that begins an answer and then waits: for its turn, or for asyncio, which a board has not loaded until then.
WAITING = """
import sys
import picoweb
app = picoweb.WebApp(None)
done = []
async def pause():
    import asyncio
    await asyncio.sleep(0.02)
@app.route("/yields")
def yields(req, resp):
    yield from picoweb.start_response(resp, status="303", headers={"Location": "/"}, length=0)
    while not done:
        yield
@app.route("/sleeps")
async def sleeps(req, resp):
    await picoweb.start_response(resp, status="303", headers={"Location": "/"}, length=0)
    while not done:
        await pause()
@app.route("/done")
def end(req, resp):
    done.append(True)
    return "done"
app.run(port=int(sys.argv[1]), debug=-1)
"""


@pytest.mark.parametrize("path", ["/yields", "/sleeps"])
@pytest.mark.parametrize("interpreter", all_interpreters(), ids=lambda each: each.name)
def test_a_head_leaves_while_its_handler_waits(interpreter, path, tmp_path):
    port = free_port()
    with started(interpreter, tmp_path, WAITING, port):
        waiting = connect(port)
        waiting.request("GET", path)
        answer = waiting.getresponse()
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        other = connect(port)
        other.request("GET", "/done")
        assert other.getresponse().read() == b"done"


EXITS = """
import sys
import picoweb
app = picoweb.WebApp(None)
@app.route("/json")
def values(req, resp):
    yield from picoweb.jsonify(resp, {"bye": True})
    sys.exit()
@app.route("/file")
def file(req, resp):
    yield from app.sendfile(resp, __file__, root="")
    sys.exit()
app.run(port=int(sys.argv[1]))
"""


@pytest.mark.parametrize("interpreter", all_interpreters(), ids=lambda each: each.name)
@pytest.mark.parametrize("path, content", [("/json", b'{"bye": true}'), ("/file", EXITS.encode())])
def test_a_whole_answer_and_then_the_end(interpreter, path, content, tmp_path):
    port = free_port()
    with started(interpreter, tmp_path, EXITS, port) as server:
        assert ask(port, path) == content
        server.communicate(timeout=20)
        assert server.returncode == 0
