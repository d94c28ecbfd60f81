"""Clients of a board that are not like others: what one sends and how it leaves, and how it was treated."""
import re
import socket
import struct
from contextlib import ExitStack

from serving import HOST

PATIENCE = 3  # seconds until an answer that does not come counts as silence
CONNECTIONS = 5  # of app.limits: so many clients are served at a time
STATUS_LINE = re.compile(rb"HTTP/1\.1 ([0-9]{3}) [^\r\n]*\r\n")

CLOSES, RESETS, ENDS = "closes", "resets", "ends its side"  # what a client does in place of waiting for an answer


class Odd:
    """What one client sends, and the answers that are right.

    pieces: list of bytes; each is sent once the server has taken the one before, and sleeps. right: for each answer,
    a tuple of the statuses that are right. rest: bytes, sent after 100 (Continue) only. may_close: whether to be
    closed without an answer is right. may_end: whether fewer answers are right, if the last one says that the connection
    ends with it. large: whether 503 is right as well, as it takes a large piece of heap.
    leaves: one of CLOSES, RESETS, ENDS, or None for a client that waits. patience: seconds that it waits.
    """

    def __init__(self, name, *pieces, right=((200,),), rest=b"", may_close=False, may_end=False, large=False, leaves=None,
                 patience=PATIENCE):
        self.name = name
        self.pieces = pieces
        self.right = right
        self.rest = rest
        self.may_close = may_close
        self.may_end = may_end
        self.large = large
        self.leaves = leaves
        self.patience = patience

    def send(self, server):
        """Be this client; return the Treatment that it gets."""
        received = bytearray()
        try:
            with socket.create_connection((HOST, server.port), timeout=self.patience) as connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._send_pieces(server, connection)
                self._leave(server, connection)
                if self.leaves not in (CLOSES, RESETS):
                    receive_all(connection, received, self.rest)
        except OSError:  # it was reset, or time is over: what came before counts
            pass
        return Treatment(self, bytes(received))

    def _send_pieces(self, server, connection):
        for number, piece in enumerate(self.pieces):
            if number:
                server.settle()
            try:
                connection.sendall(piece)
            except (BrokenPipeError, ConnectionResetError):
                return  # the server has answered already; what it said is still to be read

    def _leave(self, server, connection):
        if self.leaves:
            server.settle()  # lest it leaves before anybody saw it
        if self.leaves == RESETS:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if self.leaves == ENDS:
            connection.shutdown(socket.SHUT_WR)


class Treatment:
    """How a client was treated.

    statuses: those of its answers. silence: whether it got none, and should have. no_memory: whether it got 503.
    needless: whether that was for a request that takes little. fault: None, or what else is wrong, as a str.
    """

    def __init__(self, odd, received):
        self.name = odd.name
        self.statuses, rest = statuses(received, head_only=odd.name.startswith("HEAD"))
        self.ended = odd.may_end and b"\r\nConnection: close\r\n" in received
        self.silence = not self.statuses and not rest and not odd.may_close and odd.leaves not in (CLOSES, RESETS)
        self.no_memory = 503 in self.statuses
        self.needless = self.no_memory and not odd.large
        self.fault = None
        if self.silence:
            self.fault = "no answer"
        elif rest:
            self.fault = f"an answer is malformed or cut short: {rest[:80]!r}"
        elif self.statuses and not self.no_memory and not self._right(odd):
            self.fault = f"answered with {', '.join(map(str, self.statuses))}"

    def _right(self, odd):
        enough = self.statuses if self.ended else odd.right
        return len(self.statuses) == len(enough) and all(map(tuple.__contains__, odd.right, self.statuses))

    def __str__(self):
        return f"{self.name}: {self.fault or ', '.join(map(str, self.statuses)) or 'closed'}"


def statuses(received, head_only):
    """Return the statuses of the answers in the bytes that came, without 100, and what of them is no whole answer."""
    found = []
    while received:
        match = STATUS_LINE.match(received)
        head, blank_line, rest = received.partition(b"\r\n\r\n")
        if not match or not blank_line:
            return found, received
        status = int(match.group(1))
        length = 0 if head_only or status in (100, 204, 304) else content_length(head, rest)
        if length is None:
            return found, received
        received = rest[length:]
        if status != 100:
            found.append(status)
    return found, b""


def content_length(head, rest):
    """Return how many bytes at the start of `rest` are the content of the answer; None: it is not whole."""
    fields = head.lower() + b"\r\n"
    announced = re.search(rb"\r\ncontent-length: ([0-9]+)\r\n", fields)
    if announced:
        length = int(announced.group(1))
        return length if length <= len(rest) else None
    if b"\r\ntransfer-encoding: chunked\r\n" in fields:
        end = re.search(rb"(^|\r\n)0\r\n\r\n", rest)
        return end.end() if end else None
    return len(rest)


def receive_all(connection, received, rest=b""):
    """Add to `received` (bytearray) all that comes until the server closes; `rest` is sent if it asks for more.

    Once something has come the client says that it sends no more, so that the server need not wait to know that.
    """
    has_ended = False
    while True:
        data = connection.recv(65536)
        if not data:
            return
        received += data
        if rest and received.startswith(b"HTTP/1.1 100 ") and received.endswith(b"\r\n\r\n"):
            connection.sendall(rest)
            rest = b""
        elif not has_ended:  # a second time, it fails once the server has closed
            connection.shutdown(socket.SHUT_WR)
            has_ended = True


class Crowd:
    """More clients than the server has room for: each asks once, keeps its connection, and all are answered."""

    name = "more clients than there is room for"

    def send(self, server):
        """Be these clients; return the Treatment of the last that was served."""
        received = b""
        with ExitStack() as connections:
            try:
                for _ in range(CONNECTIONS + 1):
                    received = b""
                    connection = socket.create_connection((HOST, server.port), timeout=PATIENCE)
                    connections.enter_context(connection)
                    connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                    received = receive_one(connection)
            except OSError:
                pass
        return Treatment(Odd(self.name, large=True), received)


def receive_one(connection):
    """Return an answer of a connection that is kept, or what came of it."""
    received = b""
    while not received or statuses(received, False)[1]:
        data = connection.recv(65536)
        if not data:
            break
        received += data
    return received
