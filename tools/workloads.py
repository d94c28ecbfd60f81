"""What the apps of bench/apps are asked, and what they have to answer.

An Exchange is one request and the answer it must get. How they are sent is serving.py's business.
"""
import json
from itertools import cycle, islice

from figures import Broken


class Exchange:
    """A request, as bytes, and its expected answer: `body` is bytes, or the value that the body is JSON of."""

    def __init__(self, request, body, status=200):
        self.request = request
        self.method = request.split(b" ", 1)[0].decode()
        self.body = body
        self.status = status

    def compare(self, status, body):
        """Raise Broken unless the answer is the expected one."""
        if status != self.status or not self.says(body):
            raise Broken(f"{self.request!r} was answered with {status} {body!r}, not {self.status} {self.body!r}")

    def says(self, body):
        if isinstance(self.body, bytes):
            return body == self.body
        try:
            return json.loads(body) == self.body
        except ValueError:
            return False


def head(method, target, fields):
    fields = {"Host": "127.0.0.1:8081", "User-Agent": "curl/8.14.1", "Accept": "*/*", **fields}
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join(lines + ["", ""]).encode()


def get(target, body, status=200, **fields):
    """Return the Exchange of a GET; fields are header fields, `_` in a name standing for `-`."""
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return Exchange(head("GET", target, {"Connection": "close", **named}), body, status)


def post(target, form, body):
    fields = {"Connection": "close", "Content-Type": "application/x-www-form-urlencoded", "Content-Length": len(form)}
    return Exchange(head("POST", target, fields) + form, body)


FLOOR = HELLO = [get("/", b"Hello")]
DATA = [get("/", {"temperature": 21.5, "humidity": 40, "place": "kitchen"})]
SITE = [
    get("/", b"<h1>Greenhouse</h1>"),
    get("/about", b"A greenhouse with one board"),
    get("/state", {"pump": False}),
    get("/search?q=rose+bush", b"Nothing about rose bush"),
    post("/settings", b"plant=basil&time=07%3A30", b"basil at 07:30"),
    get("/plants", b"<ul>\n<li>basil</li>\n<li>chives</li>\n<li>mint</li>\n</ul>\n"),
    get("/plant/mint", b"About mint"),
    get("/static/style.css", b"body { font-family: sans-serif; margin: 2em }\nh1 { color: darkgreen }\n"),
    get("/api/sensor", {"celsius": 21}),
    get("/contact", b"The gardener"),
]


def table(target, text):
    """Return the Exchange for a page of ten rows, which ends each in `text`."""
    rows = b"".join(b"<tr><td>%d</td><td>basil</td><td>%s</td></tr>\n" % (n, text) for n in range(10))
    return get(target, b"<table>\n" + rows + b"</table>\n")


ROWS = [table("/", b"likes sun &amp; warmth")]
PLAIN_ROWS = [table("/plain", b"likes sun & warmth")]


def repeated(exchanges, count):
    """Return `count` exchanges, taken round and round."""
    return list(islice(cycle(exchanges), count))
