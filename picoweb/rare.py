"""Status codes that few apps ever send (RFC 9110, 15; RFC 6585).

Loaded when one of them is asked for, and dropped again: who asks keeps what was found.
"""

# In pieces, as a board may have no large one of heap left.
_LINES = (
    b"""
200 OK
202 Accepted
203 Non-Authoritative Information
205 Reset Content
206 Partial Content
300 Multiple Choices
""",
    b"""
301 Moved Permanently
307 Temporary Redirect
308 Permanent Redirect
406 Not Acceptable
408 Request Timeout
409 Conflict
410 Gone
411 Length Required
""",
    b"""
412 Precondition Failed
414 URI Too Long
415 Unsupported Media Type
416 Range Not Satisfiable
417 Expectation Failed
418 I'm a Teapot
""",
    b"""
421 Misdirected Request
422 Unprocessable Content
426 Upgrade Required
428 Precondition Required
429 Too Many Requests
""",
    b"""
431 Request Header Fields Too Large
501 Not Implemented
502 Bad Gateway
503 Service Unavailable
504 Gateway Timeout
505 HTTP Version Not Supported
""",
    b"""
507 Insufficient Storage
511 Network Authentication Required
""",
)


def line(status):
    """The status (bytes) with its reason phrase, and a line break; b"" if there is none."""
    for data in _LINES:
        start = data.find(status)
        if start >= 0:
            return data[start : data.find(b"\n", start) + 1]
    return b""
