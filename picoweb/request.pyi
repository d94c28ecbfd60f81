from typing import Any

from .app import WebApp
from .fields import Headers
from .stream import Stream
from .types import FormValue, Step

class HTTPRequest:
    """One request, as a handler sees it.

    For attributes of an app's own, annotate handlers with a subclass that declares them.
    """

    method: str
    """The method: "GET", "POST" ..."""
    path: str
    """The path, percent-decoded, relative to where the app is mounted."""
    qs: str
    """The query as it came."""
    reader: Stream
    """The stream, which ends where the content of this request ends."""
    headers: Headers
    """The header fields; none (AttributeError) in the modes "skip" and "leave"."""
    args: dict[str, FormValue]
    """The query as a dict: a value that came once is a str, more often a list. Raises HTTPError 400."""
    cookies: dict[str, str]
    """The cookies (RFC 6265, 5.4). Of those that came more than once, the first."""
    remote_addr: str | None
    """The address of the client as text; None where there is none, as in memory."""
    url_match: Any
    """What the pattern's `match` returned, after one that is not a fixed path."""
    form: dict[str, FormValue]
    """The form, or the query, after `read_form_data()` or `parse_qs()`: AttributeError before."""

    def __init__(self, reader: Stream, head: tuple[Any, ...]) -> None: ...
    def read_form_data(self) -> Step[None]:
        """Read and decode a form (application/x-www-form-urlencoded); `form` is a dict then.

        Raises HTTPError 400, 411 or 413; 415 for content that says it is JSON or multipart.
        """
    def parse_qs(self) -> Step[None]:
        """Decode the query; `form` is a dict then. It can be waited for, as older apps do. Raises HTTPError 400."""
    def body(self, most: int | None = None) -> Step[bytes]:
        """Read the content, at most `most` bytes (None: `limits.body`), as bytes. Raises HTTPError 413.

        It is kept, and there again when asked for again.
        """
    def json(self) -> Step[Any]:
        """Read the content as JSON (RFC 8259): the value. To be waited for.

        Raises HTTPError 415 if it says that it is something else, 400 with the place if it is not JSON.
        """

# For the package itself

def read_head(app: WebApp, stream: Stream) -> tuple[Any, ...] | None: ...
