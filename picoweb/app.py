"""`WebApp`: a map of URLs, mounted apps, and the steps from a request to its answer.

It knows requests and streams, not where they come from. What most apps never
use is loaded by the method that needs it.
"""

import sys

from . import clear, find, first, later

# What serves is compiled now, while there is heap, and what takes most of it first.
sys.modules["picoweb"].start_response = first("stream").start_response  # most apps ask for it
if "asyncio" not in sys.modules and "picoweb.host" not in sys.modules:
    first("steps")  # as `run` will ask for it, most probably
first("connection")
from .http import NO_FIELDS, NO_HEAD, NO_LINE  # noqa: E402


class Limits:
    """The bounds on what a client may take: `app.limits`. Sizes are in bytes, times in milliseconds."""

    line = 1024  #: longest request line: 414 beyond
    head = 4096  #: longest block of header fields: 431 beyond
    fields = 64  #: most header fields: 431 beyond
    body = 16384  #: longest content that is read in one piece: 413 beyond
    drain = 16384  #: content that no handler read, read away so that the client sees the answer
    head_ms = 10000  #: for a whole head, from its first byte: 408 beyond
    body_ms = 10000  #: for content, and the time that its bytes take at `rate`: 408 beyond
    write_ms = 10000  #: for a client to take a piece of an answer, and the time that its bytes take at `rate`
    rate = 500  #: bytes a second: slower clients have the times above, and no more
    idle_ms = 5000  #: for a connection to ask, or to ask again
    connections = 5  #: open at a time: idle ones give way to new ones, and the rest wait to be accepted
    grace_ms = 5000  #: for requests to be answered after `shutdown`


class WebApp:
    """A web application.

    pkg: str, the package (or module) beside which templates/ and static/ are;
    None or "__main__": the current directory. routes: list of tuples
    (pattern, handler[, extra]), used in place. serve_static: bool, whether
    /static/ is served from the folder of that name. strict: bool, whether a second
    handler for a path and method is refused. static_folder, static_url_path: as for `add_static`.
    """

    key = 1  # whose names it has: see places.py
    keep = False  # what it matches, as the pattern of its static folder, is not remembered
    __getattr__ = later
    debug = -1
    strict = False
    url = ""  # where it is mounted
    server = None  # what accepts connections for it
    ssl = None  # the SSLContext for them
    last_fields = NO_FIELDS  # the last header fields, and what they say
    last_head = NO_HEAD  # the last head, and what it says
    last_line = NO_LINE  # the last request line that went to a fixed route, and what it says

    def __init__(self, pkg, routes=None, serve_static=True, strict=False, **args):
        if type(self) is not WebApp:
            find("complete")(WebApp)
        self.url_map = [] if routes is None else routes
        self.pkg = pkg.split(".", 1)[0] if pkg and pkg != "__main__" else None
        if serve_static and args:
            serve_static = self.add_static(**args)
        if serve_static:
            self.url_map.append((self, self.handle_static))
        if strict:
            self.strict = True
        self.log = None
        self.mounts = []
        self.inited = False
        self.headers_mode = "parse"
        self.limits = Limits()

    # The map

    def route(self, url, **args):
        """Decorator: `url` (str, or anything with `.match`) goes to this handler.

        "<name>" and "<converter:name>" in it are variables, see `rules.Rule`: the handler
        gets them as keyword arguments. Raises ValueError for a rule it cannot read.
        methods: list of str, the methods it is for; none given: any.
        headers: str, its `headers_mode`. endpoint: str, its name for `url_for`.
        """
        if self.strict or isinstance(url, str) and ("<" in url or url[:1] != "/"):
            return self.rule(url, args)

        def f(func):
            self.url_map.append((url, func, args))
            return func

        return f

    def init(self):
        """Prepare the app: called once, before its first request. Override to add to it."""
        self.inited = True

    # The way of a request, in steps that can be overridden one by one

    def handle(self, req, resp):
        """Call the handler for a request. Returns its answer, or a coroutine that will."""
        return self.find(req)[1](req, resp)

    def find(self, req):
        """The route tuple for a request. Raises HTTPError 404 or 405."""
        known = req.request_head.request_line.known_route
        if known:
            app, n, route, match = known
            if len(app.url_map) > n and app.url_map[n] is route:
                if match:
                    req.path, match = match
                    if match:
                        req.url_match = match.copy()
                return route
        return self.search(req)

    def search(self, req):
        """As `find`, of which this is what one more request like the last does without."""
        line = req.request_head.request_line
        app = self
        if self.mounts:
            app = self.descend(req)
        if not app.inited:
            app.init()
            app.inited = True  # an override need not call this class's
        urls = app.url_map
        path = req.path
        state = self.headers_mode == "parse"
        keys = range(len(urls))
        if len(urls) > 16:
            keys = self._search(urls, path)
        for n in keys:
            route = urls[n]
            value = route[0]
            match = path == value if isinstance(value, str) else value.match(path)
            if match and (state and not (route[2:] and route[2]) or self.special(route, req)):
                if match is not True:
                    req.url_match = match
                    if line.known_route is None:
                        line.known_route = False  # when it comes again, it may be worth remembering
                    elif req.request_head.field_block and getattr(value, "keep", False):
                        line.known_route = app, n, route, (path, match.copy())
                elif req.request_head.field_block:
                    line.known_route = app, n, route, self.mounts and (path, None)
                    if not req.qs:
                        self.last_line = line
                return route
        raise self.not_found(urls, req)

    def match(self, path):
        """The app is the pattern of its static folder. An expression would recurse for every character."""
        if path.startswith("/static/"):
            return self.static_match(path)

    def handle_static(self, req, resp):
        """The handler of the static folder; `req.url_match.group(1)` is the file."""
        return self.send_static(req, resp)

    # Serving

    def run(self, host="127.0.0.1", port=8081, debug=False, lazy_init=False, log=None, ssl=None, mode=None):
        """Serve until interrupted.

        debug: -1 no log; 0 requests and errors; 1 also where it serves.
        lazy_init: init mounted apps at their first request. log: an object with
        `info error exc debug`; None: one that writes to standard error. ssl: SSLContext, for HTTPS. mode: "blocking".
        """
        serve, args = first("starting").start(self, host, port, debug, lazy_init, log, ssl, mode)
        clear("starting")
        return serve(*args)
