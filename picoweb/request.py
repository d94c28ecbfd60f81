"""The request as a handler sees it.

Only what every handler needs is here; header fields, query, forms and content
are loaded when they are first asked for.
"""

from . import later


class HTTPRequest:
    """One request, as a handler sees it.

    method: str. path: str, percent-decoded, relative to the mount. qs: str, the raw
    query. reader: the stream, which ends where the content of this request ends.
    headers, args, cookies, remote_addr: made when asked for. url_match: the match object, after a pattern
    matched. form: dict, after `read_form_data()` or `parse_qs()`.
    """

    owner = "R"

    def __init__(self, reader, facts, fields):
        self.reader = reader
        self._facts = facts
        self._fields = fields

    def __getattr__(self, name):
        if name in ("method", "path", "qs"):
            value = self._facts[("method", "path", "qs").index(name)]
        elif name in ("headers", "args", "cookies", "remote_addr"):
            value = getattr(self, "_" + name)()
        else:
            return later(self, name)
        setattr(self, name, value)
        return value
