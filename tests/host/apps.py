"""Apps as processes of their own, and a client that asks them over real sockets."""

import contextlib
import http.client
import json
import re
import signal
import socket
import ssl
import time
import urllib.parse
from pathlib import Path

from net import free_port

STARTER = Path(__file__).resolve().parent / "start_example.py"
PATIENCE = 30  # seconds, for whatever should happen at once
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@contextlib.contextmanager
def serving(start, log):
    """A process that serves an app, and its port. It is killed at the end.

    start: a function of a port and an open file for what is printed; it returns the Popen. log: the Path of that file.
    """
    for last in (False, False, True):
        port = free_port()
        with open(log, "w") as output:
            server = start(port, output)
        try:
            if listens(server, port):
                yield server, port
                return
            # Somebody else may have been given the port meanwhile.
            assert not last and re.search("EADDRINUSE|in use|98", log.read_text()), log.read_text()
        finally:
            server.kill()
            server.wait()


def listens(server, port):
    """Wait until the port is open. Returns False if the server ended before."""
    until = time.monotonic() + PATIENCE
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), PATIENCE).close()
            return True
        except ConnectionRefusedError:
            assert time.monotonic() < until, "the server does not listen"
            time.sleep(0.01)
    return False


def interrupt(server):
    """Press Ctrl-C, once the process sleeps in a wait for somebody.

    MicroPython for Unix raises KeyboardInterrupt out of the signal's handler, wherever the process just is. In the
    middle of `malloc` its lock stays taken, and the process hangs. asyncio before 3.11 makes a noise if Ctrl-C strikes
    a task. An app that works between its steps never sleeps: it is interrupted after two seconds.
    """
    state = Path(f"/proc/{server.pid}/stat")
    until = time.monotonic() + 2
    while server.poll() is None and state.exists() and time.monotonic() < until:
        if state.read_text().rsplit(")", 1)[1].split()[0] == "S":
            break
        time.sleep(0.001)
    server.send_signal(signal.SIGINT)


class Answer:
    """status: int. reason, text: str. headers: as http.client has them. body: bytes."""

    def __init__(self, response):
        self.status = response.status
        self.reason = response.reason
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode()

    def json(self):
        assert self.headers["Content-Type"] == "application/json"
        return json.loads(self.body)


class Client:
    """Asks over one connection, for as long as the server keeps it.

    folder: the Path of the one that the app runs in.
    """

    folder = None

    def __init__(self, port, stack):
        self.port = port
        self.stack = stack
        self.connection = self.connect()

    def connect(self, authority=None):
        """A connection. authority: the name of a file of certificates to believe, for HTTPS."""
        if authority:
            context = ssl.create_default_context(cafile=self.folder / authority)
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE, context=context)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self.stack.callback(connection.close)
        return connection

    def ask(self, method, path, body=None, headers=None, closes=False):
        before = self.connection.sock
        self.connection.request(method, path, body, headers or {})
        answer = Answer(self.connection.getresponse())
        assert before in (None, self.connection.sock) or closes, "the connection was not kept"
        assert bool(self.connection.sock) != closes, "the connection was " + ("kept", "closed")[not closes]
        return answer

    def get(self, path="/", headers=None, **kwargs):
        return self.ask("GET", path, None, headers, **kwargs)

    def post(self, path, fields, **kwargs):
        return self.ask("POST", path, urllib.parse.urlencode(fields, doseq=True), FORM, **kwargs)

    def page(self, path="/", status=200):
        """The text of a page, which has to have this status."""
        answer = self.get(path)
        assert answer.status == status, answer.text
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        return answer.text

    def events(self, path):
        """A connection of its own, and the data of the events that come over it, without end."""
        connection = self.connect()
        connection.request("GET", path)
        response = connection.getresponse()
        self.stack.callback(response.close)
        assert response.status == 200 and response.headers["Content-Type"] == "text/event-stream"
        return Events(connection, response)


class Events:
    def __init__(self, connection, response):
        self.connection = connection
        self.response = response

    def __next__(self):
        while True:
            line = self.response.readline()
            assert line, "the stream has ended"
            if line.startswith(b"data: "):
                return line[6:].decode().rstrip("\n")

    def until(self, wanted):
        """Read on to the first event that `wanted(data)` is true of. Returns its data."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            data = next(self)
            if wanted(data):
                return data
        raise AssertionError("it never came")

    def leave(self):
        self.response.close()
        self.connection.close()
