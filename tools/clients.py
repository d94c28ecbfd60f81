"""Clients of bench/apps/soak.py, good and bad: what each kind sends, and what has to come of it.

A Client does one exchange after another, over a connection that it keeps where it can. How many there are, and for
how long, is tools/soak.py's business.
"""
import json
import random
import re
import socket
import struct
import time
from urllib.parse import urlencode

from serving import HOST

PATIENCE = 20  # seconds until an answer that does not come counts as none
CSS = b"body { font-family: sans-serif; margin: 2em }\nh1 { color: darkgreen }\n"
PIECE = b"0123456789abcdef" * 8
BIG = 200000 * len(PIECE)
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
JSON = "Content-Type: application/json\r\n"

REFUSED = [  # heads, and the status that each gets
    (b"GET / HTTP/1.1\r\n\r\n", 400), (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
    (b"GET /\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n", 400), (b"GET / HTTP/1.1\nHost: x\n\n", 400),
    (b"\0\1\2\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", 400), (b"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
    (b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc", 400),
    (b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400),
    (b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\nabc", 501),
    (b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\na\r\n0\r\n\r\n", 400),
    (b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n", 413),
    (b"GET /" + b"x" * 700 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
    (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 40 + b"\r\n", 431),
]


class Wrong(Exception):
    """A good request was not answered right, or a bad one not as it has to be."""


class Ended(Wrong):
    """The connection ended before the first byte of an answer."""


class Wire:
    """A connection, and what of it was not used yet."""

    def __init__(self, port, receive_buffer=None):
        self.s = socket.socket()
        self.s.settimeout(PATIENCE)
        if receive_buffer:
            self.s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.s.connect((HOST, port))
        self.s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buf = b""
        self.answers = 0  # so many have come

    def more(self):
        data = self.s.recv(65536)
        if not data:
            raise Wrong("an answer is cut short: %r" % self.buf[-200:]) if self.buf else Ended
        self.buf += data

    def until(self, mark):
        while mark not in self.buf:
            self.more()
        data, _, self.buf = self.buf.partition(mark)
        return data

    def exactly(self, n):
        while len(self.buf) < n:
            self.more()
        data, self.buf = self.buf[:n], self.buf[n:]
        return data

    def answer(self, method="GET"):
        """Read an answer. Returns (status, head, content); the head has a CRLF before each field."""
        try:
            head = self.until(b"\r\n\r\n") + b"\r\n"
        except OSError as error:
            raise Wrong("no answer: %r" % error) if isinstance(error, TimeoutError) or self.buf else Ended
        try:
            return int(head[9:12]), head, self.content(method, head)
        except Ended:
            raise Wrong("an answer is cut short: %r" % head)
        finally:
            self.answers += 1

    def content(self, method, head):
        if method == "HEAD" or head[9:12] in (b"100", b"204", b"304"):
            return b""
        length = re.search(rb"\r\nContent-Length: (\d+)\r\n", head)
        if length:
            return self.exactly(int(length.group(1)))
        data = b""
        if b"\r\nTransfer-Encoding: chunked\r\n" in head:
            while True:
                n = int(self.until(b"\r\n"), 16)
                data += self.exactly(n)
                if self.exactly(2) != b"\r\n":
                    raise Wrong("no line ends a chunk")
                if not n:
                    return data
        try:
            while True:
                data, self.buf = data + self.buf, b""
                self.more()
        except Ended:
            return data

    def close(self, reset=False):
        if reset:
            self.s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.s.close()


class Client:
    """Does exchanges of the kinds below. seed: int, for its choices. count: a Counter of what was done."""

    def __init__(self, port, seed, count):
        self.port = port
        self.random = random.Random(seed)
        self.count = count
        self.wire = None  # the connection that is kept

    def leave(self):
        if self.wire:
            self.wire.close()
            self.wire = None

    def exchange(self, request, status, content, method="GET", rest=b""):
        """Send a request, `rest` after 100 (Continue); the answer has to be this one. content: bytes, or a test.

        The server may have closed a connection that was kept: then all is tried again over a new one.
        """
        while True:
            wire = self.wire = self.wire or Wire(self.port)
            try:
                wire.s.sendall(request)
                got = wire.answer(method)
                if rest and got[0] == 100:
                    wire.s.sendall(rest)
                    got = wire.answer(method)
                break
            except (Ended, OSError) as error:
                if isinstance(error, TimeoutError) or not wire.answers:
                    raise Wrong("%r: no answer: %r" % (request[:60], error))
                self.leave()
                self.count["retried"] += 1
        if got[0] != status or not (content(got[2]) if callable(content) else got[2] == content):
            raise Wrong("%r: %r %r" % (request[:60], got[1], got[2][:200]))
        if b"\r\nConnection: close\r\n" in got[1] or b"HTTP/1.0\r\n" in request:
            self.expect_end()

    def expect_end(self):
        """The server is to end the connection. Most clients do so first, once they have the answer."""
        try:
            if self.random.random() < 0.8:
                self.wire.s.shutdown(socket.SHUT_WR)
            if self.wire.s.recv(1):
                raise Wrong("more than the answer")
        except OSError as error:  # it was reset, or has ended already
            if isinstance(error, TimeoutError):
                raise
        self.leave()

    def ask(self, line, status, content, fields="", data=b""):
        """As `exchange`; now and then the connection is to be closed."""
        if self.random.random() < 0.3:
            fields += "Connection: close\r\n"
        if data:
            fields += "Content-Length: %d\r\n" % len(data)
        request = ("%s HTTP/1.1\r\nHost: x\r\n%s\r\n" % (line, fields)).encode() + data
        self.exchange(request, status, content, line.split(" ")[0])

    # What is answered

    def page(self):
        self.ask("GET /", 200, b"Hello")

    def pattern(self):
        n = self.random.randrange(10**6)
        wanted = {"number": str(n), "args": {"a": "é %d" % n}}
        self.ask("GET /plant/%d?a=%%C3%%A9+%d" % (n, n), 200, lambda data: json.loads(data) == wanted)

    def static(self):
        self.ask("GET /static/style.css", 200, CSS)

    def pieces(self):
        n = self.random.randrange(8)
        self.ask("GET /pieces/%d" % n, 200, PIECE * n)

    def head(self):
        self.ask("HEAD " + self.random.choice(["/", "/static/style.css"]), 200, b"")

    def form(self):
        fields = {"a": "1 & 2", "b": "=é" * self.random.randrange(20), "c": str(self.random.random())}
        self.ask("POST /form", 200, lambda data: json.loads(data) == fields, FORM, urlencode(fields).encode())

    def json(self):
        value = {"a": [1, None, "é\n", {}], "b": "x" * self.random.randrange(300), "c": self.random.randrange(10**9)}
        self.ask("POST /json", 200, lambda data: json.loads(data) == {"sent": value}, JSON, json.dumps(value).encode())

    def malformed_json(self):
        self.ask("POST /json", 400, lambda data: b"malformed JSON" in data, JSON, b"[1, nothing]")

    def echo(self):
        data = self.random.randbytes(self.random.randrange(1, 400))
        self.ask("POST /echo", 200, data, data=data)

    def chunked(self):
        parts = [self.random.randbytes(self.random.randrange(1, 200)) for _ in range(self.random.randrange(5))]
        chunks = b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\nA: b\r\n\r\n"
        head = b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        self.exchange(head + chunks, 200, b"".join(parts))

    def unread(self):
        self.ask("POST /unread", 200, b"never mind", data=b"x" * self.random.randrange(1, 2000))

    def not_found(self):
        self.ask("GET /" + "x" * self.random.randrange(1, 300), 404, lambda data: b"404" in data)

    def not_allowed(self):
        self.ask("PUT /json", 405, lambda data: b"405" in data)

    def fault(self):
        self.ask("GET /fault", 500, lambda data: b"500" in data)

    def expecting(self):
        head = b"POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"
        self.exchange(head, 200, b"hello", rest=b"hello")

    def old(self):
        self.leave()
        self.exchange(b"GET /pieces/3 HTTP/1.0\r\n\r\n", 200, PIECE * 3)

    def pipelined(self):
        self.leave()
        self.wire = Wire(self.port)
        self.wire.s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
                            b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab"
                            b"GET /static/style.css HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET /never")
        got = [self.wire.answer()[2] for _ in range(3)]
        if got != [b"Hello", b"ab", CSS]:
            raise Wrong("pipelined: %r" % got)
        self.expect_end()

    # What is refused

    def refused(self):
        self.refuse(*self.random.choice(REFUSED))

    def refuse(self, data, status):
        self.leave()
        self.exchange(data, status, lambda content: True)

    # Who leaves

    def leaving(self):
        whole = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n0123456789"
        self.gone(Wire(self.port), whole[:self.random.randrange(len(whole) + 1)])

    def leaving_early(self):
        self.gone(Wire(self.port, 4096), b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n")

    def gone(self, wire, data):
        try:
            wire.s.sendall(data)
        finally:
            wire.close(reset=self.random.random() < 0.5)

    # Who takes time

    def slow(self):
        """A request in pieces, within what is allowed."""
        self.leave()
        wire = self.wire = Wire(self.port)
        for part in (b"\r\nGE", b"T / HTT", b"P/1.1\r\nHos", b"t: x\r\nConnection: close\r", b"\n\r\n"):
            wire.s.sendall(part)
            time.sleep(0.1)
        if wire.answer()[2] != b"Hello":
            raise Wrong("a slow request")
        self.expect_end()

    def too_slow(self):
        self.leave()
        wire = self.wire = Wire(self.port)
        half = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"
        wire.s.sendall(self.random.choice([b"GET / HT", half]))
        if wire.answer()[0] != 408:
            raise Wrong("half a request was answered")
        self.expect_end()

    def silent(self):
        self.leave()
        self.wire = Wire(self.port)
        self.expect_end()

    def not_reading(self):
        """A big answer that nobody reads: the server gives up."""
        self.leave()
        self.wire = Wire(self.port, 4096)
        self.wire.s.sendall(b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(4)
        left = BIG
        try:
            while data := self.wire.s.recv(1 << 20):
                left -= len(data)
        except ConnectionResetError:
            pass
        if left <= 0:
            raise Wrong("the server kept an answer for a client that did not read it")
        self.leave()


QUICK = {  # how often each is done, in proportion
    "page": 8, "pattern": 4, "static": 3, "pieces": 3, "head": 2, "form": 3, "json": 3, "malformed_json": 1, "echo": 3,
    "chunked": 3, "unread": 1, "not_found": 2, "not_allowed": 1, "fault": 1, "expecting": 2, "old": 1,
    "pipelined": 2, "refused": 3, "leaving": 3, "leaving_early": 1,
}
SLOW = ["slow", "too_slow", "silent", "not_reading"]
REQUESTS = {"pipelined": 3}  # where it is not one
