"""The head of an answer: `start_response`, and what it remembers."""

from ..http.answer_fields import check_text, encode_fields
from ..http.status import has_no_content, status_line
from ..runtime import DONE

HTML = "text/html; charset=utf-8"
LINE_FEED = 10
MOST_REMEMBERED = 512  # bytes of a head that is worth remembering

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


def start_response(writer, content_type=HTML, status="200", headers=None, length=-1):
    """Begin an answer; its content follows by `writer.awrite()`. To be waited for.

    content_type: str, "" for none. status: int or str. headers: dict, list of
    pairs, or str or bytes written as they are, each line ending in CRLF. length:
    int, bytes of content; where neither it nor the headers say it, the content is
    chunked for an HTTP/1.1 client and ends with the connection for HTTP/1.0. The
    head leaves with the first piece. Raises ValueError for CR, LF or NUL in a value.
    """
    if headers and writer.head is not None:
        announced = take_fields(writer, headers)
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
        line = set_status(writer, status)
    without_content = line[:3] in b"204 304"
    if content_type and not without_content:
        type_bytes = content_type.encode()
        if min(type_bytes) < 32:
            check_text(content_type)
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
    if length is not None and line.startswith(b"200 OK") and len(block) < MOST_REMEMBERED:
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


def take_fields(writer, headers):
    """Keep header fields for the next head. Returns the Content-Length that is among them, or None."""
    block, length, closes = encode_fields(headers)
    writer.extra_fields += block
    if closes:
        writer.keep = False
    return length


def set_status(writer, status):
    """Have the stream know the status of its answer. Returns it with its reason phrase, as bytes."""
    line = status_line(status)
    writer.status = int(line[:3])  # for the log
    if has_no_content(line):
        writer.bodiless = True
    return line
