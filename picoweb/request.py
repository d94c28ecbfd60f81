"""A request: the next head of a connection, and what it tells a handler."""

from . import later
from .http import HTTPError, Head, parse_fields, parse_request_line

MOST_REMEMBERED = 512  # bytes of header fields that are worth remembering
CARRIAGE_RETURN = 13


class HTTPRequest:
    """One request, as a handler sees it.

    method, path (decoded, relative to the mount), qs (the raw query): str. reader: the
    stream, up to the end of the content. headers, args, cookies, remote_addr: made when
    asked for. form: dict, after `read_form_data()` or `parse_qs()`. url_match: a pattern's.
    """

    key = 3  # whose names it has: see places.py
    _body = None  # what was read already

    def __init__(self, reader, head):
        self.reader = reader
        self.request_head = head  # see http.Head

    def __getattr__(self, name):
        if name == "method":
            value = self.request_head.request_line.verb
        elif name == "path":
            value = self.request_head.request_line.url_path
        elif name == "qs":
            value = self.request_head.request_line.query_text
        elif name in ("headers", "args", "cookies", "remote_addr"):
            value = getattr(self, "_" + name)()
        else:
            return later(self, name)
        setattr(self, name, value)
        return value


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
