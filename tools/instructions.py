"""Counts the instructions that picoweb spends on a request, on MicroPython 1.25, 32 bits.

A server runs under callgrind, once for few requests and once for many; the difference, divided,
is the figure. Paths, environment, heap and order of events are always the same: it repeats within
half a percent, on a busy machine too. Garbage collections are in it, the kernel's work is not.
"""
import re
import socket
import tempfile
from functools import partial
from pathlib import Path

import figures
import serving
from debian import Apt, Unavailable, cached, say
from figures import Broken
from serving import Server, Stage, micropython, receive
from workloads import DATA, FLOOR, HELLO, PLAIN_ROWS, ROWS, get

VALGRIND_SUITE = "trixie"  # its valgrind knows the no-ops that the interpreter is padded with; 3.19 does not
FEW, MANY = 100, 1600  # requests
KEPT = 20  # requests over a kept connection; with one for all, the figure came to depend on the machine's speed
COMMAND = ("valgrind/callgrind-x86-linux", "-q", "--tool=callgrind", "--callgrind-out-file=counts",
           "libraries/ld-linux.so.2", "--library-path", "libraries", "./micropython", "-X", "heapsize=192k", "-m")
ENVIRONMENT = {**serving.ENVIRONMENT, "VALGRIND_LIB": "valgrind", "VALGRIND_LAUNCHER": "valgrind"}
KEEP = "keep-alive"
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


def closed(server, exchanges):
    """Do each exchange over a connection of its own."""
    for exchange in exchanges:
        server.ask_promptly(exchange)


def late(server, exchanges):
    """Do each exchange over a connection of its own, whose request keeps the server waiting."""
    for exchange in exchanges:
        server.ask_late(exchange)


def kept(server, exchanges):
    """Do KEPT exchanges over each connection."""
    for start in range(0, len(exchanges), KEPT):
        with server.connections() as [connection]:
            for exchange in exchanges[start:start + KEPT]:
                ask_again(server, connection, exchange)


def ask_again(server, connection, exchange):
    server.settle()
    connection.sendall(exchange.request)
    # An answer in two writes would wait for a delayed acknowledgement, a long time that is not measured here.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
    if receive(connection, exchange).will_close:
        raise Broken("the server does not keep the connection")


def hello(**fields):
    return get("/", b"Hello", **fields)


# What is measured: a name, the app, the way of its connections, and the exchange number n.
SCENARIOS = (
    ("floor, closed", "floor", closed, lambda n: FLOOR[0]),
    ("hello, closed", "hello", closed, lambda n: HELLO[0]),
    ("hello, closed, comes late", "hello", late, lambda n: HELLO[0]),
    ("hello, kept", "hello", kept, lambda n: hello(Connection=KEEP)),
    ("hello, closed, 12 header fields", "hello", closed, lambda n: hello(**BROWSER)),
    ("hello, closed, every head another", "hello", closed, lambda n: hello(X_Number=f"{n:04}")),
    ("hello, kept, every head another", "hello", kept, lambda n: hello(X_Number=f"{n:04}", Connection=KEEP)),
    ("JSON, closed", "data", closed, lambda n: DATA[0]),
    ("template of ten rows, escaped, closed", "rows", closed, lambda n: ROWS[0]),
    ("template of ten rows, plain, closed", "rows", closed, lambda n: PLAIN_ROWS[0]),
)


def fetch_valgrind(scratch):
    say(f"fetching valgrind, 32 bits, from Debian {VALGRIND_SUITE} ...")
    Apt(scratch / "apt", VALGRIND_SUITE, "i386").unpack(["valgrind"], scratch / "made")
    return scratch / "made"


def valgrind():
    """Return the folder of valgrind's tools. They are linked statically: nothing else is needed."""
    return cached(f"valgrind-{VALGRIND_SUITE}-32", fetch_valgrind) / "usr" / "libexec" / "valgrind"


def set_stage(folder):
    """Return a stage from which COMMAND runs: whatever it needs is reached by the same short path everywhere."""
    root = micropython().parent / "root" / "usr"
    if not root.exists():
        raise Unavailable("counting instructions takes the interpreter that Debian has, with its libraries")
    stage = Stage(folder, {app for _, app, _, _ in SCENARIOS})
    (folder / "micropython").symlink_to(root / "bin" / "micropython")
    (folder / "libraries").symlink_to(root / "lib" / "i386-linux-gnu")
    (folder / "valgrind").symlink_to(valgrind())
    return stage


def count(stage, app, exchange, converse, requests):
    """Return the instructions of a server from its start until it rests after `requests` requests."""
    with Server(stage, *COMMAND, app, environment=ENVIRONMENT) as server:
        converse(server, [exchange(number) for number in range(requests)])
        server.settle()
    counts = stage.folder / "counts"
    totals = re.search(r"^totals: (\d+)$", counts.read_text(), re.M)
    counts.unlink()
    return int(totals.group(1))


def per_request(stage, app, converse, exchange):
    few, many = (count(stage, app, exchange, converse, requests) for requests in (FEW, MANY))
    return round((many - few) / (MANY - FEW))


def tasks():
    with tempfile.TemporaryDirectory() as scratch:
        stage = set_stage(Path(scratch, "stage"))
        for name, app, converse, exchange in SCENARIOS:
            yield f"{name}: instructions per request", partial(per_request, stage, app, converse, exchange)


if __name__ == "__main__":
    figures.main("instructions", __doc__.split("\n")[0], tasks())
