"""One request after another on one connection: framing, keep-alive, what a client may send."""

import picoweb
from harness import client_of, make_app, with_server, without_dates
from picoweb.testing import MemorySocket, TestClient


def hello(req, resp):
    return "hello"


async def echo(req, resp):
    return await req.body()


def test_two_pipelined_requests_get_two_answers():
    raw = client_of(("/", hello)).send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 2)
    assert raw.count(b"HTTP/1.1 200 OK\r\n") == 2
    assert raw.count(b"hello") == 2


def test_connection_close_ends_it():
    raw = client_of(("/", hello)).send(
        b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"
    )
    assert raw.count(b"hello") == 1
    assert b"Connection: close\r\n" in raw


def test_http_1_0_ends_with_the_connection():
    raw = client_of(("/", hello)).send(b"GET / HTTP/1.0\r\n\r\nGET / HTTP/1.0\r\n\r\n")
    assert raw.count(b"hello") == 1


def test_every_split_of_a_request_gives_the_same_answer():
    request = b"POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab\r\ncGET / HTTP/1.0\r\n\r\n"
    client = client_of(("/", hello), ("/e", echo))
    whole = without_dates(client.send(request))
    assert whole.count(b"HTTP/1.1 200 OK") == 2 and b"ab\r\nc" in whole
    for cut in range(1, len(request)):
        assert without_dates(InPieces(client.app).send_pieces(request[:cut], request[cut:])) == whole, cut


class InPieces(TestClient):
    """A client whose bytes come in pieces, one receive each."""

    def send_pieces(self, *pieces):
        class Pieces(MemorySocket):
            def readinto(self, buf):
                if not self.input and rest:
                    self.input = memoryview(rest.pop(0))
                return MemorySocket.readinto(self, buf)

        rest = list(pieces)
        return self.serve(Pieces(self.app, b""))


def test_empty_lines_before_a_request_may_fill_the_buffer():
    client = InPieces(client_of(("/", hello)).app)
    for lines, rest in ((b"\r\n" * 128, b""), (b"\r\n" * 127 + b"\r", b"\n"), (b"\r\n" * 300, b"\r\n")):
        request = b"GET / HTTP/1.0\r\n\r\n"
        assert client.send_pieces(lines, rest + request).endswith(b"\r\n\r\nhello"), lines
        assert client.send_pieces(lines + rest + request).endswith(b"\r\n\r\nhello"), lines


def test_what_can_be_no_request_is_refused_before_there_is_more_of_it():
    client = InPieces(client_of(("/", hello)).app)
    for first in (b"\x16\x03\x01\x02", b"\0"):
        answer = client.send_pieces(first + b"\xff" * 252, b"\xff" * (client.app.limits.line + client.app.limits.head))
        assert answer.startswith(b"HTTP/1.1 400 "), (first, answer)


