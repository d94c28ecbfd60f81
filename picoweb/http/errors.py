"""Errors that are answers: a status, and what a client may be told."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..types import HeaderFields

TEXT = "text/plain; charset=utf-8"  # the media type of what they say
CLIENT_GONE = (32,), (54,), (104,), (110,), (128,)  # EPIPE, ECONNRESET (two systems'), ETIMEDOUT, ENOTCONN

# A browser's EventSource gives up for good where an answer is no stream, and comes again where one ends (WHATWG HTML, 9.2.3).
EVENTS = "text/event-stream"
HEARS_EVENTS = b"ccept: text/event-stream\r\n"  # what it sends; behind a proxy, maybe with a small "a"
RETRY = b"retry: 5000\n\n"  # milliseconds, until it is to come again
WHOLE_RETRY = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\nretry: 5000\n\n"


class HTTPError(Exception):
    """An error that is an answer.

    status: int, the status code (RFC 9110, 15). reason: str, for the client.
    headers: list of (name, value) pairs that the answer must have.
    """

    def __init__(self, status: int, reason: str = "", headers: "HeaderFields | None" = None) -> None:
        self.status = status
        self.reason = reason
        self.headers = headers


def comes_again(req: "Any", error: Exception) -> bool:
    """Whether a client that got a 503 for an exception would never come again, and comes for a stream that ends. req: or None."""
    is_unavailable = isinstance(error, MemoryError) or isinstance(error, HTTPError) and error.status == 503
    return is_unavailable and req is not None and HEARS_EVENTS in (req.request_head.field_block or b"")
