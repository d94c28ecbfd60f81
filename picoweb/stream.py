"""The stream a handler talks to: `resp`, and `req.reader`.

A transport gives it a socket and a server. `s.readinto(buf)` and `s.write(buf)`
do not block and return how many bytes they moved (None: it would block;
`readinto` 0: end of file), `s.setsockopt` is the socket's, `s.close()` releases the connection;
`server.wait(stream, write, ms)` is a coroutine that ends when trying again is worth
it, or raises OSError after so long; it returns how many of the milliseconds are left. The stream knows how content is framed, not what is in it.

`start_response` is here as well: the head says how its content is framed.
"""

from . import DONE, later

SIZE = 256  # of a new input buffer, in bytes; it grows as a head asks for it
maxsize = 512  # of a buffer that is kept, and of content that is copied to go out with its head
spare = bytearray(SIZE)  # an input buffer that no connection uses now, made while there is heap
HTML = "text/html; charset=utf-8"

# The last head, and what it was made of, as answers repeat themselves: content type, status, whether in chunks, `keep`, fields.
head = value = state = mode = flags = fields = None
line = 0, None  # the last size of a chunk, and its line


class Stream:
    key = 2  # whose names it has: see places.py
    __getattr__ = later
    # What a connection does not change costs it nothing: defaults are the class's.
    buf = None  # input: buf[pos:end] has come and is not used yet
    pos = 0
    end = 0
    left = 0  # content of the request still to be read; negative: in chunks; -3: it cannot be read
    expect = False  # the client waits for 100 (Continue)
    minor = 1  # the client speaks HTTP/1.minor
    bodiless = False  # there is to be no content: after HEAD, and for 204 and 304
    keep = False  # the connection may stay after this answer
    ms = None  # milliseconds that the client may still take, for its head or its content; None: all of the limits'
    room = None  # content still to be written; -1: in chunks; -2: none of it; None: it goes out as it comes
    status = 200  # of the answer, for the log
    extra = b""  # header fields for the next head
    _head = None  # of the request, as HTTPRequest has it
    head = b""  # what is to leave with the next piece of content; None: something has left

    def __init__(self, server, s, addr):
        self.server = server
        self.s = s
        self.addr = addr

    def fill(self):
        # Receive what is there into the buffer. Returns how much; None: nothing yet; 0: end of file.
        end = self.end
        buf = self.buf
        if not buf:
            global spare
            self.buf = buf = spare or bytearray(SIZE)
            spare = None
            if end:
                self.pos = end = 0
        elif self.pos == end:
            self.pos = end = 0
        else:
            buf = memoryview(buf)[end:]
        n = self.s.readinto(buf)
        self.end = end + (n or 0)
        return n

    def release(self):
        # Give the buffer back: there is nothing in it, or nobody will read it.
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
        if isinstance(buf, str):
            buf = buf.encode()
        if off or sz >= 0:
            buf = memoryview(buf)[off : off + sz if sz >= 0 else len(buf)]
        n = len(buf)
        if n > maxsize:
            return self.write_long(buf)
        off = self.room  # one more variable, and the frame of this would be in the heap
        if off == -1 and n:
            if type(buf) is not bytes:
                buf = bytes(buf)
            global line
            off = line
            if off[0] != n:
                line = off = n, b"%x\r\n" % n
            buf = b"".join((self.head or b"", off[1], buf, b"\r\n"))
        elif off is not None and n <= off:
            self.room = off - n
            if self.head:
                buf = self.head + buf
        else:
            buf = self.frame(buf)
        self.head = None
        n = self.s.write(buf)
        return DONE if n == len(buf) else self.flush(memoryview(buf)[n or 0 :])

    def push(self, data):
        # Send bytes as they are. To be waited for, if not all of them could be sent at once.
        self.head = None
        n = self.s.write(data)
        return DONE if n == len(data) else self.flush(memoryview(data)[n or 0 :])

    def finish(self, keep):
        # End the answer, to be waited for; `keep`: not yet.
        data = self.head
        n = self.room
        if n and not keep:
            if n == -1:
                data = data + b"0\r\n\r\n" if data else b"0\r\n\r\n"
            elif n > 0:
                self.keep = False  # the client must see that content is missing
        if not data:
            return DONE
        self.head = None
        n = self.s.write(data)
        return DONE if n == len(data) else self.flush(memoryview(data)[n or 0 :])


def start_response(writer, content_type=HTML, status="200", headers=None, length=-1):
    """Begin an answer; its content follows by `writer.awrite()`. To be waited for.

    content_type: str, "" for none. status: int or str. headers: dict, list of
    pairs, or str or bytes written as they are, each line ending in CRLF. length:
    int, bytes of content; where neither it nor the headers say it, the content is
    chunked for an HTTP/1.1 client and ends with the connection for HTTP/1.0. The
    head leaves with the first piece. Raises ValueError for CR, LF or NUL in a value.
    """
    # With few enough variables, the frame of this is on the stack.
    if headers and writer.head is not None:
        writer.extra, headers = writer.fields(headers)
        if headers is not None:
            length = headers
    block = head
    if content_type == value and status == state and (length < 0) is mode and writer.keep == flags:
        # Another thread may be in `format`: `value` is the first that changes there, and the last that is set.
        headers = writer.extra
        if headers == fields and head is block and writer.minor and writer.head is not None:
            if block[-1] != 10:
                block += b"%d\r\n\r\n" % length
            writer.room = -2 if writer.bodiless else length
            writer.head = block
            if headers:
                writer.extra = b""
            return DONE
    return format(writer, content_type, status, length)


def format(writer, content_type, status, n):
    # As `start_response` does, for a head that is not the last one again.
    global head, value, state, mode, flags, fields
    if writer.head is None:
        raise RuntimeError("a response has begun")
    block = writer.extra
    writer.extra = b""
    if n < 0 and not writer.minor:
        n = None
        writer.keep = False
    line = b"200 OK"
    if status != "200" and status != 200:
        line = writer.status_line(status)
    end = line[:3] in b"204 304"  # 204 and 304 have no content
    if content_type and not end:
        data = content_type.encode()
        if min(data) < 32:
            writer.check(content_type)
        line += b"\r\nContent-Type: " + data
    if not writer.keep:
        line += b"\r\nConnection: close"
    if n is None or end:
        end = b"\r\n"
    else:
        end = b"Content-Length: " if n >= 0 else b"Transfer-Encoding: chunked\r\n\r\n"
    data = b"HTTP/1.1 %s\r\n%s%s" % (line, block, end)
    if n is not None and line.startswith(b"200 OK") and len(data) < maxsize:
        value = None
        head = data
        state = status
        mode = n < 0
        flags = writer.keep
        fields = block
        value = content_type
    writer.room = -2 if writer.bodiless else n
    writer.head = data if data[-1] == 10 else data + b"%d\r\n\r\n" % n
    return DONE
