"""The content of a request in a stream's buffer: how much of it there is, and taking it out.

Content ends where the request ends, be it framed by Content-Length or in chunks (RFC 9112, 6 and 7.1); what comes behind
it belongs to the next request. `stream.left` says how many bytes of it are still to be read; or it is IN_CHUNKS before the
first chunk, WITHIN_CHUNKS from then on, and UNREADABLE once something went wrong.
"""

from ..http.chunked import check_line_end, check_trailer_line, parse_chunk_line
from ..http.errors import HTTPError
from ..http.framing import IN_CHUNKS, READS_CHUNKS
from ..runtime import coroutine
from .receiving import receive

WITHIN_CHUNKS = -2
UNREADABLE = -3


@coroutine
def available(stream):
    """How many bytes of content can be taken from the buffer, once there are any; 0 at the end of the content.

    Raises OSError when the client has gone, HTTPError 400 and 413 for malformed and boundless chunks, 408 for slow ones.
    """
    if stream.left == UNREADABLE:
        raise HTTPError(400, "malformed content")
    try:
        if READS_CHUNKS and (stream.left == IN_CHUNKS or stream.left == WITHIN_CHUNKS and not stream.chunk_left):
            yield from _next_chunk(stream)
        if stream.left and stream.pos == stream.end:
            yield from receive(stream)
    except (HTTPError, OSError):
        _give_up(stream)
        raise
    return min(stream.left if stream.left >= 0 else stream.chunk_left, stream.end - stream.pos)


def take(stream, count):
    """`count` bytes of content out of the buffer, which are there until more is received. So many have to be available."""
    start = stream.pos
    stream.pos = start + count
    if stream.left > 0:
        stream.left -= count
        if stream.keep is None and not stream.left:
            stream.keep = True
    else:
        stream.chunk_left -= count
    return memoryview(stream.buf)[start : start + count]


def _give_up(stream):
    """Let nothing more be read of the content, nor of the connection, as nobody knows where the next request begins."""
    stream.keep = False
    stream.left = UNREADABLE


@coroutine
def _next_chunk(stream):
    """Read what is between the content of two chunks; behind the last one the content is at its end."""
    if stream.left == IN_CHUNKS:
        stream.extension_bytes = 0  # in all of this content (RFC 9112, 7.1.1)
    else:
        yield from _skip_line_end(stream)
    line = yield from _read_line(stream)
    stream.chunk_left, extensions = parse_chunk_line(line)
    stream.extension_bytes += len(extensions)
    if stream.extension_bytes > stream.server.app.limits.head:
        raise HTTPError(413)
    stream.left = WITHIN_CHUNKS
    if not stream.chunk_left:
        yield from _skip_trailer(stream)
        stream.left = 0
        if stream.keep is None:  # all of it was sent, after a 100
            stream.keep = True


@coroutine
def _skip_line_end(stream):
    """Skip the CRLF behind a chunk. What is wrong there is known by its first byte."""
    for byte in b"\r\n":
        if stream.pos == stream.end:
            yield from receive(stream)
        if stream.buf[stream.pos] != byte:
            raise HTTPError(400, "malformed chunk")
        stream.pos += 1


@coroutine
def _skip_trailer(stream):
    """Skip the fields behind the last chunk, and the blank line. Raises HTTPError 400 for what are none, 413 for too many."""
    most = stream.server.app.limits.head
    line = yield from _read_line(stream)
    while line:
        most -= len(line)
        if most < 0:
            raise HTTPError(413)
        check_trailer_line(line)
        line = yield from _read_line(stream)


@coroutine
def _read_line(stream):
    """The next line without its CRLF. Raises HTTPError 413 for one over `limits.line` bytes, 400 for another end."""
    while True:
        line_feed = _find_line_feed(stream)
        if line_feed >= 0:
            break
        yield from receive(stream)
    line = bytes(memoryview(stream.buf)[stream.pos : line_feed + 1])
    stream.pos = line_feed + 1
    return check_line_end(line)


def _find_line_feed(stream):
    """Where in the buffer the next line ends; -1: it has not come yet. Raises HTTPError 413 for too long a line."""
    line_feed = stream.buf.find(b"\n", stream.pos, stream.end) if stream.buf else -1
    length = (stream.end if line_feed < 0 else line_feed) - stream.pos
    if length > stream.server.app.limits.line:
        raise HTTPError(413)
    return line_feed
