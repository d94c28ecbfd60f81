"""What hostile and broken clients send, on real sockets: each is refused, and the server goes on."""

import asyncio
import gc

from harness import make_app, with_server

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
END = b"0\r\n\r\n"

HEADS = (
    b"GET /\r\n\r\n",
    b"GET\r\n\r\n",
    b"\0\x01\x02\x03\r\n\r\n",
    b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /  HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1 \r\nHost: x\r\n\r\n",
    b" GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / a HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /\x7f HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GE(T / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET: / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / http/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/ 1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/11\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.x\r\nHost: x\r\n\r\n",
    b"GET / HTTP/2.0\r\nHost: x\r\n\r\n",
    b"GET / HTTP/0.9\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.10\r\nHost: x\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / XTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET x HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET * HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http:/x HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http:///x HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http://a@b/x HTTP/1.1\r\nHost: x\r\n\r\n",
    b"CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"CONNECT / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /#a HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http://:80/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http://[/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET http://x:y/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/x.y\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: %zz\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a%2\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [::::]\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [1]\r\n\r\n",
    # what is wrong before the head is at its end
    b"GET /\r\n",
    b"GET / HTTP/2.0\r\n",
    b"\x16\x03\x01\0\xa5\x01\0",
    b"GET / HTTP/1.1\r\nHost: x\r\nA: b\0",
    b"GET / HTTP/1.1\r\nHost: x\n",
    # lines
    b"GET / HTTP/1.1\nHost: x\n\n",
    b"GET / HTTP/1.1\nHost: x\n\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA: b\nC: d\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA: b\rC: d\r\n\r\n",
    b"GET / HTTP/1.1\rHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n",
    b"GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n",
    # names
    b"GET / HTTP/1.1\r\n Host: x\r\n\r\n",
    b"GET / HTTP/1.1\r\n\tA: b\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\tc: d\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA:\r\n b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA\t: b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA B: c\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA\xc3: b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA\x01: b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA(B): c\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n\"A\": c\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n\0A: c\r\n\r\n",
    # hosts
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nhost: y\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x y\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x/y\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a@x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x:y\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x:80:80\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: http://x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x?y\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x#y\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: ::1]\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: []\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [ab..cd::ef98:0:7654:321]\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [zz::1]\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [::-]\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [12345::]\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [:1:2]\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [1::2::3]\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [1:2:3:4:5:6:7]\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [1:2:3:4:5:6:7:8:9]\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [1:2:3:4:5:6:7::8]\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [::ffff:1.2.3.400]\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [::ffff:1.2.3]\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [1.2.3.4::]\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: [v.x]\r\n\r\n",
    b"GET http://[zz::1]/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\xff\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: <x>\r\n\r\n",
    b"GET / HTTP/1,1\r\nHost: x\r\n\r\n",
    b"OPTIONS *?x HTTP/1.1\r\nHost: x\r\n\r\n",
    b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\rabc",  # of which no blank line would ever be the end
    # lengths
    HEAD + b"Content-Length: +1\r\n\r\na",
    HEAD + b"Content-Length: -1\r\n\r\na",
    HEAD + b"Content-Length: 1_0\r\n\r\n0123456789",
    HEAD + b"Content-Length: 0x1\r\n\r\na",
    HEAD + b"Content-Length: 1 1\r\n\r\n01234567890",
    HEAD + b"Content-Length: 1.0\r\n\r\na",
    HEAD + b"Content-Length: 1e1\r\n\r\n0123456789",
    HEAD + b"Content-Length: one\r\n\r\na",
    HEAD + b"Content-Length:\r\n\r\n",
    HEAD + b"Content-Length: \t\r\n\r\n",
    HEAD + b"Content-Length: \"1\"\r\n\r\na",
    HEAD + b"Content-Length: 1,\r\n\r\na",
    HEAD + b"Content-Length: ,1\r\n\r\na",
    HEAD + b"Content-Length: 1;1\r\n\r\na",
    HEAD + b"Content-Length: \xd9\xa1\r\n\r\na",
    HEAD + b"Content-Length: \xef\xbc\x91\r\n\r\na",
    HEAD + b"Content-Length: \xb2\r\n\r\nab",
    HEAD + b"Content-Length: \x0b1\r\n\r\na",
    HEAD + b"Content-Length: 1\x0c\r\n\r\na",
    HEAD + b"Content-Length: 1234567890123456789\r\n\r\na",
    HEAD + b"Content-Length: 99999999999999999999999999999999\r\n\r\na",
    HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    HEAD + b"Content-Length: 1\r\nContent-Length: 01\r\n\r\na",
    HEAD + b"Content-Length: 1, 2\r\n\r\nab",
    HEAD + b"Content-Length: 0\r\ncontent-length: 1\r\n\r\na",
    HEAD + b"Content-Length : 1\r\n\r\na",
    HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: identity\r\nContent-Length: 1\r\n\r\na",
    b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: chunked, chunked\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: chunked, gzip\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: gzip\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: xchunked\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: chunkedx\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: \"chunked\"\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: chunked;q=1\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: chun ked\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: \x0bchunked\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: chunked\x00\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding:\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding: ,\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding:\r\n chunked\r\n\r\n" + END,
    HEAD + b"Transfer-Encoding : chunked\r\n\r\n" + END,
    HEAD + b"Expect: tea\r\n\r\n",
    # sizes
    b"GET /" + b"x" * 2000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"x" * 6000,
    HEAD + b"A: " + b"x" * 8000,
    HEAD + b"A: " + b"x" * 5000 + b"\r\n\r\n",
    HEAD + b"A: b\r\n" * 70 + b"\r\n",
    HEAD + b"Content-Length: 20000\r\n\r\n",
    HEAD + b"Content-Length: 123456789012345678\r\n\r\na",
)

