"""picoweb.host.asgi behind the servers it is for, on sockets; what sockets do not show is in test_asgi_answers.py and its kin."""

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from apps import PATIENCE
from families import serving
from need import skip_or_fail

HERE = Path(__file__).resolve().parent
SERVERS = {
    "uvicorn": ["uvicorn", "--http", "h11", "--port"],
    "hypercorn": ["hypercorn", "--bind"],
    "granian": ["granian", "--interface", "asgi", "--port"],
}


class Served:
    def __init__(self, port, log):
        self.port = port
        self.log = log
        self.url = f"http://127.0.0.1:{port}"

    def printed(self, text, times=1):
        """Wait until the server's process has printed a text."""
        until = time.monotonic() + PATIENCE
        while self.log.read_text().count(text) < times:
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.02)


@pytest.fixture(scope="module", params=SERVERS)
def served(request, tmp_path_factory):
    words = SERVERS[request.param]
    if subprocess.run([sys.executable, "-c", f"import {request.param}"], stderr=subprocess.DEVNULL).returncode:
        skip_or_fail(f"{request.param} is missing: pip install -e .[test]")

    def command(port):
        return ["-m", *words, f"127.0.0.1:{port}" if words[-1] == "--bind" else port, "app_asgi:asgi_app"]

    log = tmp_path_factory.mktemp("asgi") / "log"
    with serving(command, log, HERE) as (_, port):
        yield Served(port, log)


def test_hello(served):
    answer = httpx.get(served.url + "/")
    assert (answer.status_code, answer.text) == (200, "hello")
    assert answer.headers["Content-Length"] == "5" and answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_the_mounted_app_is_initialised_before_the_first_request(served):
    served.printed("init of the mounted app")


def test_content_goes_both_ways(served):
    content = bytes(range(256)) * 1000
    assert httpx.post(served.url + "/echo", content=content).content == content
    assert httpx.post(served.url + "/echo", content=iter([content[:7], content[7:]])).content == content


def test_a_piece_is_answered_before_the_next_is_sent(served):
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    connection.putrequest("POST", "/echo")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    connection.send(b"3\r\nabc\r\n")
    answer = connection.getresponse()
    assert answer.read(3) == b"abc"
    connection.send(b"2\r\nde\r\n0\r\n\r\n")
    assert answer.read() == b"de"
    connection.close()


def test_pieces(served):
    answer = httpx.get(served.url + "/pieces")
    assert answer.text == "one two three" and "Content-Length" not in answer.headers


def test_a_raw_answer(served):
    answer = httpx.get(served.url + "/raw")
    assert (answer.status_code, answer.text, answer.headers["X-Raw"]) == (201, "abc", "1")


@pytest.mark.parametrize("path, length", [("/", "5"), ("/raw", "3"), ("/pieces", None)])
def test_head(served, path, length):
    answer = httpx.head(served.url + path)
    assert answer.is_success and answer.content == b"" and answer.headers.get("Content-Length") == length


def test_http_2(served):
    if "hypercorn" in served.log.read_text():
        with httpx.Client(http1=False, http2=True) as client:
            answer = client.post(served.url + "/echo", content=b"abc")
        assert (answer.http_version, answer.content) == ("HTTP/2", b"abc")


def test_errors(served):
    assert httpx.get(served.url + "/nix").status_code == 404
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(served.url + "/cut")
    served.printed("KeyError: 'reason'")


def test_a_handler_has_a_task(served):
    assert httpx.get(served.url + "/timeout").text == "True"
    assert httpx.get(served.url + "/fetch").text == "fetched hello"


def test_event_streams_end_when_their_clients_leave(served):
    before = served.log.read_text().count("ended\n")
    with httpx.stream("GET", served.url + "/events") as answer:
        assert answer.headers["Content-Type"] == "text/event-stream"
        lines = answer.iter_lines()
        while next(lines) != "data: hello":
            pass
    served.printed("ended\n", before + 1)


def test_a_websocket_is_refused(served):
    answer = httpx.get(served.url + "/", headers={
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="})
    assert answer.status_code in (200, 403)  # 200: the server knows no websockets either



def commands_of_the_docs():
    """The commands that docs/howto/scale.rst prints for other servers, by their first word."""
    text = (HERE.parent.parent / "docs" / "howto" / "scale.rst").read_text()
    return {line.split()[1]: line.split()[1:] for line in text.split("\n") if line.startswith("   $ ") and "asgi_app" in line}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("name", SERVERS)
def test_the_commands_of_the_docs_stop_with_an_event_stream_open(name, number, tmp_path):
    def command(port):
        return ["-m", *[word.replace("8081", str(port)).replace("balanced_asgi", "app_asgi")
                        for word in commands_of_the_docs()[name]]]

    with serving(command, tmp_path / "log", HERE) as (process, port):
        with httpx.stream("GET", f"http://127.0.0.1:{port}/events") as answer:
            lines = answer.iter_lines()
            while next(lines) != "data: hello":
                pass
            if number == signal.SIGINT:
                os.killpg(process.pid, number)  # as a terminal does
            else:
                process.send_signal(number)
            process.wait(PATIENCE)
