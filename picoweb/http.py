"""HTTP/1.1 heads: bytes in, facts out (RFC 9112).

No I/O here: who reads the bytes and who answers is not this module's to know.
What only some requests have is decoded by modules that load when it comes.
"""
# Comments instead of docstrings in functions: they are compiled when heap is scarce.

from . import first

frame = target = None  # from reader.py and target.py, once they are needed


class HTTPError(Exception):
    """An error that is an answer.

    status: int, the status code (RFC 9110, 15). reason: str, for the client.
    headers: list of (name, value) pairs that the answer must have.
    """

    def __init__(self, status, reason="", headers=None):
        self.status = status
        self.reason = reason
        self.headers = headers


def parse_fields(data, length=4096, count=64):
    # Check header fields and find what frames the message (RFC 9112, 5 and 6).
    #
    # data: bytes, from behind the request line to the end of the blank line. length: int, the most bytes it may have.
    # count: int, the most fields there may be.
    # Returns (data, host, close, length, expect): whether there is a Host, whether
    # the connection ends with this request, the Content-Length (-1: chunked), and
    # whether the client waits for 100. Raises HTTPError 400, 417, 431 or 501.
    n = data.count(b"\r\n")
    if len(data) > length or n > count + 1:
        raise HTTPError(431)
    if data.count(b"\r") != n or data.count(b"\n") != n or b"\0" in data:
        raise HTTPError(400, "line")
    host = close = False
    values = []
    for line in data.split(b"\r\n"):
        if not line:
            break
        name, end, value = line.partition(b":")
        name = name.lower()
        check(end and name)
        if name == b"host":
            value, _, start = value.strip(b" \t").lower().partition(b":")
            if host or value.strip(b"0123456789.abcdefghijklmnopqrstuvwxyz-") or start and not start.isdigit():
                from .target import check_host

                check_host(host, line)
            host = True
        elif name == b"connection":
            close = close or b"close" in value.lower()  # in an option of another name, too: closing is never wrong
        elif name in b"content-length transfer-encoding expect":
            value = name, value.strip(b" \t")
            values.append(value)
    if not values:
        return data, host, close, 0, False
    global frame
    frame = frame or first("reader").frame
    return (data, host, close) + frame(values)


def parse_request_line(line, length=1024):
    # Take a request line (bytes, with its CRLF) apart (RFC 9112, 3). length: int, the most bytes it may have.
    #
    # Returns [method, path, query, minor, line, None, None]: str, the path percent-decoded,
    # the digit behind "HTTP/1.", and places for the route and for the query as a dict.
    # Raises HTTPError 400, 414, or 505 for another major version.
    if len(line) > length:
        raise HTTPError(414)
    value = line.split(b" ")
    if len(value) != 3:
        raise HTTPError(400, "line")
    method, path, value = value
    if value not in (b"HTTP/1.1\r\n", b"HTTP/1.0\r\n"):
        from .target import version

        raise version(value)
    check(method.lower())
    if not path or min(path) < 33 or max(path) > 126 or b"#" in path:
        raise HTTPError(400, "target")
    path, end, key = path.partition(b"?")
    if not path or path[0] != 47 or b"%" in path or len(method) == 7:  # as CONNECT has
        global target
        target = target or first("target").target
        path = target(method, path, end)
    else:
        path = path.decode()
    return [method.decode(), path, key.decode(), value[7] - 48, line, None, None]


def check(name):
    # Raise HTTPError 400 unless all of `name` (lower case) are token characters (RFC 9110, 5.6.2).
    # Frequent characters first, as `strip` looks through them in this order.
    if not name or name.strip(b"etaoins-rchldgpumfywkvbxjqz0123456789!#$%&'*+.^_`|~"):
        raise HTTPError(400, "name")
