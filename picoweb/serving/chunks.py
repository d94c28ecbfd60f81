"""The chunked transfer coding, as far as a server reads it (RFC 9112, 7.1).

`stream.left` is -1 before the first chunk, -2 from then on, and 0 behind the
last one; `stream.chunk` is what is left of the present chunk.
"""

from ..http.chunked import check_line_end, check_trailer_line, parse_chunk_line
from ..http.errors import HTTPError
from ..runtime import coroutine


@coroutine
def next_chunk(stream, more):
    """Go to the next chunk; behind the last one the content is at its end.

    more: the coroutine function that receives into the stream's buffer.
    Raises HTTPError 400 for a malformed chunk or trailer, 413 for boundless ones. The
    connection then ends: where the next request would begin, nobody knows.
    """
    try:
        yield from read(stream, more)
    except HTTPError:
        stream.keep = False
        stream.left = -3
        raise


@coroutine
def read(stream, more):
    if stream.left == -1:
        stream.count = 0  # bytes of extensions in this content
    else:
        for byte in b"\r\n":
            if stream.pos == stream.end:
                yield from more(stream)
            if stream.buf[stream.pos] != byte:
                raise HTTPError(400, "malformed chunk")
            stream.pos += 1
    line = yield from _line(stream, more)
    stream.chunk, extensions = parse_chunk_line(line)
    stream.count += len(extensions)
    if stream.count > stream.server.app.limits.head:
        raise HTTPError(413)
    stream.left = -2
    if not stream.chunk:
        yield from discard(stream, more)
        stream.left = 0
        if stream.keep is None:  # all of it was sent, after a 100
            stream.keep = True


@coroutine
def discard(stream, more):
    most = stream.server.app.limits.head
    line = yield from _line(stream, more)
    while line:
        most -= len(line)
        if most < 0:
            raise HTTPError(413)
        check_trailer_line(line)
        line = yield from _line(stream, more)


@coroutine
def _line(stream, more):
    # The next line without its CRLF, which is to be there.
    while True:
        pos = stream.pos
        stop = stream.buf.find(b"\n", pos, stream.end) if stream.buf else -1
        if (stop if stop >= 0 else stream.end) - pos > stream.server.app.limits.line:
            raise HTTPError(413)
        if stop >= 0:
            break
        yield from more(stream)
    line = check_line_end(bytes(memoryview(stream.buf)[pos : stop + 1]))
    stream.pos = stop + 1
    return line
