"""What an ASGI server says of a request, as an HTTPRequest. It is checked as what comes over a socket."""

import urllib.parse

from ... import buffers
from ...http.errors import HTTPError
from ...http.heads import Head, parse_fields, parse_request_line
from ...messages.request import HTTPRequest

IN_CHUNKS = -1  # content whose length nobody knows


def request_of(app, scope, root, resp):
    """The HTTPRequest of a scope, of which the stream learns what it has to know. Raises HTTPError.

    root: str, the path at which the server has the app.
    """
    line = _request_line(app, scope, root)
    resp.bodiless = line.verb == "HEAD"
    fields = _fields(app, scope["headers"])
    resp.left = _body_length(fields, scope["http_version"])
    resp.socket.chunked = resp.left < 0
    resp.request_head = Head(None, line, fields.field_bytes, None, None, 0)
    return HTTPRequest(resp, resp.request_head)


def _request_line(app, scope, root):
    """The RequestLine of a scope: the last one, if it is the same."""
    raw_line = _raw_line(scope)
    known_as = (root, raw_line) if root else raw_line
    line = app.last_line
    if line.raw_line != known_as:
        line = parse_request_line(raw_line, app.limits.line)
        line.url_path = _below(root, line.url_path)
        line.raw_line = known_as  # type: ignore[assignment]  # what it is compared with here
    return line


def _raw_line(scope):
    """A request line as it might have come, which is what the checks are for."""
    target = scope.get("raw_path") or urllib.parse.quote(scope["path"]).encode()
    if scope["query_string"]:
        target += b"?" + scope["query_string"]
    return b"%b %b HTTP/1.1\r\n" % (scope["method"].encode(), target)


def _below(root, path):
    """A path relative to the one at which the server has the app."""
    if root and path.startswith(root) and path[len(root) : len(root) + 1] in ("", "/"):
        return path[len(root) :] or "/"
    return path


def _fields(app, headers):
    """The Fields of a scope's headers: the last ones, if they are the same."""
    block = b"".join([b"%b: %b\r\n" % (name, value) for name, value in headers]) + b"\r\n"
    fields = app.last_fields
    if fields.field_bytes != block:
        fields = parse_fields(block, app.limits.head, app.limits.fields)
        if len(block) <= buffers.MOST_FIELDS:
            app.last_fields = fields
    return fields


def _body_length(fields, version):
    """How long the content is, in bytes, or IN_CHUNKS. version: str, of HTTP. Raises HTTPError 400 where a Host is missing."""
    if version == "1.1" and not fields.has_host:
        raise HTTPError(400, "Host")
    needs_length = version[0] == "1"
    if needs_length or fields.body_length or b"content-length:" in fields.field_bytes.lower():
        return fields.body_length
    return IN_CHUNKS
