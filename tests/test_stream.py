"""The stream a handler talks to: reading content, writing answers."""

import asyncio
import gc
import sys

import picoweb
from harness import MICROPYTHON, client_of, make_app, raises, with_server
from picoweb.serving.stream import Stream
from picoweb.testing import MemorySocket, TestClient

CHUNKS = b"3;x=y\r\nabc\r\n0A\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n"


def ask(content, fields=None):
    fields = fields or b"Content-Length: %d\r\n" % len(content)
    return b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + fields + b"\r\n" + content


def both_framings(handler, content=b"abc0123456789"):
    """What a handler answers to the same content with a length, and in chunks."""
    client = client_of(("/", handler))
    length = client.send(ask(content))
    chunked = client.send(ask(CHUNKS, b"Transfer-Encoding: chunked\r\n"))
    assert length == chunked, (length, chunked)
    return length.partition(b"\r\n\r\n")[2]


def test_read():
    async def everything(req, resp):
        return [(await req.reader.read()).decode(), (await req.reader.read()).decode()]

    async def pieces(req, resp):
        data = b""
        while True:
            more = await req.reader.read(2)
            if not more:
                return data
            assert len(more) <= 2
            data += more

    assert both_framings(everything) == b'["abc0123456789", ""]'
    assert both_framings(pieces) == b"abc0123456789"


def test_readexactly_and_readinto():
    async def exactly(req, resp):
        first = await req.reader.readexactly(5)
        buf = bytearray(20)
        n = 0
        while True:
            more = await req.reader.readinto(memoryview(buf)[n:])
            if not more:
                break
            n += more
        assert await req.reader.read(1) == b""
        try:
            await req.reader.readexactly(1)
        except EOFError:
            return first + b"|" + bytes(buf[:n])

    assert both_framings(exactly) == b"abc01|23456789"


def test_readline():
    async def lines(req, resp):
        got = []
        while True:
            line = await req.reader.readline()
            if not line:
                return got
            got.append(line.decode())

    client = client_of(("/", lines))
    assert client.post("/", data=b"a\nbc\r\n\nd").json() == ["a\n", "bc\r\n", "\n", "d"]
    client.app.limits.line = 100
    assert client.post("/", data=b"x" * 200).status_code == 413


def test_content_longer_than_the_buffer():
    async def count(req, resp):
        n = 0
        while True:
            more = await req.reader.read(700)
            if not more:
                return str(n)
            n += len(more)

    client = client_of(("/", count))
    assert client.post("/", data=b"x" * 30000).text == "30000"
    content = (b"400\r\n" + b"y" * 1024 + b"\r\n") * 10 + b"0\r\n\r\n"
    assert client.send(ask(content, b"Transfer-Encoding: chunked\r\n")).endswith(b"\r\n\r\n10240")


def test_content_over_the_limit():
    async def read(req, resp):
        return await req.reader.read()

    client = client_of(("/", read))
    client.app.limits.body = 10
    assert client.post("/", data=b"x" * 10).status_code == 200
    assert client.post("/", data=b"x" * 11).status_code == 413
    chunked = b"Transfer-Encoding: chunked\r\n"
    assert client.send(ask(b"b\r\n" + b"x" * 11 + b"\r\n0\r\n\r\n", chunked)).startswith(b"HTTP/1.1 413 ")


def test_malformed_chunks_are_refused():
    async def read(req, resp):
        return await req.reader.read()

    client = client_of(("/", read), ("/unread", lambda req, resp: "x"))
    chunked = b"Transfer-Encoding: chunked\r\n"
    for content in (b"\r\n", b"+3\r\nabc\r\n", b" 3\r\nabc\r\n", b"0x3\r\nabc\r\n", b"3 \r\nabc\r\n", b"3\nabc\r\n",
                    b"3\r\nabcd\r\n", b"3\r\nabc\n0\r\n\r\n", b"g\r\n", b"1000000000000000\r\n", b"-1\r\n", b"3_0\r\n"):
        raw = client.send(ask(content, chunked))
        assert raw.startswith(b"HTTP/1.1 400 "), (content, raw[:50])
    raw = client.send(ask(b"0\r\n" + b"A: b\r\n" * 2000 + b"\r\n", chunked))
    assert raw.startswith(b"HTTP/1.1 413 ")
    raw = client.send(ask(b"3;" + b"x" * 5000 + b"\r\nabc\r\n0\r\n\r\n", chunked))
    assert raw.startswith(b"HTTP/1.1 413 ")