CHUNKS = (
    b"\r\n", b" 1\r\na\r\n", b"1 \r\na\r\n", b"\t1\r\na\r\n", b"+1\r\na\r\n", b"-1\r\na\r\n", b"0x1\r\na\r\n",
    b"1_0\r\n0123456789abcdef\r\n", b"g\r\na\r\n", b"1\na\r\n", b"1\r\na\n", b"1\r\nab\r\n", b"1\r\naX\r\n",
    b"2\r\na\r\n", b"\xd9\xa1\r\na\r\n", b"1.\r\na\r\n", b"1,1\r\na\r\n", b";a\r\na\r\n", b"10000000000000001\r\na\r\n",
    b"fffffffffffffffff\r\na\r\n", b"1;\r\na\r\n", b"1; \r\na\r\n", b"1;a\rb\r\na\r\n", b"1;a\0b\r\na\r\n", b"1;a\nb\r\na\r\n", b"1\r\r\na\r\n",
    b"1\r\na\r\r\n", b"fffffff\r\na", b"1;" + b"x" * 2000 + b"\r\na\r\n", b"0\r\nA : b\r\n\r\n", b"0\r\nA\r\n\r\n", b"0\r\n: b\r\n\r\n",
    b"0\r\nA: b\0\r\n\r\n", b"0\r\nA: b\rc\r\n\r\n", b"0\r\nA: b\n\r\n", b"0\r\n A: b\r\n\r\n", b"0\r\nA: b\r\n c\r\n\r\n",
    b"0\r\n" + b"A: b\r\n" * 1100 + b"\r\n", b"0\n\r\n", b"0\r\n\n", b"0 \r\n\r\n", b"1\r\na\r\n0x\r\n\r\n",
)

