"""The next head of a connection: from the stream's buffer, once it is all there."""

from .. import buffers
from ..http.errors import HTTPError
from ..http.framing import READS_CHUNKS
from ..http.heads import LOWEST_VISIBLE, NO_FIELDS, NO_HEAD, NO_LINE, Head, check_beginning, parse_fields, parse_request_line
from ..runtime import coroutine

MOST_REMEMBERED = 512  # bytes of the fields of a head that is worth remembering
CARRIAGE_RETURN = 13
BLANK_LINE = b"\r\n\r\n"  # with the end of the line before it


def read_head(app, stream):
    """The next head (http.heads.Head), once all of it is in the stream's buffer; None before that.

    Raises HTTPError for a head that is malformed or over the limits.
    """
    buf = stream.buf
    end = stream.end
    start = stream.pos
    fields_start = buf.find(b"\n", start, end) + 1
    while fields_start == start + 2 and buf[start] == CARRIAGE_RETURN:  # an empty line before it (RFC 9112, 2.2)
        stream.pos = start  # the last one stays: with it a request has begun, which has its time
        start = fields_start
        fields_start = buf.find(b"\n", start, end) + 1
    fields = app.last_fields
    fields_end = fields_start + len(fields.field_bytes)
    are_known = fields_start and fields_end <= end and buf.startswith(fields.field_bytes, fields_start)
    if not are_known:
        fields_end = buf.find(BLANK_LINE, start, end) + len(BLANK_LINE)
        if not fields_start or fields_end < len(BLANK_LINE):
            _grow_buffer(app, stream, start, fields_start)
            return None
    line_bytes = bytes(memoryview(buf)[start:fields_start])
    buf = None  # a large one need not stay
    stream.pos = fields_end
    if not are_known:
        fields = _read_fields(app, stream, fields_start)
    request_line = app.last_line
    if request_line.raw_line != line_bytes:
        request_line = parse_request_line(line_bytes, app.limits.line)
    head = _combine(app, stream, request_line, fields, line_bytes)
    if len(fields.field_bytes) < MOST_REMEMBERED and request_line.http_minor:
        app.last_head = head
    return head


def _grow_buffer(app, stream, start, fields_start):
    """Make the buffer larger if it is full.

    Raises HTTPError when it holds as much as a head may have, or what can be no request, as a TLS hello.
    """
    most = app.limits.head + fields_start - start if fields_start else app.limits.line
    if stream.end == len(stream.buf) or stream.end - start > most:
        if start < stream.end and stream.buf[start] < LOWEST_VISIBLE and stream.buf[start] != CARRIAGE_RETURN:
            raise HTTPError(400, "line")
        stream.grow(most, 431 if fields_start else 414)


def _read_fields(app, stream, fields_start):
    """What the header fields in the buffer say (http.heads.Fields), up to where it was read. Raises HTTPError."""
    app.last_fields = NO_FIELDS  # so that these may lie where the last ones were
    field_bytes = bytes(memoryview(stream.buf)[fields_start : stream.pos])
    if stream.pos == stream.end and len(stream.buf) > buffers.PIECE:
        stream.release()
    fields = parse_fields(field_bytes, app.limits.head, app.limits.fields)
    if len(field_bytes) <= buffers.MOST_FIELDS:
        app.last_fields = fields
    return fields


def _combine(app, stream, request_line, fields, line_bytes):
    """The Head that a request line and header fields are. Raises HTTPError 400 if they do not belong together."""
    minor_version = request_line.http_minor
    if minor_version and not fields.has_host:
        raise HTTPError(400, "Host")
    body_length = fields.body_length
    if body_length < 0 and not minor_version:
        raise HTTPError(400, "fields")
    if minor_version != stream.minor_version:
        stream.minor_version = minor_version
    may_stay: "bool | None" = bool(minor_version and not fields.asks_to_close)
    if may_stay and body_length and (fields.awaits_100 or not _is_read_away(body_length, app.limits.drain)):
        may_stay = None  # it depends on whether the handler reads the content
    is_head_request = request_line.verb == "HEAD"
    unusual = None
    if body_length or is_head_request:
        unusual = body_length, fields.awaits_100 and minor_version, is_head_request
    field_bytes = fields.field_bytes
    return Head(line_bytes, request_line, field_bytes, may_stay, unusual, len(line_bytes) + len(field_bytes))


def _is_read_away(body_length, most):
    """Whether content that no handler reads is read away. most: how many bytes of it may be."""
    return body_length <= most and (READS_CHUNKS or body_length >= 0)


@coroutine
def wait_for_head(stream):
    """Wait for more of a head that has begun, which has `limits.head_ms` in all.

    Raises HTTPError 408 when nothing of them is left, and 400 or 505 for what is wrong already: the
    client may wait for an answer, and the end of the head might never come.
    """
    limits = stream.server.app.limits
    check_beginning(stream.buf, limits.line, stream.pos, stream.end)
    ms_left = limits.head_ms if stream.ms_left is None else stream.ms_left
    try:
        stream.ms_left = yield from stream.server.wait(stream, False, ms_left)
    except OSError:
        raise HTTPError(408)


# build: frame on the stack
def forget_heads(app):
    """Forget the heads that an app remembers. It takes no heap, as what was set once has its place, but gives some."""
    if app.last_fields is not NO_FIELDS:
        app.last_fields = NO_FIELDS
    if app.last_line is not NO_LINE:
        app.last_line = NO_LINE
    if app.last_head is not NO_HEAD:
        app.last_head = NO_HEAD
