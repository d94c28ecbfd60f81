"""`picoweb run --workers`: several processes that serve an app written for a board."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request

import pytest
from apps import PATIENCE
from families import serving
from interpreters import ROOT

APP = """
    import uasyncio as asyncio
    import os
    import sys

    import picoweb

    ticks = 0


    def clock():
        global ticks
        while True:
            ticks += 1
            yield from asyncio.sleep_ms(1)


    app = picoweb.WebApp(__name__)
    app.limits.grace_ms = 600000  # longer than the tests have patience: nothing may need it


    @app.route("/")
    def index(req, resp):
        yield from picoweb.start_response(resp, "text/plain")
        yield from resp.awrite("%d %d %s" % (os.getpid(), ticks, sys.argv[1:]))


    @app.route("/who")
    def who(req, resp):
        return req.remote_addr


    @app.route("/events")
    def events(req, resp):
        source = picoweb.EventSource(req, resp)
        yield from source.send("hello")
        yield from asyncio.sleep(100)


    if __name__ == "__main__":
        asyncio.get_event_loop().create_task(clock())
        app.run(host="127.0.0.1", port=1, debug=1)
        print("behind run()")
"""

WITHOUT = "import sys; sys.modules.update(dict.fromkeys(%r)); from picoweb.host.cli import main; sys.exit(main())"


@pytest.fixture
def write(tmp_path):
    """Writes an app file. Returns its path."""

    def write(source):
        path = tmp_path / "app.py"
        path.write_text(textwrap.dedent(source))
        return path

    return write


@contextlib.contextmanager
def workers(path, log, count, *args, without=()):
    def command(port):
        return ["-c", WITHOUT % (without,), "run", path, "--workers", count, "--port", port, *args]

    with serving(command, log) as (process, port):
        yield process, f"http://127.0.0.1:{port}"


def get(url):
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return answer.read().decode()


@pytest.mark.parametrize("without", [(), ("uvicorn",)], ids=["uvicorn", "granian"])
def test_each_of_them_serves_and_has_its_tasks(write, tmp_path, without):
    with workers(write(APP), tmp_path / "log", 2, "--", "a", "b", without=without) as (_, url):
        all_answer(url, 2, "['a', 'b']")
    text = (tmp_path / "log").read_text()
    assert f"Running on {url}/ (2 workers)" in text and "INFO:picoweb:127.0.0.1 GET / 200" in text and "behind" not in text


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it_and_its_streams(write, tmp_path, count, number):
    with workers(write(APP), tmp_path / "log", count) as (process, url):
        all_answer(url, count, "[]")  # one that is still starting would complain of Ctrl-C
        with urllib.request.urlopen(url + "/events", timeout=PATIENCE) as answer:
            while answer.readline() != b"data: hello\n":
                pass
            if number == signal.SIGINT:
                os.killpg(process.pid, number)  # as a terminal does
            else:
                process.send_signal(number)
            assert answer.read() == b"\n"  # its end, and no error
        assert process.wait(PATIENCE) in (0, 130, -number)
    assert "Traceback" not in (tmp_path / "log").read_text()


def all_answer(url, count, args):
    """Wait until so many processes have answered, each when its task had run for a while."""
    seen = {}
    until = time.monotonic() + PATIENCE
    while len(seen) < count or min(seen.values()) < 2:
        pid, ticks, has = get(url).split(" ", 2)
        seen[pid] = int(ticks)
        assert has == args and time.monotonic() < until, seen


def said(path, *args, without=()):
    """What a command that serves nothing prints on standard error."""
    done = subprocess.run([sys.executable, "-c", WITHOUT % (without,), "run", path, "--workers", "2", *args],
                          env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 2 and done.stdout == "", done
    return done.stderr


def test_without_a_server(write):
    assert said(write(APP), without=("uvicorn", "granian")) == (
        "picoweb: --workers needs an ASGI server, and there is none: pip install uvicorn, or granian\n")


@pytest.mark.parametrize("source, message", [
    ("import picoweb", "calls no run"),
    ("def f(:", "syntax error"),
    ("import asyncio, picoweb\nasyncio.run(picoweb.WebApp(None).start_server())", "starts its server itself"),
    ("import ssl, picoweb\npicoweb.WebApp(None).run(ssl=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))", "HTTPS"),
])
def test_what_cannot_be_served(write, source, message):
    assert message in said(write(source))


def test_a_port_that_is_taken(write):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert said(write(APP), "--port", port) == f"picoweb: port {port} is taken: --port takes another\n"


def test_a_count_that_is_none(write):
    assert "invalid" in said(write(APP), "--workers", "0")


def test_a_file_without_run(write, tmp_path):
    source = re.sub(r"(?s)\n    if __name__.*", "\n", APP)
    with workers(write(source), tmp_path / "log", 1) as (_, url):
        assert get(url).split()[1] == "0"


@pytest.mark.parametrize("without", [(), ("uvicorn",)], ids=["uvicorn", "granian"])
@pytest.mark.parametrize("named, address", [
    ((), "127.0.0.1"), (("--forwarded-allow-ips", "192.0.2.1"), "127.0.0.1"),
    (("--forwarded-allow-ips", "192.0.2.1,127.0.0.1"), "203.0.113.9")])
def test_only_proxies_that_are_named_say_for_whom_they_ask(write, tmp_path, without, named, address):
    with workers(write(APP), tmp_path / "log", 2, *named, without=without) as (_, url):
        all_answer(url, 1, "[]")
        assert get(urllib.request.Request(url + "/who", headers={"X-Forwarded-For": "203.0.113.9"})) == address


def test_proxies_go_with_workers(write):
    done = subprocess.run([sys.executable, "-m", "picoweb", "run", write(APP), "--forwarded-allow-ips", "127.0.0.1"], cwd=ROOT,
                          capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 2 and "--workers" in done.stderr
