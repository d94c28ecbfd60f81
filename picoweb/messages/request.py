"""A request as a handler sees it: what its head says, decoded when it is asked for.

How its content is framed, and where it comes from, is the stream's to know.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..http.fields import Headers
    from ..http.heads import Head
    from ..serving.stream import Stream
    from ..types import FormValue, Step


class HTTPRequest:
    """One request, as a handler sees it. An app may also make one, and set `method`, `path`, `qs`, `headers` and `reader`.

    reader: the stream, up to the end of the content. headers: http.fields.Headers, by name in any case; there are none
    in the modes "skip" and "leave". form: dict, once `read_form_data()` or `parse_qs()` has made it. url_match: what the
    pattern's `match` returned, after one that is not a fixed path. Apps may put attributes of their own here: for
    checkers, handlers are annotated with a subclass that declares them.
    """

    if TYPE_CHECKING:
        reader: Stream
        headers: Headers
        form: dict[str, FormValue]
        url_match: Any
        _body: bytes | bytearray | None
        _method: str | None
        _path: str | None
        _full_path: str | None
        _query: str | None
        _args: dict[str, FormValue] | None
        _cookies: dict[str, str] | None
        _content_form: dict[str, FormValue] | None

    _body = None  # the content, once it was read
    # build: only if changed requests
    _method = _path = _query = None  # what an app, or a mount, has put in place of what the head says
    # build: only if changed requests
    _full_path = None  # the path that a mount has made relative, unless the app has given it another since
    # build: only if the app uses args, cookies
    _args = _cookies = None  # once they were asked for
    _content_form = None  # the form that the content was found to be

    def __init__(self, reader: "Any" = None, head: "Any" = None) -> None:
        self.reader = reader
        self.request_head = head

    @property
    def method(self) -> str:
        """The method, as "GET"."""
        if self._method:  # build: only if changed requests
            return self._method
        return self.request_head.request_line.verb

    # build: only if changed requests
    @method.setter
    def method(self, method: str) -> None:
        self._method = method

    @property
    def path(self) -> str:
        """The path, percent-decoded, relative to the mount."""
        if self._path:  # build: only if changed requests
            return self._path
        return self.request_head.request_line.url_path

    # build: only if changed requests
    @path.setter
    def path(self, path: str) -> None:
        self._path = path
        self._full_path = None

    @property
    def qs(self) -> str:
        """The raw query."""
        if self._query is not None:  # build: only if changed requests
            return self._query
        return self.request_head.request_line.query_text

    # build: only if changed requests
    @qs.setter
    def qs(self, query: str) -> None:
        self._query = query
        self._args = None

    if not TYPE_CHECKING:  # or checkers would take any name

        # build: only if the app uses headers, cookies, json, form
        def __getattr__(self, name):
            """`headers`, when they are first asked for. Raises AttributeError.

            A property would not do: on MicroPython, `hasattr` finds one whose function raises AttributeError, and there
            are no `headers` where `headers_mode` leaves them unread.
            """
            # build: only if the app uses headers, cookies, json
            if name == "headers" and self.request_head.field_block is not None:
                from ..http.fields import Headers

                self.headers = Headers(self.request_head.field_block)
                return self.headers
            hint = "; read_form_data() or parse_qs() makes it" if name == "form" else ""
            raise AttributeError("'HTTPRequest' object has no attribute '%s'%s" % (name, hint))

    @property
    def args(self) -> "dict[str, FormValue]":  # build: only if the app uses it
        """The query as a dict: a value that came once is a str, more often a list. Raises HTTPError 400."""
        if self._args is None:
            from .form import query_of

            self._args = query_of(self)
        return self._args

    @property
    def cookies(self) -> "dict[str, str]":  # build: only if the app uses it
        """The cookies (RFC 6265, 5.4). Of those that came more than once, the first."""
        if self._cookies is None:
            from .cookies import cookies_of

            self._cookies = cookies_of(self)
        return self._cookies

    @property
    def remote_addr(self) -> "str | None":  # build: only if the app uses it
        """The address of the client; None where there is none, as in memory."""
        from .peer import address

        return address(self.reader)

    def body(self, most: "int | None" = None) -> "Step[bytes]":
        """Read the content, at most `most` bytes (None: `limits.body`). To be waited for.

        It is kept, and there again when asked for again. Raises HTTPError 413.
        """
        from .body import body

        return body(self, most)

    def json(self) -> "Step[Any]":
        """Read the content as JSON (RFC 8259): the value. To be waited for.

        Raises HTTPError 415 if it says that it is something else, 400 with the place if it is not JSON.
        """
        from .json_body import json

        return json(self)

    def read_form_data(self) -> "Step[None]":
        """Read and decode a form (application/x-www-form-urlencoded); `form` is a dict then. To be waited for.

        Raises HTTPError 400, 411 or 413; 415 for content that says it is JSON or multipart.
        """
        from .form import read_form_data

        return read_form_data(self)

    def parse_qs(self) -> "Step[None]":
        """Decode the query; `form` is a dict then. It can be waited for, as older apps do. Raises HTTPError 400."""
        from .form import parse_qs

        return parse_qs(self)