def test_malformed_heads_are_refused():
    client = client_of(("/", hello))
    for status, head in (
        (400, b"GET /\r\n\r\n"),
        (400, b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n"),
        (400, b"GE(T / HTTP/1.1\r\nHost: x\r\n\r\n"),
        (400, b"GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\nHost: x\r\nName : y\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\nHost: x\r\nName\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\n Host: x\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n"),
        (400, b"GET / HTTP/1.1\r\nHost: x\r\nA: b\nc: d\r\n\r\n"),
        (400, b"GET / HTTP/1.1\nHost: x\n\r\n\r\n"),
        (505, b"GET / HTTP/2.0\r\nHost: x\r\n\r\n"),
        (400, b"GET / HTTP/1.x1\r\nHost: x\r\n\r\n"),
        (400, b"GET http:/x HTTP/1.1\r\nHost: x\r\n\r\n"),
        (417, b"GET / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n"),
        (414, b"GET /" + b"x" * 2000 + b" HTTP/1.1\r\nHost: x\r\n\r\n"),
        (431, b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"x" * 8000 + b"\r\n\r\n"),
    ):
        raw = client.send(head + b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert raw.startswith(b"HTTP/1.1 %d " % status), (status, head[:60], raw[:60])
        assert b"hello" not in raw, head[:60]
        assert b"Connection: close\r\n" in raw


def test_malformed_lengths_are_refused():
    client = client_of(("/", echo))
    for status, fields in (
        (400, b"Content-Length: +1\r\n"),
        (400, b"Content-Length: 1_0\r\n"),
        (400, b"Content-Length: 0x1\r\n"),
        (400, b"Content-Length: -1\r\n"),
        (400, b"Content-Length: 1 1\r\n"),
        (400, b"Content-Length:\r\n"),
        (400, b"Content-Length: 1234567890123456789\r\n"),
        (400, b"Content-Length: 1\r\nContent-Length: 2\r\n"),
        (400, b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"),
        (400, b"Transfer-Encoding: chunked\r\nContent-Length: 1\r\n"),
        (400, b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
        (400, b"Transfer-Encoding: gzip\r\n"), (501, b"Transfer-Encoding: gzip, chunked\r\n"),
    ):
        raw = client.send(b"POST / HTTP/1.1\r\nHost: x\r\n" + fields + b"\r\nab")
        assert raw.startswith(b"HTTP/1.1 %d " % status), (status, fields, raw[:60])
    raw = client.send(b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    assert raw.startswith(b"HTTP/1.1 400 ")


def test_the_same_fields_twice_and_then_others():
    # Fields equal to the last ones are not looked at again: no others may pass for them.
    client = client_of(("/", echo))
    ask = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
    raw = client.send(ask % (2, b"ab") + ask % (2, b"cd") + ask % (3, b"efg") + b"POST / HTTP/1.1\r\n\r\n")
    assert b"\r\n\r\nab" in raw and b"\r\n\r\ncd" in raw and b"\r\n\r\nefg" in raw
    assert raw.count(b"HTTP/1.1 200") == 3 and raw.count(b"HTTP/1.1 400") == 1


def test_read_waits_for_as_much_as_is_asked_for():
    """Older apps read as many bytes as Content-Length says, however they come. Of chunks they get what is there."""

    async def parts(req, resp):
        found = []
        for n in (3, 0, 5, 200, 1):
            found.append((await req.reader.read(n)).decode())
        return "|".join(found)

    async def chunks(req, resp):
        found = [await req.reader.read(100)]
        while found[-1]:
            found.append(await req.reader.read(100))
        return b"|".join(found)

    async def whole(req, resp):
        return await req.reader.read(int(req.headers["Content-Length"]))

    client = InPieces(client_of(("/", parts), ("/whole", whole), ("/chunks", chunks)).app)
    head = b"POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    sized = head % b"/" + b"Content-Length: 12\r\n\r\n"
    for pieces in (b"abcdefghijkl",), (b"a", b"b", b"cde", b"fghij", b"kl"), (b"abcdef", b"ghijkl"):
        assert client.send_pieces(sized, *pieces).endswith(b"\r\n\r\nabc||defgh|ijkl|"), pieces
        chunks = [b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces]
        raw = client.send_pieces(head % b"/chunks" + b"Transfer-Encoding: chunked\r\n\r\n", *chunks, b"0\r\n\r\n")
        assert raw.endswith(b"\r\n\r\n" + b"|".join(pieces) + b"|"), pieces
    long = bytes(range(48, 112)) * 60
    raw = client.send_pieces(head % b"/whole" + b"Content-Length: %d\r\n\r\n" % len(long), long[:100], long[100:900], long[900:])
    assert raw.endswith(b"\r\n\r\n" + long)


def test_what_follows_a_request_for_another_protocol_is_for_its_handler():
    async def handler(req, resp):
        if req.path == "/first":  # as handlers may, which read before they answer
            first = await req.reader.read(2)
            assert first + await req.reader.read(2 - len(first)) == b"he"
        await resp.awrite(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n")
        if req.path == "/":
            assert await req.reader.readexactly(2) == b"he"
        line = await req.reader.readline()
        piece = bytearray(10)
        await resp.awrite(line + piece[: await req.reader.readinto(piece)])

    async def plain(req, resp):
        return (await req.reader.read(2)) + b"."

    client = InPieces(client_of(("/", handler), ("/first", handler), ("/plain", plain)).app)
    head = b"GET %s HTTP/1.1\r\nHost: x\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"
    for path in b"/", b"/first":
        for pieces in (b"hello\nyou",), (b"h", b"ell", b"o\n", b"you"):
            assert client.send_pieces(head % path, *pieces).endswith(b"\r\n\r\nllo\nyou"), pieces
    raw = client.send_pieces(b"GET /plain HTTP/1.1\r\nHost: x\r\n\r\n" * 2)
    assert raw.count(b"HTTP/1.1 200 OK") == 2, raw  # nothing is taken of the next request


def test_read_gives_no_more_than_the_limit_at_once():
    sizes = []

    async def handler(req, resp):
        piece = await req.reader.read(1000)
        while piece:
            sizes.append(len(piece))
            piece = await req.reader.read(1000)
        return "ok"

    client = client_of(("/", handler))
    client.app.limits.body = 300
    assert client.post("/", data=b"x" * 1000).text == "ok"
    assert sum(sizes) == 1000 and max(sizes) == 300, sizes


def test_content_that_nobody_reads_is_read_away():
    client = client_of(("/", hello))
    for content in (
        b"Content-Length: 5\r\n\r\nabcde",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n",
    ):
        raw = client.send(b"POST / HTTP/1.1\r\nHost: x\r\n" + content + b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert raw.count(b"hello") == 2, raw


def test_content_as_long_as_is_read_away_keeps_the_connection():
    client = client_of(("/", hello))
    for n in (16383, 16384, 16385):
        for content in (
            b"Content-Length: %d\r\n\r\n%s" % (n, b"x" * n),
            b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (n, b"x" * n),
        ):
            raw = client.send(b"POST / HTTP/1.1\r\nHost: x\r\n" + content + b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert raw.count(b"hello") == (2 if n <= 16384 else 1), (n, content[:20])


def test_content_cut_short_reaches_no_handler():
    seen = []

    async def handler(req, resp):
        seen.append(await req.body())
        return "read"

    raw = client_of(("/", handler)).send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabc")
    assert raw == b"" and not seen


def test_expect_100_continue():
    head = b"POST %s HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    client = InPieces(client_of(("/read", echo), ("/not", hello)).app)
    raw = client.send_pieces(head % b"/read", b"ab")
    assert raw.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"), raw
    raw = client.send_pieces(head % b"/not", b"ab")
    assert raw.startswith(b"HTTP/1.1 200 OK\r\n") and b"HTTP/1.1 100" not in raw


def test_head_has_no_content_and_its_length():
    async def long_way(req, resp):
        await picoweb.start_response(resp)
        await resp.awrite("content")

    client = client_of(("/", hello), ("/long", long_way))
    answer = client.head("/")
    assert answer.data == b"" and answer.headers["Content-Length"] == "5"
    raw = client.send(b"HEAD /long HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"content" not in raw and raw.endswith(b"hello")


def test_on_a_socket_a_connection_is_kept():
    app = make_app(routes=[("/", hello)])

    async def scenario(net):
        c = await net.connect()
        for _ in range(3):
            await c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert (await c.read_until(b"hello")).startswith(b"HTTP/1.1 200 OK\r\n")
        await c.close()

    with_server(app, scenario)


def test_on_a_socket_slow_bytes_and_many_clients():
    app = make_app(routes=[("/", hello), ("/e", echo)])

    async def scenario(net):
        clients = []
        for _ in range(8):
            clients.append(await net.connect())
        for byte in b"POST /e HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab":
            for c in clients:
                await c.send(bytes([byte]))
        for c in clients:
            assert (await c.read()).endswith(b"\r\n\r\nab")
            await c.close()

    with_server(app, scenario)


def test_on_a_socket_clients_that_leave_cost_nothing():
    app = make_app(routes=[("/", hello), ("/e", echo)])

    async def scenario(net):
        for data in (b"", b"GET", b"GET / HTTP/1.1\r\n", b"POST /e HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab"):
            c = await net.connect()
            await c.send(data)
            await c.close()
        assert (await net.get()).endswith(b"hello")
        assert not app.log.errors, app.log.errors

    with_server(app, scenario)


def test_on_a_socket_a_slow_client_is_dropped():
    app = make_app(routes=[("/", hello)])
    app.limits.head_ms = app.limits.idle_ms = 200

    async def scenario(net):
        for data, answer in ((b"", b""), (b"GET / HT", b"HTTP/1.1 408 Request Timeout\r\n")):
            c = await net.connect()
            await c.send(data)
            assert (await c.read())[:30] == answer
            await c.close()
        assert (await net.get()).endswith(b"hello")

    with_server(app, scenario)


def test_after_a_malformed_chunk_nothing_is_taken_for_a_request():
    async def echo(req, resp):
        return await req.body()

    client = client_of(("/", echo))
    for body in (b"zz\r\n", b"1\r\naXX\r\n", b"-1\r\n", b"1\r\nab\r\n"):
        data = client.send(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body
                           + b"0\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert data.startswith(b"HTTP/1.1 400 ") and data.count(b"HTTP/1.1") == 1 and b"Connection: close\r\n" in data, data
        assert not client.app.log.errors


def test_a_line_without_an_end_is_refused_before_the_buffer_is_full():
    client = client_of(("/", lambda req, resp: "x"))
    assert client.send(b"A" * 20000).startswith(b"HTTP/1.1 414 ")
    assert client.send(b"GET / HTTP/1.1\r\nX: " + b"a" * 20000).startswith(b"HTTP/1.1 431 ")


def test_an_app_that_closes():
    client = client_of(("/", lambda req, resp: ("x", 200, {"Connection": "close"})))
    raw = client.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 2)
    assert raw.count(b"HTTP/1.1 ") == 1 and raw.count(b"Connection: close\r\n") == 1


def test_an_answer_instead_of_100_says_that_the_connection_ends():
    client = client_of(("/", lambda req, resp: "x"))
    for path, status in ((b"/", b"200"), (b"/nix", b"404")):
        raw = client.send(b"POST %s HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n" % path)
        assert raw.startswith(b"HTTP/1.1 " + status) and b"\r\nConnection: close\r\n" in raw, raw


def test_extensions_of_chunks_have_an_end():
    def read(req, resp):
        return (yield from req.body())

    client = client_of(("/", read))
    chunk = b"1;" + b"e" * 900 + b"\r\nx\r\n"
    head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert client.send(head + chunk * 4 + b"0\r\n\r\n").startswith(b"HTTP/1.1 200 ")
    assert client.send(head + chunk * 5 + b"0\r\n\r\n").startswith(b"HTTP/1.1 413 ")


def test_statuses_that_are_no_end():
    client = client_of(("/", lambda req, resp: ("x", 103)))
    assert client.get("/").status_code == 500 and isinstance(client.app.log.errors[0], ValueError)


def test_no_memory_for_the_answer_to_an_error_is_a_503_that_takes_none():
    class Scarce(picoweb.WebApp):
        def handle_exc(self, req, resp, e):
            raise MemoryError

    def broken(req, resp):
        raise ValueError

    app = Scarce(None, [("/", broken)])
    assert TestClient(app).send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").startswith(b"HTTP/1.1 503 ")


def test_later_minor_versions_and_empty_members_of_a_list():
    app = make_app()

    @app.route("/")
    async def echo(req, resp):
        return await req.body()

    client = TestClient(app)
    for version in (b"1.2", b"1.5", b"1.9"):
        raw = client.send(b"GET / HTTP/%s\r\nHost: x\r\n\r\nGET / HTTP/%s\r\n\r\n" % (version, version))
        assert raw.startswith(b"HTTP/1.1 200 OK\r\n") and raw.count(b"HTTP/1.1 ") == 2 and b"HTTP/1.1 400 " in raw, raw
    for version, status in ((b"2.0", b" 505 "), (b"0.9", b" 505 "), (b"1.x", b" 400 "), (b"1.10", b" 400 "), (b"1-2", b" 400 ")):
        assert status in client.send(b"GET / HTTP/%s\r\nHost: x\r\n\r\n" % version), version
    for coding, status in ((b", chunked", 200), (b"chunked ,", 200), (b" ,\t, chunked , ", 200), (b",", 400), (b"chunked,, chunked", 400),
                           (b", gzip, chunked", 501), (b",gzip,", 400)):
        raw = client.send(b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: %s\r\n\r\n1\r\na\r\n0\r\n\r\n" % coding)
        assert raw.startswith(b"HTTP/1.1 %d " % status), (coding, raw)
        assert status != 200 or raw.endswith(b"\r\n\r\na")
