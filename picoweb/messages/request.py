"""A request as a handler sees it: what its head says, decoded when it is asked for."""


class HTTPRequest:
    """One request, as a handler sees it.

    reader: the stream, up to the end of the content. headers: http.fields.Headers, by name in any case. form:
    dict, once `read_form_data()` or `parse_qs()` has made it. url_match: a pattern's match. Apps may put attributes
    of their own here.
    """

    _body = None  # the content, once it was read
    _method = _path = _query = None  # what an app, or a mount, has put in place of what the head says
    _args = _cookies = None  # once they were asked for
    _content_form = None  # the form that the content was found to be

    def __init__(self, reader, head):
        self.reader = reader
        self.request_head = head  # see http.heads.Head

    @property
    def method(self):
        """The method (str), as "GET"."""
        return self._method or self.request_head.request_line.verb

    @method.setter
    def method(self, method):
        self._method = method

    @property
    def path(self):
        """The path (str), percent-decoded, relative to the mount."""
        return self._path or self.request_head.request_line.url_path

    @path.setter
    def path(self, path):
        self._path = path

    @property
    def qs(self):
        """The raw query (str)."""
        query = self._query
        return self.request_head.request_line.query_text if query is None else query

    @qs.setter
    def qs(self, query):
        self._query = query
        self._args = None

    def __getattr__(self, name):
        """`headers`, when they are first asked for: see `http.fields.Headers`. Raises AttributeError.

        A property would not do: on MicroPython, `hasattr` finds one whose function raises AttributeError, and there
        are no `headers` where `headers_mode` leaves them unread.
        """
        if name == "headers" and self.request_head.field_block is not None:  # build: only if the app uses headers, cookies, json
            from ..http.fields import Headers

            self.headers = Headers(self.request_head.field_block)
            return self.headers
        hint = "; read_form_data() or parse_qs() makes it" if name == "form" else ""
        raise AttributeError("'HTTPRequest' object has no attribute '%s'%s" % (name, hint))

    @property
    def args(self):  # build: only if the app uses it
        """The query as a dict: a value that came once is a str, more often a list. Raises HTTPError 400."""
        if self._args is None:
            from .form import query_of

            self._args = query_of(self)
        return self._args

    @property
    def cookies(self):  # build: only if the app uses it
        """The cookies: a dict of str. Of those that came more than once, the first."""
        if self._cookies is None:
            from .cookies import cookies_of

            self._cookies = cookies_of(self)
        return self._cookies

    @property
    def remote_addr(self):  # build: only if the app uses it
        """The address of the client (str); None where there is none, as in memory."""
        from .peer import address

        return address(self.reader)

    def body(self, most=None):
        """Read the content, at most `most` bytes (None: `limits.body`), as bytes. To be waited for.

        It is kept, and there again when asked for again. Raises HTTPError 413.
        """
        from .body import body

        return body(self, most)

    def json(self):
        """Read the content as JSON (RFC 8259): the value. To be waited for.

        Raises HTTPError 415 if it says that it is something else, 400 with the place if it is not JSON.
        """
        from .json_body import json

        return json(self)

    def read_form_data(self):
        """Read and decode a form (application/x-www-form-urlencoded); `form` is a dict then. To be waited for.

        Raises HTTPError 400, 411 or 413; 415 for content that says it is JSON or multipart.
        """
        from .form import read_form_data

        return read_form_data(self)

    def parse_qs(self):
        """Decode the query; `form` is a dict then. It can be waited for, as older apps do. Raises HTTPError 400."""
        from .form import parse_qs

        return parse_qs(self)
