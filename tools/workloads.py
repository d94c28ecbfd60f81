"""What the contenders of bench/ and the apps of bench/apps are asked, and what they have to answer.

An Exchange is one request and the answer it must get. How they are sent is serving.py's business.
"""
import json
from itertools import cycle, islice

from figures import Broken


class Exchange:
    """A request, as bytes, and its expected answer: `body` is bytes, or the value that the body is JSON of."""

    def __init__(self, request, body, status=200):
        self.request = request
        self.method, self.target, _ = request.decode().split(" ", 2)
        self.body = body
        self.status = status

    def kept(self):
        """The same, over a connection that stays."""
        return Exchange(self.request.replace(b"Connection: close", b"Connection: keep-alive"), self.body, self.status)

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


BROWSER = {
    "User_Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Accept_Language": "en-US,en;q=0.5",
    "Accept_Encoding": "gzip, deflate, br, zstd",
    "Referer": "http://127.0.0.1:8081/index.html",
    "DNT": "1",
    "Upgrade_Insecure_Requests": "1",
    "Sec_Fetch_Dest": "document",
    "Sec_Fetch_Mode": "navigate",
    "Sec_Fetch_Site": "same-origin",
}  # with Host and Connection that makes twelve fields
FILES = {f"{size}k.txt": (b"%1023d\n" % size) * size for size in (10, 100)}
TABLE = "<table>\n%s</table>\n" % "".join(f"<tr><td>{n}<td>plant {n}\n" for n in range(10))

# Under its name, the section of a contender that answers it, and the exchange.
WORKLOADS = {
    "hello": ("hello", get("/", b"Hello")),
    "hello, 12 header fields": ("hello", get("/", b"Hello", **BROWSER)),
    "JSON": ("JSON", get("/json", {"temperature": 21.5, "humidity": 40, "place": "kitchen"})),
    "parameter and query": ("parameter", get("/plants/42?unit=C", b"plant 42 in C")),
    "form": ("form", post("/form", b"plant=basil&time=07%3A30", b"basil at 07:30")),
    "file, 10 KiB": ("file 10", get("/10k.txt", FILES["10k.txt"])),
    "file, 100 KiB": ("file 100", get("/100k.txt", FILES["100k.txt"])),
    "template, 10 rows": ("template", get("/table", TABLE.encode())),
}
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


def repeated(exchanges, count):
    """Return `count` exchanges, taken round and round."""
    return list(islice(cycle(exchanges), count))