def test_awrite_takes_str_bytes_and_parts():
    async def write(req, resp):
        await picoweb.start_response(resp)
        await resp.awrite("\u00fc")
        await resp.awrite(b"bytes")
        await resp.awrite(bytearray(b"0123456789"), 2, 3)
        await resp.awrite(memoryview(b"view"))
        await resp.awrite("")
        await resp.awritestr("str")
        await resp.awriteiter(["i", b"t"])
        resp.write("w")
        resp.write(b"d")
        await resp.drain()

    client = client_of(("/", write))
    assert client.get("/").data == b"\xc3\xbcbytes234viewstritwd"
    assert client.send(b"GET / HTTP/1.0\r\n\r\n").endswith(b"\r\n\r\n\xc3\xbcbytes234viewstritwd")


def test_the_head_leaves_with_the_first_piece():
    sent = []

    async def write(req, resp):
        await picoweb.start_response(resp)
        sent.append(len(resp.socket.sent))
        await resp.awrite("first")
        sent.append(bytes(resp.socket.sent).count(b"first"))

    client_of(("/", write)).get("/")
    assert sent == [0, 1]


def test_no_content_at_all():
    async def write(req, resp):
        await picoweb.start_response(resp)

    answer = client_of(("/", write)).get("/")
    assert answer.data == b"" and answer.complete and answer.status_code == 200


def test_a_length_that_is_announced_is_kept_to():
    async def write(req, resp):
        await picoweb.start_response(resp, headers={"Content-Length": "5"})
        await resp.awrite(req.qs)

    client = client_of(("/", write))
    assert client.get("/?12345").data == b"12345"
    assert b"chunked" not in client.get("/?12345").raw
    short = b"GET /?123 HTTP/1.1\r\nHost: x\r\n\r\n"
    raw = client.send(short + short)
    assert raw.count(b"HTTP/1.1 200 OK") == 1 and raw.endswith(b"123")  # cut short, and seen as such
    assert client.get("/?123456").data == b"123456" and b"chunked" in client.get("/?123456").raw


def test_a_raw_response_passes_untouched():
    async def raw(req, resp):
        await resp.awrite("HTTP/1.0 299 Mine\r\n\r\n")
        await resp.awrite("x")

    got = client_of(("/", raw)).send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert got == b"HTTP/1.0 299 Mine\r\n\r\nx"


def test_large_pieces():
    async def chunked(req, resp):
        await picoweb.start_response(resp)
        await resp.awrite(b"x" * 12000)

    async def announced(req, resp):
        await picoweb.start_response(resp, headers=[("Content-Length", 12000)])
        await resp.awrite("x" * 12000)

    client = client_of(("/c", chunked), ("/a", announced))
    for path in ("/c", "/a"):
        answer = client.get(path)
        assert answer.data == b"x" * 12000 and answer.complete


def test_unknown_names():
    raises(AttributeError, lambda: Stream(None, None, None).nonsense)


def test_on_a_socket_a_client_that_does_not_read():
    async def flood(req, resp):
        await picoweb.start_response(resp)
        while True:
            await resp.awrite(b"x" * 1000)

    app = make_app(routes=[("/flood", flood), ("/", lambda req, resp: "hello")])
    app.limits.write_ms = 300

    async def scenario(net):
        c = await net.connect()
        await c.send("GET /flood HTTP/1.1\r\nHost: x\r\n\r\n")
        for _ in range(3):
            assert (await net.get()).endswith(b"hello")
        while app.server.streams:
            assert (await net.get()).endswith(b"hello")
            await asyncio.sleep(0.02)
        await c.close()

    with_server(app, scenario)


def test_on_a_socket_large_answers_arrive_whole():
    async def large(req, resp):
        await picoweb.start_response(resp, headers={"Content-Length": 6000000})
        for _ in range(600):
            await resp.awrite(b"0123456789" * 1000)

    async def scenario(net):
        c = await net.connect()
        await c.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        await asyncio.sleep(0.2)  # the buffers between here and there are full by now
        await c.read_until(b"\r\n\r\n")
        n = 0
        while True:
            data = await c.read(8192)
            if not data:
                break
            assert data[0] == 48 + n % 10 and data[-1] == 48 + (n + len(data) - 1) % 10
            n += len(data)
        assert n == 6000000
        await c.close()

    with_server(make_app(routes=[("/", large)]), scenario)


