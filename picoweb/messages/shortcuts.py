"""Answers that are little else than a status or a URL."""

from ..http.errors import TEXT, HTTPError
from ..http.percent import quote
from ..http.status import is_status
from .answers import send, send_or_hold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn, overload

    from ..serving.stream import Stream
    from ..types import HeaderFields, Status, Step

ASCII_OF_URLS = "/:?#[]@!$&'()*+,;=%\r\n\0"  # what stays in a URL, or is refused later


def http_error(writer: "Stream", status: "Status", message: object = None) -> "Step[None]":
    """Answer with an error status (int or str); the content is `message`, or else the status. To be waited for.

    What is no status is a message, as older apps give it: the status is 500 then. More content may follow.
    """
    text = str(status if message is None else message)
    return send_or_hold(writer, text.encode(), TEXT, status if is_status(status) else 500)


if TYPE_CHECKING:

    @overload
    def redirect(
        writer: str, location: "int | None" = None, status: int = 302
    ) -> "tuple[bytes, int, list[tuple[str, str]]]": ...
    @overload
    def redirect(*, location: str, status: int = 302) -> "tuple[bytes, int, list[tuple[str, str]]]": ...
    @overload
    def redirect(writer: Stream, location: str, status: Status = 302) -> "Step[None]": ...


def redirect(writer: "Any" = None, location: "Any" = None, status: "Any" = 302) -> "Any":
    """Send the client to another URL (RFC 9110, 15.4): `return redirect("/there")`, or `redirect("/there", 303)`.

    As older apps call it, with the stream before the URL, it answers, and is to be waited for.
    What is not ASCII in the URL is percent-encoded. Raises ValueError for CR, LF or NUL in it.
    """
    if writer is None:  # redirect(location="/there")
        return b"", status, [("Location", _in_ascii(location))]
    if isinstance(writer, str):
        return b"", location or status, [("Location", _in_ascii(writer))]
    return send(writer, b"", "", status, [("Location", _in_ascii(location))])


def _in_ascii(url):
    """A URL (str), with what is not ASCII percent-encoded (RFC 3987, 3.1); anything else as it is."""
    if isinstance(url, str) and len(url.encode()) != len(url):
        return quote(url, ASCII_OF_URLS)
    return url


def abort(status: int, reason: str = "", headers: "HeaderFields | None" = None) -> "NoReturn":
    """Raise the HTTPError that is the answer: `abort(404)`. Arguments as for HTTPError."""
    raise HTTPError(int(status), reason, headers)
