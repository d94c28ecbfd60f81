"""A client in memory, for tests: the way of a request through an app, without sockets.

    client = TestClient(app)
    assert client.get("/").status_code == 200

The app's handlers run in the same coroutine as behind a socket.
"""

from .http.fields import Headers
from .http.percent import quote
from .runtime import coroutine
from .serving.connection import serve_connection
from .serving.stream import Stream


class MemorySocket:
    """The transport: what the client sends is there at once, what it gets is kept in `sent`."""

    def __init__(self, app, data):
        self.app = app
        self.input = memoryview(data)
        self.sent = bytearray()
        self.closed = False

    def readinto(self, buf):
        n = min(len(buf), len(self.input))
        memoryview(buf)[:n] = self.input[:n]
        self.input = self.input[n:]
        return n

    def write(self, data):
        if self.closed:
            raise OSError(32)  # EPIPE
        self.sent.extend(data)
        return len(data)

    def setsockopt(self, level, option, value):
        pass  # nothing is delayed here

    @coroutine
    def wait(self, stream, write, ms):
        return ms  # and nobody has to wait
        yield

    def idle(self, stream, ms):
        stream.release()
        return self.wait(stream, False, ms)

    def close(self):
        self.closed = True


class TestClient:
    """Sends requests to an app and returns its answers, in the manner of Flask's.

    Not for use in a running event loop: each request runs the loop until it is answered.
    """

    __test__ = False  # a name that test runners would take for a test's

    def __init__(self, app):
        self.app = app

    def open(self, path, method="GET", headers=None, data=None, json=None):
        """Send one request. Returns a TestResponse.

        path: str, with its query. headers: dict. data: bytes, str, or a dict (a form).
        json: anything that JSON can say.
        """
        fields = {"Host": "localhost", "Connection": "close"}
        body = _encode(data, json, fields)
        fields.update(headers or {})
        if body is not None:
            fields["Content-Length"] = len(body)
        lines = ["%s: %s\r\n" % pair for pair in fields.items()]
        head = "%s %s HTTP/1.1\r\n%s\r\n" % (method, path, "".join(lines))
        return TestResponse(self.send(head.encode() + (body or b"")), method)

    def send(self, data):
        """Send raw bytes on one connection. Returns all that was answered, as bytes."""
        return self.serve(MemorySocket(self.app, data))

    def serve(self, s):
        """Serve a MemorySocket to its end. Returns all that was answered, as bytes."""
        self.app.run_coroutine(serve_connection(self.app, Stream(s, s, None)))
        return bytes(s.sent)

    def get(self, path, **kwargs):
        """Send a GET request; arguments as for `open`."""
        return self.open(path, "GET", **kwargs)

    def head(self, path, **kwargs):
        """Send a HEAD request; arguments as for `open`."""
        return self.open(path, "HEAD", **kwargs)

    def post(self, path, **kwargs):
        """Send a POST request; arguments as for `open`."""
        return self.open(path, "POST", **kwargs)

    def put(self, path, **kwargs):
        """Send a PUT request; arguments as for `open`."""
        return self.open(path, "PUT", **kwargs)

    def patch(self, path, **kwargs):
        """Send a PATCH request; arguments as for `open`."""
        return self.open(path, "PATCH", **kwargs)

    def delete(self, path, **kwargs):
        """Send a DELETE request; arguments as for `open`."""
        return self.open(path, "DELETE", **kwargs)


def _encode(data, json, fields):
    if json is not None:
        from json import dumps

        fields["Content-Type"] = "application/json"
        return dumps(json).encode()
    if isinstance(data, dict):
        fields["Content-Type"] = "application/x-www-form-urlencoded"
        return "&".join("%s=%s" % (quote(str(k)), quote(str(v))) for k, v in data.items()).encode()
    return data.encode() if isinstance(data, str) else data


class TestResponse:
    """An answer.

    raw: bytes, as they were sent. status_code: int. status: str, with the reason phrase.
    headers: by name in any case. data: bytes, the content. text: str. complete: bool,
    whether the content is all there, by the framing it came in.
    """

    __test__ = False

    def __init__(self, raw, method="GET"):
        self.raw = raw
        head, _, rest = raw.partition(b"\r\n\r\n")
        line, _, fields = head.partition(b"\r\n")
        self.status = line.split(b" ", 1)[-1].decode()
        self.status_code = int(self.status[:3] or 0)
        self.headers = Headers(fields + b"\r\n\r\n")
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            self.data, self.complete = _unchunk(rest)
        else:
            self.data = rest
            length = self.headers.get("Content-Length")
            self.complete = method == "HEAD" or length is None or int(length) == len(rest)

    @property
    def text(self):
        return self.data.decode()

    def json(self):
        """The content, decoded as JSON. Raises ValueError."""
        from json import loads

        return loads(self.data)


def _unchunk(rest):
    data = b""
    while True:
        size, mark, rest = rest.partition(b"\r\n")
        if not mark:
            return data, False
        n = int(size, 16)
        if not n:
            return data, True
        data += rest[:n]
        rest = rest[n + 2 :]
