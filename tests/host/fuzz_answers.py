"""What the parsers say to arbitrary bytes, as text that compares: `answer(kind, data)`.

As a script, `fuzz_answers.py CASES OUT`, it does so for each line "kind hex [cut...]" of a file. Runs on MicroPython
and CPython alike.
"""

import json
import sys
from binascii import hexlify, unhexlify

import app_echo
import picoweb
from harness import Log, without_dates
from picoweb.serving.connection import serve_connection
from picoweb.messages.cookies import cookies_of as _cookies
from picoweb.http.fields import Headers
from picoweb.http.errors import HTTPError
from picoweb.http.heads import Head, parse_fields, parse_request_line
from picoweb.messages.jsontext import check
from picoweb.messages.request import HTTPRequest
from picoweb.serving.stream import Stream
from picoweb.testing import MemorySocket, TestClient
from picoweb.utils import parse_form


def show(value):
    """A value as text, the same on every runtime: dicts in order of their keys, floats to seven digits.

    MicroPython reads floats near the ends of their range less exactly: these are only tiny or huge.
    """
    if isinstance(value, dict):
        return "{%s}" % ", ".join(sorted(show(key) + ": " + show(value[key]) for key in value))
    if isinstance(value, (list, tuple)):
        return "[%s]" % ", ".join(show(each) for each in value)
    if isinstance(value, str):
        return "str " + " ".join("%x" % ord(c) for c in value)
    if isinstance(value, (bytes, bytearray)):
        return "bytes " + hexlify(value).decode()
    if isinstance(value, float):
        size = abs(value)
        return "float tiny" if size < 1e-290 else "float huge" if size > 1e290 else "float %.6e" % value
    return repr(value)


def head_fields(data):
    found = Headers(data)
    return parse_fields(data), list(found.items())


def json_value(data):
    data.decode()  # as `HTTPRequest.json` does
    return json.loads(check(data))


app_echo.app.log = Log()
client = TestClient(app_echo.app)


class Pieces(MemorySocket):
    """A client whose bytes come in pieces; between two, the server has to wait."""

    def __init__(self, app, data, cuts):
        super().__init__(app, data)
        ends = list(cuts) + [len(data)]
        self.pieces = [data[start:end] for start, end in zip([0] + ends, ends)]
        self.input = b""

    def readinto(self, buf):
        if not self.input and self.pieces:
            self.input = memoryview(self.pieces.pop(0))
            return None
        return super().readinto(buf)

    def idle(self, stream, ms):
        return self.wait(stream, False, ms)

    @picoweb.coroutine
    def wait(self, stream, write, ms):
        """As the server's: there is always something by now."""
        return ms
        yield


def sent(data, cuts=()):
    """All that a server sends to a client that sends `data`, in pieces."""
    s = Pieces(client.app, data, cuts)
    client.app.run_coroutine(serve_connection(client.app, Stream(s, s, None)))
    client.app.log.lines.clear()
    if client.app.log.errors:
        raise client.app.log.errors.pop()
    if not s.closed:
        raise AssertionError("the connection is left open")
    return without_dates(bytes(s.sent))


def line_facts(data):
    """What a request line says, as a list."""
    line = parse_request_line(data)
    return [line.verb, line.url_path, line.query_text, line.http_minor, line.raw_line, line.known_route, line.known_args]


PARSERS = {
    "line": line_facts,
    "fields": head_fields,
    "form": parse_form,
    "cookies": lambda data: _cookies(HTTPRequest(None, Head(None, None, data, None, None, 0))),
    "json": json_value,
}


def answer(kind, data, cuts=()):
    """The answer, as text: a value, or the documented error. Another exception comes through."""
    if kind == "sent":
        return show(sent(data, cuts))
    try:
        return show(PARSERS[kind](data))
    except HTTPError as error:
        if kind in ("line", "fields") and (400 <= error.status < 500 or error.status in (501, 505)):
            return "HTTPError %d %s" % (error.status, error.reason)
        raise
    except UnicodeError:
        if kind == "json":
            return "UnicodeError"
        raise
    except ValueError as error:
        if kind in ("form", "json"):
            return "ValueError %s" % error
        raise


def main(cases, out):
    with open(cases) as lines, open(out, "w") as f:
        for line in lines:
            kind, data, *cuts = line.rstrip("\n").split(" ")
            try:
                text = answer(kind, unhexlify(data), [int(cut) for cut in cuts])
            except Exception as error:
                text = "%s: %s" % (type(error).__name__, error)
            f.write(text + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
