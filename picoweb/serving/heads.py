"""The next head of a connection: from the stream's buffer, once it is all there."""

from ..http.errors import HTTPError
from ..http.heads import Head, parse_fields, parse_request_line
from ..runtime import coroutine

MOST_REMEMBERED = 512  # bytes of header fields that are worth remembering
CARRIAGE_RETURN = 13


def read_head(app, stream):
    """The next head (http.Head), once all of it is in the stream's buffer; None before that.

    Raises HTTPError for a head that is malformed or over the limits.
    """
    limits = app.limits
    buf = stream.buf
    end = stream.end
    start = stream.pos
    fields_start = buf.find(b"\n", start, end) + 1
    while fields_start == start + 2 and buf[start] == CARRIAGE_RETURN:  # an empty line before it (RFC 9112, 2.2)
        stream.pos = start  # the last one stays: with it a request has begun, which has its time
        start = fields_start
        fields_start = buf.find(b"\n", start, end) + 1
    fields = app.last_fields
    fields_length = len(fields.field_bytes)
    if not fields_start or fields_length > end - fields_start or not buf.startswith(fields.field_bytes, fields_start):
        fields_end = buf.find(b"\r\n\r\n", start, end) + 4
        if not fields_start or fields_end == 3:  # there is none yet
            _make_room(stream, limits, start, fields_start)
            return None
        fields_length = fields_end - fields_start
        fields = app.last_fields = type(app).last_fields  # so that the next may lie where the last ones were
        field_bytes = memoryview(buf)[fields_start:fields_end]
        field_bytes = bytes(field_bytes)
        fields = app.last_fields = parse_fields(field_bytes, limits.head, limits.fields)
    line_bytes = memoryview(buf)[start:fields_start]
    line_bytes = bytes(line_bytes)
    request_line = app.last_line
    if request_line.raw_line != line_bytes:
        request_line = parse_request_line(line_bytes, limits.line)
    minor_version = request_line.http_minor
    if minor_version and not fields.has_host:
        raise HTTPError(400, "Host")
    body_length = fields.body_length
    if body_length < 0 and not minor_version:
        raise HTTPError(400, "fields")
    if minor_version != stream.minor_version:
        stream.minor_version = minor_version
    may_stay = bool(minor_version and not fields.asks_to_close)
    if may_stay and body_length and (fields.awaits_100 or body_length > limits.drain):
        may_stay = None  # it depends on whether the handler reads the content
    stream.pos = fields_start + fields_length
    answer_is_head = request_line.verb == "HEAD"
    unusual = None
    if body_length or answer_is_head:
        unusual = body_length, fields.awaits_100 and minor_version, answer_is_head
    head = Head(line_bytes, request_line, fields.field_bytes, may_stay, unusual, stream.pos - start)
    if fields_length < MOST_REMEMBERED and minor_version:
        app.last_head = head
    return head


def _make_room(stream, limits, start, fields_start):
    """Make the buffer larger if it is full. Raises HTTPError when it holds as much as a head may have."""
    most = limits.head + fields_start - start if fields_start else limits.line
    if stream.end == len(stream.buf) or stream.end - start > most:
        stream.grow(most, 431 if fields_start else 414)


@coroutine
def wait_for_head(self):
    """Wait for more of a head that has begun, which has `limits.head_ms` in all.

    Raises HTTPError 408 when nothing of them is left, and 400 or 505 for what is wrong already: the
    client may wait for an answer, and the end of the head might never come.
    """
    data = bytes(memoryview(self.buf)[self.pos : self.end])
    n = data.count(b"\r\n")
    if data.count(b"\n") != n or data[:-1].count(b"\r") != n or b"\0" in data:
        raise HTTPError(400, "line")
    while data[:2] == b"\r\n":  # before the request (RFC 9112, 2.2)
        data = data[2:]
    line, end, _ = data.partition(b"\n")
    if end:
        parse_request_line(line + end, self.server.app.limits.line)
    try:
        ms = self.server.app.limits.head_ms if self.ms_left is None else self.ms_left
        self.ms_left = yield from self.server.wait(self, False, ms)
    except OSError:
        raise HTTPError(408)
