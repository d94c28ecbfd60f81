"""The stream a handler talks to: `resp`, and `req.reader`.

A transport gives it a socket and a server. `socket.readinto(buf)` and `socket.write(buf)`
do not block and return how many bytes they moved (None: it would block;
`readinto` 0: end of file), `socket.setsockopt` is the socket's, `socket.close()` releases the connection;
`server.wait(stream, write, ms)` is a coroutine that ends when trying again is worth
it, or raises OSError after so long; it returns how many of the milliseconds are left. The stream knows how content
is framed, not what is in it.

`start_response` is here as well: the head says how its content is framed.
"""

from . import DONE, later

SIZE = 256  # of a new input buffer, in bytes; it grows as a head asks for it
maxsize = 512  # of a buffer that is kept, and of content that is copied to go out with its head
spare = bytearray(SIZE)  # an input buffer that no connection uses now, made while there is heap
HTML = "text/html; charset=utf-8"
LINE_FEED = 10

# What `Stream.unsent` says of content that is not counted.
CHUNKED = -1
NO_CONTENT = -2

# The last head, and what it was made of, as answers repeat themselves.
last_head = None
last_content_type = None  # the first that changes, and the last that is set: another thread may be looking
last_status = None
last_was_chunked = None
last_keep = None
last_fields = None

last_chunk = 0, None  # the last size of a chunk, and its line


class Stream:
    key = 2  # whose names it has: see places.py
    __getattr__ = later
    # What a connection does not change costs it nothing: defaults are the class's.
    buf = None  # input: buf[pos:end] has come and is not used yet
    pos = 0
    end = 0
    left = 0  # content of the request still to be read; negative: in chunks; -3: it cannot be read
    expect = False  # the client waits for 100 (Continue)
    minor_version = 1  # the client speaks HTTP/1.minor_version
    bodiless = False  # there is to be no content: after HEAD, and for 204 and 304
    keep = False  # the connection may stay after this answer
    ms_left = None  # milliseconds that the client may still take, for its head or its content; None: all of the limits'
    unsent = None  # bytes of content still to be written; or CHUNKED, or NO_CONTENT; None: it goes out as it comes
    status = 200  # of the answer, for the log
    extra_fields = b""  # header fields for the next head
    request_head = None  # as HTTPRequest has it
    head = b""  # what is to leave with the next piece of content; None: something has left

    def __init__(self, server, socket, addr):
        self.server = server
        self.socket = socket
        self.addr = addr

    def fill(self):
        """Receive what is there into the buffer. Returns how much; None: nothing yet; 0: end of file."""
        global spare
        end = self.end
        room = self.buf
        if not room:
            self.buf = room = spare or bytearray(SIZE)
            spare = None
            if end:
                self.pos = end = 0
        elif self.pos == end:
            self.pos = end = 0
        else:
            room = memoryview(room)[end:]
        received = self.socket.readinto(room)
        self.end = end + (received or 0)
        return received

    def release(self):
        """Give the buffer back: there is nothing in it, or nobody will read it."""
        global spare
        buf = self.buf
        self.buf = None
        if buf and not spare and len(buf) <= maxsize:
            spare = buf

    def awrite(self, buf, off=0, sz=-1):
        """Write `sz` bytes (-1: all) of `buf`, a str or bytes, from `off` on. To be waited for.

        Raises OSError when the client has gone, ValueError for more content than the
        Content-Length that was announced, RuntimeError for content before a head.
        """
        global last_chunk
        content = buf.encode() if isinstance(buf, str) else buf
        if off or sz >= 0:
            stop = off + sz if sz >= 0 else len(content)
            content = memoryview(content)[off:stop]
        size = len(content)
        if size > maxsize:
            return self.write_long(content)
        unsent = self.unsent
        if unsent == CHUNKED and size:
            if type(content) is not bytes:
                content = bytes(content)
            chunk = last_chunk
            if chunk[0] != size:
                last_chunk = chunk = size, b"%x\r\n" % size
            piece = b"".join((self.head or b"", chunk[1], content, b"\r\n"))
        elif unsent is not None and size <= unsent:
            self.unsent = unsent - size
            piece = self.head + content if self.head else content
        else:
            piece = self.frame(content)
        return _send(self, piece)

    def push(self, data):
        """Send bytes as they are. To be waited for, if not all of them could be sent at once."""
        return _send(self, data)

    def finish(self, keep):
        """End the answer, to be waited for; `keep`: not yet."""
        piece = self.head
        unsent = self.unsent
        if unsent and not keep:
            if unsent == CHUNKED:
                piece = piece + b"0\r\n\r\n" if piece else b"0\r\n\r\n"
            elif unsent > 0:
                self.keep = False  # the client must see that content is missing
        if not piece:
            return DONE
        return _send(self, piece)


