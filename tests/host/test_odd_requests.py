"""The script of odd requests judges right: what is silence, what is for want of memory, what is a wrong answer."""
import socket
import sys
import threading
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parent.parent.parent / "tools"))

import odd_requests  # noqa: E402
from odd_clients import ENDS, Odd  # noqa: E402

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello"
CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n\r\n"
NO_MEMORY = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n"


class Canned:
    """A server that reads once, and says what it is told to."""

    def __init__(self, answer):
        self.answer = answer
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def settle(self):
        pass

    def serve(self):
        connection, _ = self.listener.accept()
        with connection, self.listener:
            connection.recv(65536)
            connection.sendall(self.answer)


def treated(answer, odd=None):
    return (odd or Odd("a page", b"GET / HTTP/1.1\r\n\r\n")).send(Canned(answer))


@pytest.mark.parametrize("answer", [OK, CHUNKS, b"HTTP/1.1 100 Continue\r\n\r\n" + OK])
def test_a_right_answer(answer):
    treatment = treated(answer)
    assert (treatment.statuses, treatment.fault, treatment.no_memory) == ([200], None, False)


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 100 Continue\r\n\r\n"])
def test_silence(answer):
    treatment = treated(answer)
    assert treatment.silence and treatment.fault == "no answer"


def test_silence_is_right_for_who_cuts_its_content():
    assert treated(b"", Odd("cut", b"POST / HTTP/1.1\r\n", leaves=ENDS, may_close=True)).fault is None


def test_want_of_memory_is_no_fault_and_is_counted():
    treatment = treated(NO_MEMORY)
    assert treatment.no_memory and treatment.fault is None


@pytest.mark.parametrize("answer", [OK[:-1], CHUNKS[:-2], b"Hello", OK + b"x"])
def test_an_answer_that_is_not_whole(answer):
    assert "malformed or cut short" in treated(answer).fault


@pytest.mark.parametrize("answer", [OK.replace(b"200", b"404"), OK + OK])
def test_another_answer_than_the_right_one(answer):
    assert treated(answer).fault.startswith("answered with")


def test_the_answer_to_head_has_no_content():
    odd = Odd("HEAD", b"HEAD / HTTP/1.1\r\n\r\n")
    assert treated(OK.replace(b"Hello", b""), odd).fault is None


def test_content_is_sent_after_100_only():
    odd = Odd("100 expected", b"POST / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n", rest=b"content")
    assert treated(OK, odd).fault is None


def test_heads_have_the_size_that_they_are_called_after():
    assert len(odd_requests.filled(odd_requests.get(b"/")[:-2], 1500)) == 1500


def test_names_are_there_once():
    names = [odd.name for odd in odd_requests.SCRIPT + odd_requests.OVERDUE]
    assert len(set(names)) == len(names)
