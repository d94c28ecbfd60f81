"""Counts the instructions of a server, request by request, on MicroPython 1.25, 32 bits.

The server runs under callgrind, which writes its counts to a file each time the server is about to wait. So there is
a figure for each time it was busy, and a sum for any number of requests. Paths, environment, heap and order of events
are always the same: it repeats within half a percent, on a busy machine too. The kernel's work is not in it.
"""
import re
import socket

import serving
from debian import Apt, Unavailable, cached, say
from figures import Broken
from serving import Server, micropython, receive

VALGRIND_SUITE = "trixie"  # its valgrind knows the no-ops that the interpreter is padded with; 3.19 does not
COMMAND = ("valgrind/callgrind-x86-linux", "-q", "--tool=callgrind", "--callgrind-out-file=counts",
           "--dump-before=poll", "libraries/ld-linux.so.2", "--library-path", "libraries", "./micropython")
ENVIRONMENT = {**serving.ENVIRONMENT, "VALGRIND_LIB": "valgrind", "VALGRIND_LAUNCHER": "valgrind"}
HEAP = 192  # KiB
WARM_UP = 40  # requests: all that is loaded late is loaded, and what is remembered is known
ENOUGH = 100_000_000  # instructions that are counted for one figure; the collections among them are some then
FEWEST, MOST = 20, 1500  # requests
KEPT = 20  # requests over a kept connection; with one for all, the figure came to depend on the machine's speed


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


def among(count):
    """Return a way to converse: over `count` connections that are open all the time, in turns."""
    def converse(server, exchanges):
        with server.connections(count) as connections:
            for number, exchange in enumerate(exchanges):
                ask_again(server, connections[number % count], exchange)
    return converse


def ask_again(server, connection, exchange):
    server.settle()
    connection.sendall(exchange.request)
    # An answer in two writes would wait for a delayed acknowledgement, a long time that is not measured here.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
    if receive(connection, exchange).will_close:
        raise Broken("the server does not keep the connection")


def fetch_valgrind(scratch):
    say(f"fetching valgrind, 32 bits, from Debian {VALGRIND_SUITE} ...")
    Apt(scratch / "apt", VALGRIND_SUITE, "i386").unpack(["valgrind"], scratch / "made")
    return scratch / "made"


def valgrind():
    """Return the folder of valgrind's tools. They are linked statically: nothing else is needed."""
    return cached(f"valgrind-{VALGRIND_SUITE}-32", fetch_valgrind) / "usr" / "libexec" / "valgrind"


def prepare(stage):
    """Return the stage, from which COMMAND runs now: what it needs is reached by the same short path everywhere."""
    root = micropython().parent / "root" / "usr"
    if not root.exists():
        raise Unavailable("counting instructions takes the interpreter that Debian has, with its libraries")
    (stage.folder / "micropython").symlink_to(root / "bin" / "micropython")
    (stage.folder / "libraries").symlink_to(root / "lib" / "i386-linux-gnu")
    (stage.folder / "valgrind").symlink_to(valgrind())
    return stage


TOTALS = re.compile(r"^totals: (\d+)$", re.M)  # the last line of a file of counts


class Counted(Server):
    """A server whose instructions are counted, in `heap` KiB.

    names: how many unused names are made before the app is loaded; None: it is started without what makes them.
    """

    def __init__(self, stage, app, heap=HEAP, names=None):
        self.folder = stage.folder
        self.seen = 0
        for old in self.folder.glob("counts*"):
            old.unlink()
        words = ["-m", app] if names is None else ["shifted.py", str(names), app]
        super().__init__(stage, *COMMAND, "-X", f"heapsize={heap}k", *words, environment=ENVIRONMENT)

    def spent(self):
        """Return, for each time that the server was busy since the last call, (instructions, collections)."""
        self.settle()
        return list(iter(self.next_counts, None))

    def next_counts(self):
        path = self.folder / f"counts.{self.seen + 1}"
        if not path.exists():
            return None
        self.seen += 1
        self.wait_for(lambda: TOTALS.search(path.read_text()), "counts have no end")
        text = path.read_text()
        path.unlink()
        return int(TOTALS.search(text).group(1)), collections(text)


def collections(text):
    """How often garbage was collected: the interpreter asks which thread it is in then, and only then."""
    found = re.search(r"fn=\((\d+)\) pthread_self$", text, re.M)
    calls = re.findall(rf"^cfn=\({found.group(1)}\).*\ncalls=(\d+) ", text, re.M) if found else []
    return sum(map(int, calls))


class Spent:
    """What some requests took of a server."""

    def __init__(self, requests, counts):
        self.per_request = round(sum(instructions for instructions, _ in counts) / requests)
        self.longest = max(instructions for instructions, _ in counts)
        self.collections = sum(number for _, number in counts)
        self.requests = requests


def steady(server, exchange, converse, enough=ENOUGH):
    """Return what requests take of a Counted server once it is warm. exchange: a function of a number."""
    converse(server, [exchange(number) for number in range(WARM_UP)])
    server.spent()
    converse(server, [exchange(number) for number in range(WARM_UP, WARM_UP + FEWEST)])
    about = Spent(FEWEST, server.spent()).per_request
    requests = min(max(enough // about, FEWEST), MOST)
    converse(server, [exchange(WARM_UP + FEWEST + number) for number in range(requests)])
    return Spent(requests, server.spent())


def at_start(stage, app):
    """Return the instructions of the interpreter from its start until the app waits for clients."""
    with Counted(stage, app) as server:
        return server.spent()[0][0]
