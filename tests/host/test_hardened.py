"""What a stranger sends never makes a board fail later: on MicroPython 1.25 of 32 bits, in each size of heap."""
import socket
import sys
from pathlib import Path

import pytest
from need import skip_or_fail

sys.path.append(str(Path(__file__).resolve().parent.parent.parent / "tools"))

import builds  # noqa: E402
import hardened  # noqa: E402
import heap  # noqa: E402
import odd_requests  # noqa: E402
import workloads  # noqa: E402
from debian import Unavailable  # noqa: E402
from odd_clients import PATIENCE, Odd, receive_all  # noqa: E402
from odd_requests import CONTENT  # noqa: E402
from serving import HOST  # noqa: E402

HISTORY = 138  # requests, mixed
ROOM = 68  # KiB
SLACK = 512  # bytes that may be in use more or less by chance; an object for each byte would take 4,000
LONG_HEAD = Odd("a head of 1,500 bytes", odd_requests.filled(odd_requests.get(b"/", odd_requests.CHROME)[:-2], 1500))
POSTED, _ = odd_requests.post(CONTENT, target=b"/echo")
HELLO = workloads.get("/", b"Hello")


def laid_out(kind, app, folder):
    try:
        return builds.staged(kind, app, folder / "stage")
    except Unavailable as why:
        skip_or_fail(str(why))


@pytest.mark.parametrize("app, kind", [("hello", builds.APP_MPY)])
def test_odd_requests_never_make_later_ones_fail(app, kind, tmp_path):
    """In no size of heap from the smallest on in which the app starts."""
    sizes = hardened.sweep(laid_out(kind, app, tmp_path), app)
    assert not {size.heap: size.broken for size in sizes if size.broken}


@pytest.mark.parametrize("kind", [builds.APP_MPY, builds.APP_ROMFS])
def test_a_long_head_is_answered_after_any_history(kind, tmp_path):
    with laid_out(kind, "site", tmp_path).start("site", ROOM) as server:
        sent = 0
        while sent < HISTORY:
            sent += len(odd_requests.run(server))
        assert [str(LONG_HEAD.send(server)) for _ in range(5)] == [f"{LONG_HEAD.name}: 200"] * 5


def send_singly(server, connection, data, meanwhile=lambda: None):
    """Send each byte in a segment of its own, once the server has taken the one before, and at times `meanwhile`."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for number in range(len(data)):
        connection.sendall(data[number:number + 1])
        server.settle()
        if not number % 50:
            meanwhile()


@pytest.mark.parametrize("kind", [builds.APP_MPY, builds.MIP_MPY])
def test_content_in_single_bytes_is_read_while_others_are_served(kind, tmp_path):
    with laid_out(kind, "reading", tmp_path).start("reading", ROOM) as server:
        for _ in range(3):
            with socket.create_connection((HOST, server.port), timeout=PATIENCE) as connection:
                connection.sendall(POSTED)
                server.settle()
                send_singly(server, connection, CONTENT, lambda: server.ask(HELLO))
                received = bytearray()
                receive_all(connection, received)
            assert received.startswith(b"HTTP/1.1 200 OK\r\n") and received.endswith(b"\r\n\r\n" + CONTENT)


def held_while_content_comes(bench, send):
    """Return the bytes in use when all content but its last byte has come, and all of it has been asked for before."""
    with bench.probed("reading", "collect") as server:
        for _ in range(2):
            with socket.create_connection((HOST, server.port), timeout=PATIENCE) as connection:
                connection.sendall(POSTED)
                server.settle()
                send(server, connection, CONTENT[:-1])
                held = heap.reading(server)
                connection.sendall(CONTENT[-1:])
                receive_all(connection, bytearray())
    return held


def test_content_in_single_bytes_takes_no_more_heap_than_in_one_piece(tmp_path):
    bench = laid_out(builds.MIP_MPY, "reading", tmp_path)
    at_once = held_while_content_comes(bench, lambda server, connection, data: connection.sendall(data))
    assert held_while_content_comes(bench, send_singly) <= at_once + SLACK