def test_get_extra_info():
    async def peer(req, resp):
        return str(resp.get_extra_info("peername") is not None) + str(resp.get_extra_info("nix", 7))

    async def scenario(net):
        assert (await net.get()).endswith(b"True7")

    with_server(make_app(routes=[("/", peer)]), scenario)
    assert TestClient  # the client in memory has no peer


def test_content_without_a_head():
    """As older apps write it: it goes out as it is, and then the connection ends."""

    async def bare(req, resp):
        await resp.awrite("<h1>hi</h1>")
        await resp.awrite("there")

    async def raw(req, resp):
        await resp.awrite(b"")
        await resp.awrite("HTTP/1.0 200 OK\r\n\r\n")
        await resp.awrite("hi")

    async def empty_line(req, resp):
        await resp.awrite("\nHTTP/1.0 200 NA\nContent-Type: text/plain\n\nhi")

    client = client_of(("/bare", bare), ("/raw", raw), ("/empty-line", empty_line))
    ask = b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n"
    for debug, lines in ((0, 0), (1, 1)):
        client.app.debug = debug
        client.app.log.lines.clear()
        assert client.send(ask % b"/bare" + ask % b"/raw") == b"<h1>hi</h1>there"
        said = [text for _, text in client.app.log.lines]
        assert len([text for text in said if "start_response" in text]) == lines and "- GET /bare -" in said, said
        assert client.send(ask % b"/empty-line").startswith(b"\nHTTP/1.0 200 NA\n")
    assert client.get("/raw").text == "hi"


def test_an_empty_piece_begins_no_answer():
    def written(req, resp):
        yield from resp.awrite("")
        yield from picoweb.start_response(resp, "text/plain", "201", length=1)
        yield from resp.awrite("")
        yield from resp.awrite("x")

    def returned(req, resp):
        yield from resp.awrite(b"")
        return "x", 201

    client = client_of(("/written", written), ("/returned", returned))
    for path in b"/written", b"/returned":
        raw = client.send(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % path * 2)
        assert raw.count(b"HTTP/1.1 201 Created\r\n") == 2 and raw.endswith(b"\r\n\r\nx"), raw


class Drops(MemorySocket):
    """A client whose bytes come one by one. heap: what is in use, by how many bytes are still to come."""

    def __init__(self, app, data):
        super().__init__(app, data)
        self.heap = {}

    def readinto(self, buf):
        n = super().readinto(memoryview(buf)[:1])
        if len(self.input) in (800, 100) and hasattr(gc, "mem_alloc"):
            gc.collect()
            self.heap[len(self.input)] = gc.mem_alloc()
        return n


def test_content_in_single_bytes_takes_no_more_heap():
    content = b"0123456789" * 100

    async def read(req, resp):
        return await req.reader.read()

    async def line(req, resp):
        return await req.reader.readline()

    client = client_of(("/read", read), ("/line", line))
    chunks = b"".join([b"1\r\n" + bytes([byte]) + b"\r\n" for byte in content]) + b"0\r\n\r\n"
    for path, framing, data, announced in (
        (b"/read", b"Content-Length: 1000", content, 700), (b"/line", b"Content-Length: 1000", content, 700),
        (b"/read", b"Transfer-Encoding: chunked", chunks, 117),
    ):
        drops = Drops(client.app, b"POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n\r\n%s" % (path, framing, data))
        assert client.serve(drops).endswith(b"\r\n\r\n" + content), path
        if drops.heap:
            by_chance = 300 if sys.maxsize < 1 << 32 else 600  # with 64 bits, what a collection leaves is twice as large
            assert drops.heap[100] - drops.heap[800] < announced + by_chance, (path, framing, drops.heap)


def test_a_large_head_leaves_nothing():
    app = client_of(("/", lambda req, resp: "x")).app
    client = TestClient(app)
    for n in (3900, 1500, 700):
        answer = client.send(b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * n + b"\r\nConnection: close\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200 ")
        if n > 1024:
            assert len(app.last_fields.field_bytes) < 1024 and len(app.last_head.field_block or b"") < 1024


# Who writes for long: beside others that want to run, and beside others that write

MANY = 1000000  # pieces, which take far longer than it takes to ask
LONG = 3000 if MICROPYTHON else 300000  # bytes that are not sent at once
CANCELLED = b"x"
COUNT = 40 if MICROPYTHON else 12


async def next_piece(c, is_chunked):
    """The next piece of content that comes on a connection; b"" at its end."""
    if not is_chunked:
        return await c.read(512)
    size = int(await c.reader.readline(), 16)
    piece = await c.reader.readexactly(size)
    assert await c.reader.readexactly(2) == b"\r\n"
    return piece


