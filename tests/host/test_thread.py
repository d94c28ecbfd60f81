"""The server in a thread, and one client at a time; and the card that says where."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from interpreters import all_interpreters  # noqa: E402
from need import skip_or_fail  # noqa: E402
from net import connect, free_port  # noqa: E402

TWO_THREADS = """
import sys
import threading
import picoweb
from picoweb.testing import TestClient

sys.setswitchinterval(1e-6)
wrong = []
done = []


def ask(kind, fields):
    app = picoweb.WebApp(None)

    @app.route("/")
    async def index(req, resp):
        await picoweb.start_response(resp, kind, headers=fields)
        await resp.awrite(kind)

    client = TestClient(app)
    for _ in range(1500):
        answer = client.get("/")
        if answer.text != kind or answer.headers["Content-Type"] != kind or answer.headers.get("X") != (fields and "y"):
            wrong.append(answer.headers)
    done.append(kind)


threads = [threading.Thread(target=ask, args=(f"text/x-{n}", {"X": "y"} if n % 2 else None)) for n in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(done), "done,", wrong[:3])
"""

PREFACE = """
import socket
import sys
import picoweb

port = int(sys.argv[1])
app = picoweb.WebApp(None)


@app.route("/")
def index(req, resp):
    return "hello"


@app.route("/stop")
def stop(req, resp):
    app.stop()
    return "stopped"


@app.route("/end")
def end(req, resp):
    app.shutdown()
    return "bye"


def get(path):
    s = socket.socket()
    s.connect(socket.getaddrinfo("127.0.0.1", port)[0][-1])
    s.send(b"GET " + path + b" HTTP/1.0\\r\\n\\r\\n")
    data = b""
    while True:
        more = s.recv(1000)
        if not more:
            s.close()
            return data.split(b"\\r\\n\\r\\n", 1)[1].decode()
        data += more

"""

THREAD = PREFACE + """
app.start_thread(port=port)
for n in range(1000):
    assert get(b"/") == "hello"
    if n % 100 == 0:
        app.route("/%d" % n)(lambda req, resp: "another")
assert get(b"/500") == "another"
try:
    app.start_thread(port=port)
except RuntimeError:
    print("twice")
app.stop()
assert app.server is None
app.stop()
app.start_thread(port=port)
print(get(b"/stop"))
while app.server:
    pass
app.start_thread(port=port)
print(get(b"/"))
app.stop()
"""

TOGETHER = PREFACE + """
import _thread
import time

answers = []


def client():
    for _ in range(20):
        answers.append(get(b"/"))


app.start_thread(port=port)
_thread.start_new_thread(client, ())
str(app)  # from here on, both threads load what they need


@app.post("/form/<int:n>")
async def form(req, resp, n):
    await req.read_form_data()
    return req.form


@app.errorhandler(404)
def missing(req, error):
    return "nothing", 404


assert app.url_for("form", n=5) == "/form/5"
assert get(b"/nothing") == "nothing"
while len(answers) < 20:
    time.sleep(0.01)
app.stop()
print(set(answers))
"""

SECOND = PREFACE + """
import time

begun = []
ended = []


@app.route("/slow")
def slow(req, resp):
    begun.append(1)
    time.sleep(0.5)
    ended.append(1)


app.start_thread(port=port)
s = socket.socket()
s.connect(socket.getaddrinfo("127.0.0.1", port)[0][-1])
s.send(b"GET /slow HTTP/1.0\\r\\n\\r\\n")
while not begun:  # then the handler runs, and may load what it needs
    time.sleep(0.01)
another = picoweb.WebApp(None)
another.start_thread(port=0)
print(ended)
another.stop()
app.stop()
"""

NAP = PREFACE + """
import picoweb.steps

at_work = []


@app.route("/nap")
async def nap(req, resp):
    at_work.append(1)
    seen = len(at_work)
    await picoweb.steps.sleep(0.3)
    at_work.pop()
    return str(seen)


