"""A client in memory, for tests: the way of a request through an app, without sockets.

    client = TestClient(app)
    assert client.get("/").status_code == 200

The app's handlers run in the same coroutine as behind a socket.
"""

import json as json_codec

from .http.answer_fields import pairs
from .http.fields import Headers
from .http.percent import quote
from .runtime import DONE, coroutine
from .serving.connection import serve_connection
from .serving.stream import Stream

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from typing import Any, TypedDict

    from typing_extensions import Unpack

    from .app import WebApp
    from .types import Step

    class _Sent(TypedDict, total=False):
        headers: Mapping[str, object] | list[tuple[str, object]] | None
        data: bytes | str | dict[Any, Any] | None
        json: Any


EPIPE = 32
END_OF_HEAD = b"\r\n\r\n"
CODE_LENGTH = 3  # characters of a status code


class MemorySocket:
    """The transport: what the client sends is there at once, what it gets is kept in `sent`."""

    others_ran: int = 0  # when a handler that writes for long has given way last, in ticks

    def __init__(self, app: "WebApp", data: bytes) -> None:
        self.app = app
        self.input = memoryview(data)
        self.sent = bytearray()
        self.closed = False

    def readinto(self, buf: "bytearray | memoryview") -> int:
        """Move what the client sends into a buffer, as much as there is room for. Returns how many bytes."""
        count = min(len(buf), len(self.input))
        memoryview(buf)[:count] = self.input[:count]
        self.input = self.input[count:]
        return count

    def write(self, data: "bytes | bytearray | memoryview") -> int:
        """Take bytes for the client. Returns how many. Raises OSError once it is closed."""
        if self.closed:
            raise OSError(EPIPE)
        self.sent.extend(data)
        return len(data)

    def setsockopt(self, level: int, option: int, value: int) -> None:
        """Nothing is delayed here."""

    @coroutine
    def wait(self, stream: Stream, write: bool, ms: int) -> "Generator[Any, Any, int]":
        """Wait for the client: nobody has to. Returns the milliseconds that are left."""
        yield from DONE
        return ms

    def give_way(self, ms: int) -> "Step[None]":
        """Let others have their turn: there are none."""
        return DONE

    def idle(self, stream: Stream, ms: int) -> "Step[int]":
        """As `wait`, for a stream of which nothing is half done."""
        stream.release()
        return self.wait(stream, False, ms)

    def close(self) -> None:
        """End the connection."""
        self.closed = True


class TestClient:
    """Sends requests to an app and returns its answers, in the manner of Flask's.

    Not for use in a running event loop: each request runs the loop until it is answered.
    """

    __test__ = False  # a name that test runners would take for a test's

    def __init__(self, app: "WebApp") -> None:
        self.app = app

    def open(
        self,
        path: str,
        method: str = "GET",
        headers: "Mapping[str, object] | list[tuple[str, object]] | None" = None,
        data: "bytes | str | dict[Any, Any] | None" = None,
        json: "Any" = None,
    ) -> "TestResponse":
        """Send one request. Returns a TestResponse.

        path: str, with its query. headers: dict, or list of pairs; they take the place of the client's own. data: bytes, str, or a dict (a form).
        json: anything that JSON can say.
        """
        media_type, content = _content(data, json)
        fields: "list[tuple[str, object]]" = [("Host", "localhost"), ("Connection", "close")]
        if media_type:
            fields.append(("Content-Type", media_type))
        if content is not None:
            fields.append(("Content-Length", len(content)))
        lines = ["%s: %s\r\n" % pair for pair in _replaced(fields, list(pairs(headers or ())))]
        head = "%s %s HTTP/1.1\r\n%s\r\n" % (method, path, "".join(lines))
        return TestResponse(self.send(head.encode() + (content or b"")), method)

    def send(self, data: bytes) -> bytes:
        """Send raw bytes on one connection. Returns all that was answered, as bytes."""
        return self.serve(MemorySocket(self.app, data))

    def serve(self, s: MemorySocket) -> bytes:
        """Serve a MemorySocket to its end. Returns all that was answered, as bytes."""
        self.app.run_coroutine(serve_connection(self.app, Stream(s, s, None)))
        return bytes(s.sent)

    def get(self, path: str, **kwargs: "Unpack[_Sent]") -> "TestResponse":
        """Send a GET request; arguments as for `open`."""
        return self.open(path, "GET", **kwargs)

    def head(self, path: str, **kwargs: "Unpack[_Sent]") -> "TestResponse":
        """Send a HEAD request; arguments as for `open`."""
        return self.open(path, "HEAD", **kwargs)

    def post(self, path: str, **kwargs: "Unpack[_Sent]") -> "TestResponse":
        """Send a POST request; arguments as for `open`."""
        return self.open(path, "POST", **kwargs)

    def put(self, path: str, **kwargs: "Unpack[_Sent]") -> "TestResponse":
        """Send a PUT request; arguments as for `open`."""
        return self.open(path, "PUT", **kwargs)

    def patch(self, path: str, **kwargs: "Unpack[_Sent]") -> "TestResponse":
        """Send a PATCH request; arguments as for `open`."""
        return self.open(path, "PATCH", **kwargs)

    def delete(self, path: str, **kwargs: "Unpack[_Sent]") -> "TestResponse":
        """Send a DELETE request; arguments as for `open`."""
        return self.open(path, "DELETE", **kwargs)


def _replaced(fields, given):
    """Header fields, as lists of pairs: those that are given, and of the others those whose names are not among them."""
    names = [name.lower() for name, _ in given]
    return [field for field in fields if field[0].lower() not in names] + given


def _content(data, json) -> "tuple[str, bytes | None]":
    """The media type ("" for none) and the bytes (None: there are none) of what is to be sent."""
    if json is not None:
        return "application/json", json_codec.dumps(json).encode()
    if isinstance(data, dict):
        form = ["%s=%s" % (quote(str(name)), quote(str(value))) for name, value in data.items()]
        return "application/x-www-form-urlencoded", "&".join(form).encode()
    return "", data.encode() if isinstance(data, str) else data


class TestResponse:
    """An answer.

    raw: bytes, as they were sent. status_code: int. status: str, with the reason phrase.
    headers: by name in any case. data: bytes, the content. text: str. complete: bool,
    whether the content is all there, by the framing it came in.
    """

    __test__ = False

    def __init__(self, raw: bytes, method: str = "GET") -> None:
        self.raw = raw
        head, _, content = raw.partition(END_OF_HEAD)
        line, _, fields = head.partition(b"\r\n")
        self.status: str = line.split(b" ", 1)[-1].decode()
        self.status_code = int(self.status[:CODE_LENGTH] or 0)
        self.headers = Headers(fields + END_OF_HEAD)
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            self.data, self.complete = _joined(content)
        else:
            self.data = content
            length = self.headers.get("Content-Length")
            self.complete = method == "HEAD" or length is None or int(length) == len(content)

    @property
    def text(self) -> str:
        """The content as text. Raises UnicodeError."""
        return self.data.decode()

    def json(self) -> "Any":
        """The content, decoded as JSON. Raises ValueError."""
        return json_codec.loads(self.data)


def _joined(chunks) -> "tuple[bytes, bool]":
    """The content that came in chunks (bytes), and whether it is complete (RFC 9112, 7.1)."""
    content = b""
    while True:
        line, end, rest = chunks.partition(b"\r\n")
        if not end:
            return content, False
        size = int(line, 16)
        if not size:
            return content, True
        content += rest[:size]
        chunks = rest[size + 2 :]