async def counts_of(c, size):
    """How many of each letter the answer has that comes on a connection. Fails unless each comes `size` times in a row."""
    head = await c.read_until(b"\r\n\r\n")
    is_chunked = b"chunked" in head
    counts = {}
    last = None
    piece = await next_piece(c, is_chunked)
    while piece:
        while piece:
            letter = piece[:1]
            if last not in (None, letter, CANCELLED):
                assert counts[last] % size == 0, (last, counts)
            rest = piece.lstrip(letter)
            counts[letter] = counts.get(letter, 0) + len(piece) - len(rest)
            last = letter
            piece = rest
        piece = await next_piece(c, is_chunked)
    return counts


def asked_meanwhile(write, method="GET"):
    """Whether another request is answered while `write(resp, pieces)` writes all that the iterable `pieces` yields."""
    app = make_app()
    written = []
    asked = []

    def pieces():
        while len(written) < MANY and not asked:
            written.append(1)
            yield "x"

    @app.route("/")
    async def endless(req, resp):
        await picoweb.start_response(resp, "text/plain")
        return await write(resp, pieces())

    @app.route("/other")
    def other(req, resp):
        asked.append(1)
        return "other"

    async def scenario(net):
        c = await net.connect()
        await c.send(method + " / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert (await net.get("/other")).endswith(b"other")
        await c.read()
        await c.close()

    with_server(app, scenario)
    return len(written) < MANY


def test_writing_without_end_lets_others_have_their_turn():
    async def by_awrite(resp, pieces):
        for piece in pieces:
            await resp.awrite(piece)

    async def by_awriteiter(resp, pieces):
        await resp.awriteiter(pieces)

    async def by_drain(resp, pieces):
        for piece in pieces:
            resp.write(piece)
            await resp.drain()

    async def by_a_task_of_its_own(resp, pieces):
        async def work():
            await by_awrite(resp, pieces)
            await resp.aclose()

        asyncio.create_task(work())
        return False

    async def within_a_time(resp, pieces):
        await asyncio.wait_for(by_awrite(resp, pieces), 15)

    for write in (by_awrite, by_awriteiter, by_drain, by_a_task_of_its_own, within_a_time):
        assert asked_meanwhile(write), write
    assert asked_meanwhile(by_awrite, "HEAD")


def written_slowly(write, size, length):
    """What `write(resp)` writes for a client that waits first: {letter: how many of them}.

    Fails unless it comes in pieces of `size` bytes that are of one letter.
    """
    app = make_app()

    @app.route("/")
    async def both(req, resp):
        socket = resp.get_extra_info("socket")
        if socket:
            socket.setsockopt(1, 7, 4096)  # SO_SNDBUF: it is full soon
        await picoweb.start_response(resp, "text/plain", length=length)
        await write(resp)

    counts = {}

    async def scenario(net):
        c = await net.connect()
        await c.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        await asyncio.sleep(0.3)
        counts.update(await counts_of(c, size))
        await c.close()

    with_server(app, scenario)
    return counts


def test_two_tasks_that_write_to_one_stream():
    size, count = LONG, COUNT
    for small, many in ((size, count), (300, 700)):
        for length in (-1, 2 * small * many):

            async def letters(resp, letter):
                for _ in range(many):
                    await resp.awrite(letter * small)

            async def by_two(resp):
                await asyncio.gather(letters(resp, b"a"), letters(resp, b"b"))

            assert written_slowly(by_two, small, length) == {b"a": small * many, b"b": small * many}


def test_pieces_that_are_waited_for_later():
    size, count = 400, 150

    async def gathered(resp):
        for _ in range(count):
            await asyncio.gather(*[resp.awrite(letter * size) for letter in (b"a", b"b", b"c")])

    counts = written_slowly(gathered, size, -1)
    assert counts == {b"a": size * count, b"b": size * count, b"c": size * count}


def test_who_is_cancelled_while_it_waits_to_write_leaves_the_others_theirs():
    size = LONG

    async def one_gives_up(resp):
        async def letters(letter):
            for _ in range(COUNT):
                await resp.awrite(letter * size)

        first = asyncio.create_task(letters(b"a"))
        await asyncio.sleep(0.05)
        waits = asyncio.create_task(letters(CANCELLED))
        last = asyncio.create_task(letters(b"c"))
        await asyncio.sleep(0)
        waits.cancel()
        await first
        await last

    counts = written_slowly(one_gives_up, size, -1)
    assert counts[b"a"] == counts[b"c"] == COUNT * size