def _send(stream, data):
    stream.head = None
    sent = stream.socket.write(data)
    return DONE if sent == len(data) else stream.flush(memoryview(data)[sent or 0 :])


def start_response(writer, content_type=HTML, status="200", headers=None, length=-1):
    """Begin an answer; its content follows by `writer.awrite()`. To be waited for.

    content_type: str, "" for none. status: int or str. headers: dict, list of
    pairs, or str or bytes written as they are, each line ending in CRLF. length:
    int, bytes of content; where neither it nor the headers say it, the content is
    chunked for an HTTP/1.1 client and ends with the connection for HTTP/1.0. The
    head leaves with the first piece. Raises ValueError for CR, LF or NUL in a value.
    """
    if headers and writer.head is not None:
        writer.extra_fields, announced = writer.fields(headers)
        if announced is not None:
            length = announced
    block = last_head
    if (
        content_type == last_content_type
        and status == last_status
        and (length < 0) is last_was_chunked
        and writer.keep == last_keep
    ):
        extra_fields = writer.extra_fields
        # That the head is still the one: another thread may have been in `make_head` meanwhile.
        if extra_fields == last_fields and last_head is block and writer.minor_version and writer.head is not None:
            writer.head = block if block[-1] == LINE_FEED else block + b"%d\r\n\r\n" % length
            writer.unsent = NO_CONTENT if writer.bodiless else length
            if extra_fields:
                writer.extra_fields = b""
            return DONE
    return make_head(writer, content_type, status, length)


def make_head(writer, content_type, status, length):
    """As `start_response` does, for a head that is not the last one again."""
    global last_head, last_content_type, last_status, last_was_chunked, last_keep, last_fields
    if writer.head is None:
        raise RuntimeError("a response has begun")
    extra_fields = writer.extra_fields
    writer.extra_fields = b""
    if length < 0 and not writer.minor_version:
        length = None
        writer.keep = False
    line = b"200 OK"
    if status != "200" and status != 200:
        line = writer.status_line(status)
    without_content = line[:3] in b"204 304"
    if content_type and not without_content:
        type_bytes = content_type.encode()
        if min(type_bytes) < 32:
            writer.check(content_type)
        line += b"\r\nContent-Type: " + type_bytes
    if not writer.keep:
        line += b"\r\nConnection: close"
    if length is None or without_content:
        framing = b"\r\n"
    elif length >= 0:
        framing = b"Content-Length: "
    else:
        framing = b"Transfer-Encoding: chunked\r\n\r\n"
    block = b"HTTP/1.1 %s\r\n%s%s" % (line, extra_fields, framing)
    if length is not None and line.startswith(b"200 OK") and len(block) < maxsize:
        last_content_type = None
        last_head = block
        last_status = status
        last_was_chunked = length < 0
        last_keep = writer.keep
        last_fields = extra_fields
        last_content_type = content_type
    writer.unsent = NO_CONTENT if writer.bodiless else length
    writer.head = block if block[-1] == LINE_FEED else block + b"%d\r\n\r\n" % length
    return DONE
