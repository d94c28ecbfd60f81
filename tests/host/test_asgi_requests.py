"""Requests from ASGI events: the head, and content as it comes."""

import asyncio
import json

import httpx
import pytest
from asgi_call import Call, call, made


def test_the_request():
    def handler(req, resp):
        return [req.method, req.path, req.qs, req.headers["X-a"], req.remote_addr, len(req.headers)]

    one = call(handler, "/\u00fc b", method="PUT", raw_path=b"/%c3%bc%20b", query_string=b"a=%20",
               headers=[(b"x-a", b"1")])
    assert one.body == b'["PUT", "/\\u00fc b", "a=%20", "1", "1.2.3.4", 2]'
    one = call(lambda req, resp: [req.path, req.remote_addr], "/\u00fc", raw_path=None, client=None)
    assert one.body == b'["/\\u00fc", null]'


@pytest.mark.parametrize("client, address", [
    (("", "0"), None), (("", 0), None), (None, None), (["1.2.3.4", "5"], ["1.2.3.4", 5]), (("1.2.3.4", None), ["1.2.3.4", 0])])
def test_the_address_of_a_client(client, address):
    """On a unix socket there is none, which granian says by empty texts; its ports are texts, too."""
    def handler(req, resp):
        peer = resp.get_extra_info("peername")
        return [req.remote_addr, peer and list(peer)]

    assert json.loads(call(handler, client=client).body) == [address and address[0], address]


@pytest.mark.parametrize("version, fields", [("1.1", {b"connection": b"close"}), ("2", {})])
def test_a_head_that_is_refused_ends_the_connection(version, fields):
    """With both a length and a Transfer-Encoding, nobody knows where the next request begins (RFC 9112, 6.1)."""
    for headers in ([(b"content-length", b"3"), (b"transfer-encoding", b"chunked")], [(b"content-length", b"x")]):
        one = call(lambda req, resp: "a", headers=headers, http_version=version)
        assert one.status == 400 and {name: one.headers[name] for name in one.headers if name == b"connection"} == fields
    assert b"connection" not in call(lambda req, resp: "a", http_version=version).headers


def test_below_a_prefix():
    async def main():
        app = made(("/user", lambda req, resp: app.app.url_for("user") + " " + req.path, {"endpoint": "user"}))
        answers = []
        for path, root in (("/pre/user", "/pre"), ("/user", "/pre"), ("/pre/user", "/pre/"), ("/user", ""),
                           ("/preuser", "/pre")):
            one = Call(app, path, root_path=root)
            answers.append((await one.run()).body)
        return answers

    assert asyncio.run(main()) == [b"/pre/user /user", b"/pre/user /user", b"/pre/user /user", b"/user /user",
                                   b"404 Not Found\n"]


@pytest.mark.parametrize("status, scope", [
    (400, {"headers": [(b"host", b"y")]}),
    (400, {"raw_path": b"/\x01"}),
    (400, {"headers": [(b"content-length", b"+1")]}),
    (414, {"raw_path": b"/" + b"x" * 10000}),
    (417, {"headers": [(b"expect", b"tea")]}),
    (431, {"headers": [(b"x", b"x" * 40000)]}),
    (431, {"headers": [(b"x", b"x")] * 200}),
])
def test_what_is_refused(status, scope):
    assert call(lambda req, resp: "x", **scope).status == status


def test_content_is_bounded():
    async def handler(req, resp):
        return await req.body()

    async def main(headers, limit, come):
        app = made(("/", handler))
        app.app.limits.body, app.app.limits.body_ms = limit, 100
        one = Call(app, "/", "POST", headers)
        if come:
            one.come(b"abc", True)
            one.come(b"de")
        return (await one.run()).sent[:2]

    length, chunked = [(b"content-length", b"5")], [(b"transfer-encoding", b"chunked")]
    for headers in (length, chunked):
        for limit, come, status in ((5, True, 200), (4, True, 413), (5, False, 408)):
            sent = asyncio.run(main(headers, limit, come))
            assert sent[0]["status"] == status, (headers, limit, come)
            assert status != 200 or sent[1]["body"] == b"abcde"


def test_not_more_is_received_than_is_read():
    async def handler(req, resp):
        await req.reader.read(1)
        await asyncio.sleep(0.05)
        return str(one.events.qsize())

    async def main():
        nonlocal one
        one = Call(made(("/", handler)), "/", "POST", [(b"transfer-encoding", b"chunked")])
        for _ in range(20):
            one.come(b"x" * 50000, True)
        return (await one.run()).body

    one = None
    assert int(asyncio.run(main())) > 15


def test_headers_that_are_left_to_the_handler():
    async def handler(req, resp):
        return [(await req.reader.readline()).decode() for _ in range(3)] + [(await req.reader.read(2)).decode()]

    async def main():
        app = made()
        app.app.url_map.append(("/", handler, {"headers": "leave"}))
        one = Call(app, "/", "POST", [(b"content-length", b"2")])
        one.come(b"ab")
        return (await one.run()).body

    assert asyncio.run(main()) == b'["host: x\\r\\n", "content-length: 2\\r\\n", "\\r\\n", "ab"]'


def test_by_a_client_without_a_server():
    async def main():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(made(("/", echo))), base_url="http://x") as client:
            return await client.post("/", content=b"abc")

    async def echo(req, resp):
        return await req.body()

    answer = asyncio.run(main())
    assert (answer.status_code, answer.content) == (200, b"abc")
