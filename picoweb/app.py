"""`WebApp`: a map of URLs, mounted apps, and the steps from a request to its answer.

It knows requests and streams, not where they come from. What most apps never
use is loaded by the method that needs it.
"""

import sys

from .http.heads import NO_FIELDS, NO_HEAD, NO_LINE
from .messages.answers import answer
from .routing.map import not_found, search, special
from .serving.errors import handle_error, handle_exc
from .serving.limits import Limits as Limits


class WebApp:
    """A web application.

    pkg: str, the package (or module) beside which templates/ and static/ are;
    None or "__main__": the current directory. routes: list of tuples
    (pattern, handler[, extra]), used in place. serve_static: bool, whether
    /static/ is served from the folder of that name. strict: bool, whether a second
    handler for a path and method is refused. static_folder, static_url_path: as for `add_static`.
    """

    keep = False  # what it matches, as the pattern of its static folder, is not remembered
    debug = -1
    strict = False
    url = ""  # where it is mounted
    server = None  # what accepts connections for it
    ssl = None  # the SSLContext for them
    _converters = None  # of its own
    max_age = None  # seconds for which clients may keep files without asking; None: they ask each time
    template_loader = None  # what finds templates; None until the first is asked for
    last_fields = NO_FIELDS  # the last header fields, and what they say
    last_head = NO_HEAD  # the last head, and what it says
    last_line = NO_LINE  # the last request line that went to a fixed route, and what it says

    def __init__(self, pkg, routes=None, serve_static=True, strict=False, **static):
        self.url_map = [] if routes is None else routes
        self.pkg = pkg.split(".", 1)[0] if pkg and pkg != "__main__" else None
        if serve_static and static:
            self.add_static(**static)
        elif serve_static:
            self.url_map.append((self, self.handle_static))
        if strict:
            self.strict = True
        self.log = None
        self.mounts = []
        self.inited = False
        self.headers_mode = "parse"
        self.limits = Limits()

    def __str__(self):
        from .serving.transports.card import card

        return card(self)

    # The map

    def route(self, url, **kwargs):
        """Decorator: `url` (str, or anything with `.match`) goes to this handler.

        "<name>" and "<converter:name>" in it are variables, see `rules.Rule`: the handler
        gets them as keyword arguments. Raises ValueError for a rule it cannot read.
        methods: list of str, the methods it is for; none given: any.
        headers: str, its `headers_mode`. endpoint: str, its name for `url_for`.
        """
        if self.strict or isinstance(url, str) and ("<" in url or url[:1] != "/"):
            from .routing.rules import rule

            return rule(self, url, kwargs)

        def add(handler):
            self.url_map.append((url, handler, kwargs))
            return handler

        return add

    def add_url_rule(self, url, func, **kwargs):
        """Let `url` go to the handler `func`; arguments as for `route`."""
        self.route(url, **kwargs)(func)

    def get(self, url, **kwargs):
        """Decorator: GET, and HEAD, of `url` go to this handler."""
        return self.route(url, methods=["GET"], **kwargs)

    def post(self, url, **kwargs):
        """Decorator: POST to `url` goes to this handler."""
        return self.route(url, methods=["POST"], **kwargs)

    def put(self, url, **kwargs):
        """Decorator: PUT to `url` goes to this handler."""
        return self.route(url, methods=["PUT"], **kwargs)

    def patch(self, url, **kwargs):
        """Decorator: PATCH of `url` goes to this handler."""
        return self.route(url, methods=["PATCH"], **kwargs)

    def delete(self, url, **kwargs):
        """Decorator: DELETE of `url` goes to this handler."""
        return self.route(url, methods=["DELETE"], **kwargs)

    @property
    def converters(self):
        """What becomes of a rule's variables, by the name of the converter (dict): a function that raises ValueError
        for what does not match. `app.converters["hex"] = lambda text: int(text, 16)`
        """
        if self._converters is None:
            from .routing.rules import converters

            return converters
        return self._converters

    @converters.setter
    def converters(self, converters):
        self._converters = converters

    def url_for(*args, **values):
        """The path (str) to a handler: `app.url_for(name)`, by its name or its route's `endpoint`; also in mounted apps.

        values: of the rule's variables; what is left becomes the query, a list its key so many times. Raises ValueError
        for a handler that is not there, or a value that is missing or that the rule does not match.
        """
        from .routing.urls import url_for

        return url_for(*args, **values)

    def mount(self, url, sub):
        """Mount the app `sub` at `url` (str): it gets what is below, with paths relative to it.

        Raises ValueError for what does not begin with "/", and for an app that is mounted here already, or has this one in it.
        """
        from .routing.mounts import mount

        return mount(self, url, sub)

    def add_static(self, static_folder="static", static_url_path=None):
        """Serve a folder (str; None: none), an absolute one or one in the app's, below a URL path (None: its own name)."""
        from .files.folders import add_static

        return add_static(self, static_folder, static_url_path)

    # Hooks

    def before_request(self, f):
        """Decorator: `f(req, resp)` goes before each request. What it returns, unless None, is the answer."""
        from .routing.hooks import before_request

        return before_request(self, f)

    def after_request(self, f):
        """Decorator: `f(req, answer)` sees each answer that is returned, before it is sent.

        answer: a tuple (value, status, headers), headers being a dict; of a field that comes more than once, the value is
        a list. What it returns, unless None, is the answer from then on. It is None where a handler wrote it itself.
        """
        from .routing.hooks import after_request

        return after_request(self, f)

    def errorhandler(self, kind):
        """Decorator: `f(req, error)` answers for a status (int) or a class of exceptions, and those below it.

        Of several classes the closest counts, and of several apps the innermost. Exceptions for
        which there is none are logged, and then an HTTPError 500 with the exception as `original`. Raises TypeError for another kind.
        """
        from .routing.hooks import errorhandler

        return errorhandler(self, kind)

    def teardown(self, f):
        """Decorator: `f(req, error)` is called when a request is over, however it ended; error: None if well."""
        from .routing.hooks import teardown

        return teardown(self, f)

    teardown_request = teardown  # as Flask calls it

    # The way of a request, in steps that can be overridden one by one

    def init(self):
        """Prepare the app: called once, before its first request. Override to add to it."""
        self.inited = True

    def handle(self, req, resp):
        """Call the handler for a request. Returns its answer, or a coroutine that will."""
        return self.find(req)[1](req, resp)

    def find(self, req):
        """The route tuple for a request. Raises HTTPError 404 or 405."""
        known = req.request_head.request_line.known_route
        if known:
            app, place, route, match = known
            if len(app.url_map) > place and app.url_map[place] is route:
                if match:
                    req.path, match = match
                    if match:
                        req.url_match = match.copy()
                return route
        return self.search(req)

    def search(self, req):
        """As `find`, by the map. Raises HTTPError 404 or 405."""
        return search(self, req)

    def descend(self, req):
        """The app that a request is for; `req.path` becomes relative to it."""
        from .routing.mounts import descend

        return descend(self, req)

    def special(self, route, req):
        """Whether a route with keyword arguments takes the request; if so, mind its `headers_mode`."""
        return special(self, route, req)

    def not_found(self, urls, req):
        """The HTTPError for a path without a route: 404, or 405 with Allow (RFC 9110, 15.5.6)."""
        return not_found(self, urls, req)

    def match(self, path):
        """The app is the pattern of its static folder. An expression would recurse for every character."""
        if path.startswith("/static/"):
            from .files.static import static_match

            return static_match(self, path)

    def handle_static(self, req, resp):
        """The handler of the static folder; `req.url_match.group(1)` is the file."""
        from .files.static import send_static

        return send_static(self, req, resp)

    def answer(self, resp, value):
        """Answer with what a handler returned. To be waited for.

        value: str, bytes, dict or list (as JSON), or a tuple (value, status) or
        (value, status, headers). Raises TypeError for anything else.
        """
        return answer(self, resp, value)

    def handle_exc(self, req, resp, e):
        """Answer for a handler that raised `e`: 500, or 503 for want of memory, if no answer has begun. Override to do otherwise.

        req may be None; a part of the answer may be out already.
        """
        return handle_exc(self, req, resp, e)

    def handle_error(self, resp, error, req=None):
        """Answer for an exception: on the way through `handle`, or before there was a request. To be waited for.

        Raises OSError if nobody is left to answer.
        """
        return handle_error(self, resp, error, req)

    def nearest(self, req):
        """The innermost app around a request that answers for exceptions by a `handle_exc` of its own; else this one."""
        if not self.mounts:
            return self
        from .routing.mounts import handler_of_exceptions

        return handler_of_exceptions(self, req, WebApp.handle_exc)

    def info(self, req, note=""):
        """Have the log say how a request was answered. note: str, what there is to add."""
        from .serving.log import info

        return info(self, req, note)

    # For handlers

    def sendfile(
        self, writer, fname, content_type=None, headers=None, max_age=None, download_name=None, root=None
    ):
        """Answer with a file: `fname` (str), from the app's folder on, or from `root`. To be waited for.

        content_type: str; None: by the ending. headers: as for `start_response`. max_age: int, seconds for which clients may
        keep it without asking; None: `app.max_age`, and if that is None, they ask each time. download_name: str, under
        which browsers are to save it. Raises HTTPError 404 if there is none, 412 and 416 for conditions and ranges that cannot
        be met, OSError if it cannot be read.
        """
        from .files.sendfile import sendfile

        return sendfile(self, writer, fname, content_type, headers, max_age, download_name, root)

    def render_template(self, writer, tmpl_name, args=(), **values):
        """Write a template, in pieces of some 500 bytes. To be waited for.

        tmpl_name: str, below templates/. args: the values that its `args` tag names, in that
        order, or a dict of them; values: the same by name.
        Errors as for `Loader.load`; TypeError for a value that is missing, or that the template has no place for.
        """
        from .templates.rendering import render_template

        return render_template(self, writer, tmpl_name, args, **values)

    def render_str(self, tmpl_name, args=(), **values):
        """A template as one str; arguments and errors as for `render_template`."""
        from .templates.rendering import render_str

        return render_str(self, tmpl_name, args, **values)

    def _load_template(self, tmpl_name):
        """The generator function of a template, from `template_loader`; errors as for `Loader.load`."""
        from .templates.rendering import load_template

        return load_template(self, tmpl_name)

    # Serving

    def run(self, host="127.0.0.1", port=8081, debug=False, lazy_init=False, log=None, ssl=None, mode=None):
        """Serve until interrupted.

        debug: -1 no log; 0 requests and errors; 1 also where it serves.
        lazy_init: init mounted apps at their first request. log: an object with
        `info error exc debug`; None: one that writes to standard error. ssl: SSLContext, for HTTPS. mode: "blocking".
        """
        from .serving.starting import prepare

        prepare(self, debug, lazy_init, log, ssl)
        if mode == "blocking":
            self.run_blocking(host, port)
        elif mode:
            raise ValueError("mode is None or 'blocking', not %r" % mode)
        elif type(self) is WebApp and "asyncio" not in sys.modules:
            from .serving.transports.steps import serve_alone

            serve_alone(self, host, port)
        else:
            self.run_loop(host, port)

    def run_blocking(self, host, port):
        """Serve one client at a time until interrupted, as `run(mode="blocking")` does."""
        from .serving.transports.blocking import run_blocking

        return run_blocking(self, host, port)

    def run_loop(self, host, port):
        """Run asyncio's loop, with the app in it, until it is interrupted or shut down."""
        from .serving.transports.loop import run_loop

        return run_loop(self, host, port)

    def serve(self, loop, host, port):
        """Open the port and run the loop. Override to have other tasks, or another server."""
        loop.run_until_complete(self.start_server(host, port))
        loop.run_until_complete(self.serve_forever())

    def steps(self, s=None, host="127.0.0.1", port=8081):
        """Serve a step at a time: `for _ in app.steps(port=80):`, until `shutdown()` and the end of what it lets finish.

        A step accepts one connection or goes on with one, and waits for nobody. s: a socket that listens, and needs only
        `accept recv_into send close setblocking`; None: one is opened at `host` and `port`. Raises OSError if the port is
        taken, ValueError for `app.ssl` where sockets are not MicroPython's.
        """
        from .serving.transports.stepping import steps

        return steps(self, s, host, port)

    def start_thread(self, host="127.0.0.1", port=8081, stack_size=0):
        """Serve in a thread of its own, and return at once. Routes may still be added; `stop()` ends it.

        stack_size: int, bytes for the thread; 0: as many as the runtime gives. Raises OSError if the port is taken,
        RuntimeError if it serves already.
        """
        from .threads import start_thread

        return start_thread(self, host, port, stack_size)

    def stop(self, grace_ms=None):
        """End the thread that `start_thread` began, as `shutdown(grace_ms)` does, and wait for it."""
        from .serving.transports.thread import stop

        return stop(self, grace_ms)

    def start_server(self, host="127.0.0.1", port=8081, ssl=None):
        """Begin to accept connections, in the running loop. To be waited for.

        ssl: SSLContext. Raises OSError if the port is taken.
        """
        from .serving.transports.asyncio_server import start_server

        return start_server(self, host, port, ssl)

    def serve_forever(self):
        """Wait until `shutdown()`, and for the connections that it ends. `start_server()` goes before. To be waited for."""
        from .serving.transports.asyncio_server import serve_forever

        return serve_forever(self)

    def shutdown(self, grace_ms=None):
        """Stop accepting connections, and end those there are: idle ones now, the others when they have their answer.

        grace_ms: int, how long they may take for it, in milliseconds; None: `limits.grace_ms`.
        """
        from .serving.shutdown import shutdown

        return shutdown(self, grace_ms)

    def get_event_loop(self):
        """The loop that `run` runs."""
        from .serving.transports.asyncio_server import get_event_loop

        return get_event_loop(self)

    def run_coroutine(self, coro):
        """Run the loop until a coroutine has ended. Returns its result."""
        from .serving.transports.asyncio_server import run_coroutine

        return run_coroutine(self, coro)

    def wrap_socket(self, s):
        """The socket of a connection, encrypted by `ssl`."""
        from .serving.transports.tls import wrap_socket

        return wrap_socket(self, s)
