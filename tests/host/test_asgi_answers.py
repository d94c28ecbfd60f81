"""Answers as ASGI events: by helpers, and by handlers that write all of it themselves."""

import picoweb
import pytest
from asgi_call import call


def test_an_answer_in_one_piece_is_two_events():
    assert call(lambda req, resp: ("made", 201, {"X-A": "1"})).sent == [
        {"type": "http.response.start", "status": 201, "headers": [
            (b"content-type", b"text/html; charset=utf-8"), (b"x-a", b"1"), (b"content-length", b"4")]},
        {"type": "http.response.body", "body": b"made", "more_body": False}]


def test_who_changes_the_headers_of_an_answer_changes_no_other():
    def handler(req, resp):
        return "same"

    call(handler).sent[0]["headers"].append((b"x-b", b"1"))
    assert b"x-b" not in call(handler).headers


def test_what_frames_content_on_a_connection_is_not_passed_on():
    async def handler(req, resp):
        resp.keep = False
        await picoweb.start_response(resp)
        await resp.awrite("a")
        await resp.awrite(bytearray(b"xbx"), 1, 1)
        await resp.awrite("")

    one = call(handler)
    assert one.headers == {b"content-type": b"text/html; charset=utf-8"}
    assert [(event["body"], event["more_body"]) for event in one.sent[1:]] == [(b"a", True), (b"b", True), (b"", False)]


@pytest.mark.parametrize("text, content", [
    ("HTTP/1.0 200 OK\r\nX-A: 1\r\n\r\nabc", b"abc"),
    ("HTTP/1.0 200\nX-A:1\n\nabc", b"abc"),
    ("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nX-A: 1\r\n\r\na\r\n\r\nb", b"a\r\n\r\nb"),
    ("HTTP/1.1 200 OK\r\nX-A: 1\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n1\r\nd\r\n0\r\n\r\n", b"abcd"),
    ("HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc", b"abc"),
])
@pytest.mark.parametrize("step", [1, 7, 1000])
def test_raw_answers_in_pieces_of_any_size(text, content, step):
    async def handler(req, resp):
        for start in range(0, len(text), step):
            await resp.awrite(text[start : start + step])

    one = call(handler)
    assert (one.status, one.body, one.sent[-1]["more_body"]) == (200, content, False)
    assert set(one.headers) <= {b"x-a", b"content-length"} and one.headers[b"x-a"] == b"1"
    assert call(handler, method="HEAD").body == b""


def test_content_before_a_head():
    async def handler(req, resp):
        await resp.awrite("hello")
        await resp.awrite(" world")

    one = call(handler)
    assert (one.status, one.body) == (200, b"hello world") and one.headers[b"content-type"].startswith(b"text/html")
    assert call(handler, method="HEAD").body == b""


@pytest.mark.parametrize("text", ["HTTP/1.1 20x\r\n\r\n", "HTTP/1.1 101 Switching\r\n\r\n", "HTTP/" + "x" * 50000])
def test_a_raw_answer_that_is_none(text):
    async def handler(req, resp):
        await resp.awrite(text)

    with pytest.raises(ConnectionAbortedError):
        call(handler)


def test_content_that_is_missing_is_seen():
    async def short(req, resp):
        await picoweb.start_response(resp, length=5)
        await resp.awrite("abc")

    async def chunks(req, resp):
        await resp.awrite("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")

    async def fails(req, resp):
        await picoweb.start_response(resp)
        await resp.awrite("abc")
        raise KeyError

    for handler in (short, chunks, fails):
        with pytest.raises(ConnectionAbortedError):
            call(handler)


@pytest.mark.parametrize("status", [204, 304])
def test_no_content(status):
    one = call(lambda req, resp: ("", status))
    assert one.headers == {} and one.body == b"" and not one.sent[-1]["more_body"]


def test_head_has_the_length_that_get_has():
    one = call(lambda req, resp: "hello", method="HEAD")
    assert one.headers[b"content-length"] == b"5" and one.body == b""