GOOD = (
    (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b""),
    (b"GET / HTTP/1.0\r\n\r\n", b""),
    (b"\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", b""),
    (b"\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", b""),
    (b"\r\n" * 1500 + b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b""),
    (b"GET / HTTP/1.1\r\nHost:\r\n\r\n", b""),
    (b"GET / HTTP/1.1\r\nhOST:x:8081\t\r\n\r\n", b""),
    (b"GET / HTTP/1.1\r\nHost: x:\r\n\r\n", b""),
    (b"GET / HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n", b""),
    (b"GET / HTTP/1.1\r\nHost: [::1]\r\n\r\n", b""),
    (b"GET / HTTP/1.1\r\nHost: [::]\r\n\r\n", b""),
    (b"GET / HTTP/1.1\r\nHost: [1:2:3:4:5:6:7:8]:80\r\n\r\n", b""),
    (b"GET / HTTP/1.1\r\nHost: [1:2:3:4:5:6::8]\r\n\r\n", b""),
    (b"GET / HTTP/1.1\r\nHost: [::FFFF:1.2.3.4]\r\n\r\n", b""),
    (b"GET / HTTP/1.1\r\nHost: [v1.x:y]\r\n\r\n", b""),
    (b"GET / HTTP/1.1\r\nHost: a_b~%20(c)!\r\n\r\n", b""),
    (b"GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", b""),
    (b"GET http://x HTTP/1.1\r\nHost: x\r\n\r\n", b""),
    (b"GET HTTPS://x:8081/?a=b HTTP/1.1\r\nHost: x\r\n\r\n", b""),
    (b"GET /?a=/?&b=%zz HTTP/1.1\r\nHost: x\r\n\r\n", b""),
    (b"GET / HTTP/1.1\r\nHost: x\r\nA:\r\nB: \xe9\xff\r\nC: a\tb\r\n!#$%&'*+-.^_`|~: x\r\n\r\n", b""),
    (b"M-SEARCH / HTTP/1.1\r\nHost: x\r\n\r\n", b""),
    (b"get / HTTP/1.1\r\nHost: x\r\n\r\n", b""),
    (HEAD + b"Content-Length: 0\r\n\r\n", b""),
    (HEAD + b"Content-Length: 3\r\n\r\nabc", b"abc"),
    (HEAD + b"Content-Length:\t 0003 \t\r\n\r\nabc", b"abc"),
    (HEAD + b"CONTENT-LENGTH: 3\r\n\r\n\r\n\0", b"\r\n\0"),
    (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", b"abc"),
    (b"POST / HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc", b"abc"),
    (CHUNKED + END, b""),
    (CHUNKED + b"3\r\nabc\r\n" + END, b"abc"),
    (CHUNKED + b"1\r\na\r\n2\r\nbc\r\n" + END, b"abc"),
    (CHUNKED + b"A\r\n0123456789\r\n00\r\n\r\n", b"0123456789"),
    (CHUNKED + b"000000000000000000000003\r\nabc\r\n" + END, b"abc"),
    (CHUNKED + b"00a\r\n0123456789\r\n" + END, b"0123456789"),
    (CHUNKED + b"1;a=b\r\na\r\n1;c=\"d e\"\r\nb\r\n0;e\r\n\r\n", b"ab"),
    (CHUNKED + b"1 ;a\r\na\r\n" + END, b"a"),
    (CHUNKED + b"1\r\na\r\n0\r\nA: b\r\nC:\r\n\r\n", b"a"),
    (HEAD + b"transfer-encoding:CHUNKED\r\n\r\n" + END, b""),
    (HEAD + b"Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n" + END, b"abc"),
    (HEAD + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n", b""),
    (b"POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\na", b"a"),
)


def catch_all(seen):
    class All:
        def match(self, path):
            return path.startswith("/")

    async def handler(req, resp):
        data = await req.body()
        seen.append(data)
        return b"<" + data + b">"

    return make_app(routes=[(All(), handler)], serve_static=False)


async def in_parallel(net, requests, check):
    """`check(net, request)` for each, some at a time."""
    for n in range(0, len(requests), 8):
        gc.collect()
        await asyncio.gather(*[check(net, data) for data in requests[n : n + 8]])


def test_what_is_malformed_is_refused():
    seen = []
    done = [0]
    app = catch_all(seen)

    async def scenario(net):
        await in_parallel(net, HEADS, head)
        await in_parallel(net, CHUNKS, chunk)
        assert (await net.get()).endswith(b"<>")
        assert done[0] == len(HEADS) + len(CHUNKS)

    async def head(net, data):
        c = await net.connect()
        await c.send(data)
        answer = await c.read_until(b"\r\n\r\n")
        await c.close()  # the server would wait for a moment, whether there is more to come
        status = answer[9:12]
        assert b"400" <= status < b"500" or status in (b"501", b"505"), (data[:80], answer[:40])
        assert b"\r\nConnection: close\r\n" in answer, data[:80]
        assert not seen, (data[:80], seen)
        done[0] += 1

    async def chunk(net, data):
        answer = await net.ask(CHUNKED + data + END + b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answer[9:12] in (b"400", b"413"), (data[:40], answer[:40])
        assert not seen and answer.count(b"HTTP/1.1 ") == 1, (data[:40], seen)
        done[0] += 1

    with_server(app, scenario, 60)
    assert not app.log.errors, app.log.errors


def test_what_is_well_formed_is_answered():
    seen = []
    app = catch_all(seen)

    async def scenario(net):
        for data, content in GOOD:
            c = await net.connect()
            await c.send(data + b"GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            answer = await c.read()
            await c.close()
            n = 1 if b"HTTP/1.0\r\n" in data else 2
            answer = answer.replace(b"HTTP/1.1 100 Continue\r\n\r\n", b"")
            assert answer.startswith(b"HTTP/1.1 200 OK\r\n"), (data, answer)
            assert seen == [content, b""][:n], (data, seen)
            assert answer.count(b"HTTP/1.1 200 OK\r\n") == n, (data, answer)
            seen.clear()

    with_server(app, scenario)
