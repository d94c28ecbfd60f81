"""A request: the next head of a connection, and what it tells a handler."""

from . import later
from .http import HTTPError, parse_fields, parse_request_line


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
        self._head = head  # a tuple: what `parse_request_line` says is its second, the bytes of the fields its third

    def __getattr__(self, name):
        if name in ("method", "path", "qs"):
            value = self._head[1][("method", "path", "qs").index(name)]
        elif name in ("headers", "args", "cookies", "remote_addr"):
            value = getattr(self, "_" + name)()
        else:
            return later(self, name)
        setattr(self, name, value)
        return value


def read_head(app, stream):
    # The next head, once all of it is in the stream's buffer: a tuple of its bytes and what they say; None before that.
    #
    # Raises HTTPError for a head that is malformed or over the limits.
    buf = stream.buf
    pos = stream.pos
    end = stream.end
    start = buf.find(b"\n", pos, end) + 1
    while start == pos + 2 and buf[pos] == 13:  # an empty line before the request (RFC 9112, 2.2)
        stream.pos = pos  # the last one stays: with it a request has begun, which has its time
        pos = start
        start = buf.find(b"\n", pos, end) + 1
    fields = app._fields
    limits = app.limits
    n = len(fields[0])
    if not start or n > end - start or not buf.startswith(fields[0], start):
        n = buf.find(b"\r\n\r\n", pos, end) + 4 - start
        if not start or n + start == 3:
            n = limits.head + start - pos if start else limits.line
            if end == len(buf) or end - pos > n:
                stream.grow(n, 431 if start else 414)
            return
        fields = app._fields = type(app)._fields  # so that the next may lie where the last ones were
        data = memoryview(buf)[start : start + n]
        data = bytes(data)
        fields = app._fields = parse_fields(data, limits.head, limits.fields)
    line = memoryview(buf)[pos:start]
    line = bytes(line)
    data = app._line
    if data[4] != line:
        data = parse_request_line(line, limits.line)
    minor = data[3]
    fields, host, close, left, expect = fields
    if left < 0 and not minor or minor and not host:
        raise HTTPError(400, "Host" if minor else "fields")
    if minor != stream.minor:
        stream.minor = minor
    keep = bool(minor and not close)
    if keep and left and (expect or left > limits.drain):
        keep = None  # it depends on whether the handler reads the content
    stream.pos = start + n
    known = n < 512 and minor
    bodiless = data[0] == "HEAD"
    left = (left, expect and minor, bodiless) if left or bodiless else None  # what most have not
    head = line, data, fields, keep, left, stream.pos - pos
    if known:
        app._head = head
    return head
