"""Errors that are answers: a status, and what a client may be told."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..types import HeaderFields

TEXT = "text/plain; charset=utf-8"  # the media type of what they say
CLIENT_GONE = (32,), (54,), (104,), (110,), (128,)  # EPIPE, ECONNRESET (two systems'), ETIMEDOUT, ENOTCONN


class HTTPError(Exception):
    """An error that is an answer.

    status: int, the status code (RFC 9110, 15). reason: str, for the client.
    headers: list of (name, value) pairs that the answer must have.
    """

    def __init__(self, status: int, reason: str = "", headers: "HeaderFields | None" = None) -> None:
        self.status = status
        self.reason = reason
        self.headers = headers
