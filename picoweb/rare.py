"""Status codes that few apps ever send (RFC 9110, 15; RFC 6585), and media types of files that few apps have."""

_TYPES = """
 json :application/json
 txt :text/plain; charset=utf-8
 gif :image/gif
 webp :image/webp
 woff2 :font/woff2
 xml :text/xml; charset=utf-8
 pdf :application/pdf
"""

LINES = b"""
100 Continue
101 Switching Protocols
200 OK
202 Accepted
203 Non-Authoritative Information
205 Reset Content
206 Partial Content
300 Multiple Choices
301 Moved Permanently
307 Temporary Redirect
308 Permanent Redirect
406 Not Acceptable
408 Request Timeout
409 Conflict
410 Gone
411 Length Required
412 Precondition Failed
414 URI Too Long
415 Unsupported Media Type
416 Range Not Satisfiable
417 Expectation Failed
418 I'm a Teapot
421 Misdirected Request
422 Unprocessable Content
426 Upgrade Required
428 Precondition Required
429 Too Many Requests
431 Request Header Fields Too Large
501 Not Implemented
502 Bad Gateway
503 Service Unavailable
504 Gateway Timeout
505 HTTP Version Not Supported
507 Insufficient Storage
511 Network Authentication Required
"""


def media_type(end):
    """The media type of a file by its ending, with a space before and behind it."""
    start = _TYPES.find(end)
    if start < 0:
        return "application/octet-stream"
    return _TYPES[_TYPES.find(":", start) + 1 : _TYPES.find("\n", start)]