app.run(port=port, debug=-1, mode="blocking")
print("ended")
"""

CARD = PREFACE + """
print(app)
app.start_thread("0.0.0.0", port)
print(app)
app.stop()
print(app)
"""

NETWORK = """
STA_IF, AP_IF = 0, 1


class WLAN:
    def __init__(self, kind):
        self.kind = kind

    def active(self):
        return self.kind == AP_IF

    def ifconfig(self):
        return "192.168.4.1", "255.255.255.0", "192.168.4.1", "0.0.0.0"

    def config(self, what):
        return bytes([2, 0, 0, 171, 205, 239])
"""


@pytest.fixture(params=all_interpreters(), ids=lambda each: each.name)
def runtime(request):
    if not request.param.command:
        skip_or_fail(request.param.why)
    return request.param


def output(runtime, source, folder):
    (folder / "app.py").write_text(source)
    port = free_port()
    return runtime.run(folder / "app.py", port, cwd=folder).stdout.replace(str(port), "PORT")


def test_a_thousand_requests_through_a_thread(runtime, tmp_path):
    assert output(runtime, THREAD, tmp_path) == "twice\nstopped\nhello\n"


def test_two_threads_that_load_what_they_need(runtime, tmp_path):
    for _ in range(4):
        assert output(runtime, TOGETHER, tmp_path) == "{'hello'}\n"


def test_what_a_second_thread_needs_is_loaded_between_two_steps_of_the_first(runtime, tmp_path):
    assert output(runtime, SECOND, tmp_path) == "[1]\n"


def test_a_handler_that_sleeps_is_alone(runtime, tmp_path):
    (tmp_path / "app.py").write_text(NAP)
    port = free_port()
    process = runtime.start(tmp_path / "app.py", port, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        clients = [connect(port) for _ in range(3)]
        for client in clients:
            client.request("GET", "/nap", headers={"Connection": "close"})
        assert [client.getresponse().read() for client in clients] == [b"1"] * 3
        if not runtime.micropython:
            last = connect(port)
            last.request("GET", "/nap")
            time.sleep(0.1)
            process.terminate()
            assert last.getresponse().read() == b"1", "SIGTERM is a shutdown"
            assert process.communicate(timeout=10)[0] == "ended\n" and process.returncode == 0
    finally:
        process.kill()
        process.communicate()


def test_the_card(runtime, tmp_path):
    (tmp_path / "network.py").write_text(NETWORK)
    before, *lines = output(runtime, CARD, tmp_path).splitlines()
    assert "WebApp" in before
    assert lines == ["address  192.168.4.1, port PORT", "MAC      02:00:00:ab:cd:ef", "open     http://192.168.4.1:PORT/",
                     "<WebApp, which does not serve>"]


def test_one_client_at_a_time(runtime, tmp_path):
    (tmp_path / "app.py").write_text(PREFACE + 'app.run(port=port, debug=-1, mode="blocking")\nprint("ended")\n')
    port = free_port()
    process = runtime.start(tmp_path / "app.py", port, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        first = connect(port)
        first.sock.sendall(b"GET / HT")
        second = connect(port)
        second.request("GET", "/")
        second.sock.settimeout(0.5)
        with pytest.raises(OSError):
            second.sock.recv(1)
        first.sock.sendall(b"TP/1.0\r\n\r\n")
        assert b"hello" in first.sock.recv(1000)
        first.close()
        second.sock.settimeout(10)
        assert second.getresponse().read() == b"hello"
        second.request("GET", "/end")
        assert second.getresponse().read() == b"bye"
        assert process.communicate(timeout=10)[0] == "ended\n"
    finally:
        process.kill()
        process.communicate()


def test_threads_that_answer_at_the_same_time():
    """Each has a loop of its own, and its own head, though the last head is remembered for all."""
    done = subprocess.run([sys.executable, "-c", TWO_THREADS], cwd=HERE.parent.parent, capture_output=True, text=True, timeout=120)
    assert done.stdout == "4 done, []\n", done.stdout + done.stderr
