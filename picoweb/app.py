"""`WebApp`: a map of URLs, mounted apps, and the steps from a request to its answer.

It knows requests and streams, not where they come from. What most apps never use is in other rooms, and loaded by the
method that needs it; what every request needs is imported here.
"""

import sys
from os import stat

from .http.heads import NO_FIELDS, NO_HEAD, NO_LINE
from .messages.answers import answer
from .routing.map import OPTIONS, not_found, search, special
from .serving.errors import handle_error, handle_exc
from .serving.limits import Limits as Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Coroutine, Generator, Iterable, Mapping
    from ssl import SSLContext
    from typing import Any, Literal, TypedDict, TypeVar, overload

    from typing_extensions import Unpack

    from .http.errors import HTTPError
    from .http.fields import Headers
    from .messages.request import HTTPRequest
    from .serving.log import Log
    from .serving.stream import Stream
    from .types import (
        AfterHook, BeforeHook, ErrorDecorator, EventLoop, Handler, HeaderFields, HeadersMode, Logger, Outcome,
        Pattern, Reply, Step, TeardownHook, TemplateEnvironment, TemplateLoader)

    _T = TypeVar("_T")
    _Route = TypeVar("_Route", bound=tuple[Any, ...])  # as a list of them is invariant, and they differ
    _Handler = TypeVar("_Handler", bound=Handler)
    _Before = TypeVar("_Before", bound=BeforeHook)
    _After = TypeVar("_After", bound=AfterHook)
    _Teardown = TypeVar("_Teardown", bound=TeardownHook)
    _E = TypeVar("_E", bound=Exception)
    _Startup = TypeVar("_Startup", bound=Callable[[], object])

    class _VerbOptions(TypedDict, total=False):
        headers: HeadersMode
        endpoint: str

    class _RouteOptions(_VerbOptions, total=False):
        methods: str | Collection[str]

    class _StaticOptions(TypedDict, total=False):
        static_folder: str | None
        static_url_path: str | None

STATIC_FOLDER = "static"
STATIC_URL = "/static/"


class WebApp:
    """A web application.

    pkg: str, the package (or module) beside which templates/ and static/ are; None or "__main__": the current directory.
    routes: list of tuples (pattern, handler[, extra]), used in place. serve_static: bool, whether /static/ is served from
    the folder of that name. strict: bool, whether a second handler for a path and method is refused.
    static_folder, static_url_path: as for `add_static`.

    An app may set `headers_mode` ("parse", "skip" or "leave": what becomes of header fields), `limits` (the bounds on what
    clients may take), `max_age` (int, seconds for which clients may keep files without asking; None: they ask each time),
    `template_loader` (what finds templates; on a computer also a jinja2.Environment), `ssl` (the SSLContext for
    connections) and `log`. It may look at `url_map` (the routes, in the order in which they are tried), `pkg`, `mounts`
    (the apps mounted in it, longest URL first), `url` (where it is mounted), `inited`, `debug` and `server`.
    """

    url: str = ""
    debug: int = -1
    strict: bool = False
    server: "Any" = None  # what accepts connections for it
    ssl: "SSLContext | None" = None
    max_age: "int | None" = None
    template_loader: "TemplateLoader | TemplateEnvironment | None" = None  # None until the first is asked for
    changes_below: str = STATIC_URL  # as the pattern of its static folder: what it says of paths below is asked each time
    last_fields: "Any" = NO_FIELDS  # the last header fields, and what they say
    last_head: "Any" = NO_HEAD  # the last head, and what it says
    last_line: "Any" = NO_LINE  # the last request line that went to a fixed route, and what it says
    _converters: "dict[str, Callable[[str], Any]] | None" = None  # of its own
    _parent: "WebApp | None" = None  # the app that it is mounted in
    _prefix: "str | None" = None  # what its paths begin with in that
    _hooks: "Any" = None  # routing.hooks.Hooks, once it has any
    _background: "Any" = None  # build: only if the app uses create_task, on_startup
    _is_hooked: bool = False  # whether its requests go by way of hooks, of its own or of apps mounted in it
    _index: "Any" = None  # routing.index.Index, once its map is large
    _map_copy: "list[Any] | None" = None  # its map as it was, once a route was found in it
    _is_steady: bool = True  # whether what is found for a request line may be remembered: unless steps to it are overridden
    _first_rule: "int | None" = None  # where in its map rules with variables begin, once there was one
    # build: only if the app uses _handle
    _override: "Any" = None  # what serves a connection in place of `serve_connection`, once a subclass has a `_handle`
    thread: "Any"  # of serving.transports.thread, once `start_thread` was called
    _has_static: bool = False  # whether its static folder was seen

    def __init__(
        self, pkg: "str | None", routes: "list[_Route] | None" = None, serve_static: bool = True, strict: bool = False,
        **static: "Unpack[_StaticOptions]",
    ) -> None:
        self.url_map: "list[Any]" = [] if routes is None else routes
        self.pkg = pkg.split(".", 1)[0] if pkg and pkg != "__main__" else None
        if serve_static and static:  # build: only if the app uses static_folder, static_url_path
            self.add_static(**static)
        elif serve_static:  # build: only if static folder
            self.url_map.append((self, self.handle_static))  # type: ignore[arg-type]
        if strict:  # build: only if rules
            self.strict = True
        self.log: "Log | Any | None" = None
        self.mounts: "list[WebApp]" = []
        self.inited = False
        self.headers_mode: "HeadersMode" = "parse"  # build: only if route options
        self.limits = Limits()  # build: constants unless limits
        cls = type(self)
        if cls is not WebApp:  # build: only if the app uses search, special, descend
            self._is_steady = cls.search is WebApp.search and cls.special is WebApp.special and cls.descend is WebApp.descend
        # build: only if the app uses _handle, parse_headers
        if getattr(cls, "_handle", 0) is not getattr(WebApp, "_handle", 0) or (
                getattr(cls, "parse_headers", 0) is not getattr(WebApp, "parse_headers", 0)):
            from .serving.transports.by_handle import note_overrides

            note_overrides(self, WebApp)

    def __str__(self) -> str:  # build: only if printed
        from .serving.transports.card import card

        return card(self)

    # The map

    def route(self, url: "str | Pattern", **kwargs: "Unpack[_RouteOptions]") -> "Callable[[_Handler], _Handler]":
        """Decorator: `url` (str, or anything with `.match`) goes to this handler.

        "<name>" and "<converter:name>" in it are variables, see `Rule`: the handler gets them as keyword arguments.
        methods: list of str (a str: only one); none given: any. `method`, in older apps, is the same. headers: str, its
        `headers_mode`. endpoint: str, its name for `url_for`. Raises ValueError for a rule it cannot read, TypeError for other options.
        """
        # build: only if rules
        if self.strict or self._first_rule is not None or isinstance(url, str) and ("<" in url or url[:1] != "/") \
                or any(name not in OPTIONS for name in kwargs):
            return self._route_by_rule(url, kwargs)

        def add(handler: "_Handler") -> "_Handler":
            self.url_map.append((url, handler, kwargs))
            return handler

        return add

    def _route_by_rule(self, url: "str | Pattern", extra: "Any") -> "Callable[[_Handler], _Handler]":
        """As `route`, where the map has rules with variables, duplicates are refused, or options (in `extra`) are not its own."""
        from .routing.routes import decorator_of

        return decorator_of(self, url, extra)

    def add_url_rule(self, url: "str | Pattern", func: "_Handler", **kwargs: "Unpack[_RouteOptions]") -> None:
        """Let `url` go to the handler `func`; arguments as for `route`."""
        self.route(url, **kwargs)(func)

    # build: only if the app uses it
    def get(self, url: "str | Pattern", **kwargs: "Unpack[_VerbOptions]") -> "Callable[[_Handler], _Handler]":
        """Decorator: GET, and HEAD, of `url` go to this handler. Arguments as for `route`."""
        return self.route(url, methods=["GET"], **kwargs)

    # build: only if the app uses it
    def post(self, url: "str | Pattern", **kwargs: "Unpack[_VerbOptions]") -> "Callable[[_Handler], _Handler]":
        """Decorator: POST to `url` goes to this handler. Arguments as for `route`."""
        return self.route(url, methods=["POST"], **kwargs)

    # build: only if the app uses it
    def put(self, url: "str | Pattern", **kwargs: "Unpack[_VerbOptions]") -> "Callable[[_Handler], _Handler]":
        """Decorator: PUT to `url` goes to this handler. Arguments as for `route`."""
        return self.route(url, methods=["PUT"], **kwargs)

    # build: only if the app uses it
    def patch(self, url: "str | Pattern", **kwargs: "Unpack[_VerbOptions]") -> "Callable[[_Handler], _Handler]":
        """Decorator: PATCH of `url` goes to this handler. Arguments as for `route`."""
        return self.route(url, methods=["PATCH"], **kwargs)

    # build: only if the app uses it
    def delete(self, url: "str | Pattern", **kwargs: "Unpack[_VerbOptions]") -> "Callable[[_Handler], _Handler]":
        """Decorator: DELETE of `url` goes to this handler. Arguments as for `route`."""
        return self.route(url, methods=["DELETE"], **kwargs)

    @property
    def converters(self) -> "dict[str, Callable[[str], Any]]":
        """What becomes of a rule's variables, by the name of the converter (dict): a function that raises ValueError
        for what does not match. `app.converters["hex"] = lambda text: int(text, 16)`
        """
        if self._converters is None:
            from .routing.rules import converters

            return converters
        return self._converters

    @converters.setter
    def converters(self, converters: "dict[str, Callable[[str], Any]]") -> None:
        self._converters = converters

    if TYPE_CHECKING:
        def url_for(self, __name: str, **values: object) -> str:
            """The path (str) to a handler, as below."""

    else:
        def url_for(*args, **values):
            """The path (str) to a handler: `app.url_for(name)`, by its name or its route's `endpoint`; also in mounted apps.

            values: of the rule's variables; what is left becomes the query, a list its key so many times. Raises ValueError
            for a handler that is not there, or a value that is missing or that the rule does not match.
            """
            from .routing.urls import url_for

            return url_for(*args, **values)

    def mount(self, url: str, sub: "WebApp") -> None:
        """Mount the app `sub` at `url` (str): it gets what is below, with paths relative to it.

        Raises ValueError for an app that is mounted here already, or has this one in it.
        """
        from .routing.mounts import mount

        return mount(self, url, sub)

    def add_static(self, static_folder: "str | None" = "static", static_url_path: "str | None" = None) -> None:
        """Serve a folder (str; None: none), an absolute one or one in the app's, below a URL path (None: its own name)."""
        from .files.folders import add_static

        return add_static(self, static_folder, static_url_path)

    # Hooks

    def before_request(self, f: "_Before") -> "_Before":
        """Decorator: `f(req, resp)` goes before each request. What it returns, unless None, is the answer."""
        from .routing.hooks import before_request

        return before_request(self, f)

    def after_request(self, f: "_After") -> "_After":
        """Decorator: `f(req, answer)` sees each answer before it is sent.

        answer: a tuple (value, status, headers), headers being a dict; of a field that comes more than once, the value is a
        list. What it returns, unless None, is the answer from then on. Value None: a handler writes it, only headers count.
        """
        from .routing.hooks import after_request

        return after_request(self, f)

    if TYPE_CHECKING:

        @overload
        def errorhandler(self, kind: int) -> "ErrorDecorator[HTTPError]": ...
        @overload
        def errorhandler(self, kind: "type[_E]") -> "ErrorDecorator[_E]": ...

    def errorhandler(self, kind: "Any") -> "Any":
        """Decorator: `f(req, error)` answers for a status (int) or a class of exceptions, and those below it.

        Of several classes the closest counts, and of several apps the innermost. Exceptions for
        which there is none are logged, and then an HTTPError 500 with the exception as `original`. Raises TypeError for another kind.
        """
        from .routing.hooks import errorhandler

        return errorhandler(self, kind)

    def teardown(self, f: "_Teardown") -> "_Teardown":
        """Decorator: `f(req, error)` is called when a request is over, however it ended; error: None if well."""
        from .routing.hooks import teardown

        return teardown(self, f)

    def teardown_request(self, f: "_Teardown") -> "_Teardown":
        """As `teardown`, by the name that it has in Flask."""
        return self.teardown(f)

    # The way of a request, in steps that can be overridden one by one. An override of what may have to be waited for can be
    # a generator function or an `async def`.

    def init(self) -> None:
        """Prepare the app: called once, before its first request. Override to add to it."""
        self.inited = True

    def handle(self, req: "HTTPRequest", resp: "Stream") -> "Outcome":
        """Call the handler for a request. Returns its answer, or a coroutine that will."""
        handler: "Handler" = self.find(req)[1]
        return handler(req, resp)

    def find(self, req: "HTTPRequest") -> "Any":
        """The route tuple for a request. Raises HTTPError 404 or 405."""
        line = req.request_head.request_line
        known = line.known_route
        if req._method or req._path and req._full_path is not line.url_path:  # build: only if changed requests
            return self.search(req)
        if known and known.known_map == known.route_app.url_map:
            if known.known_path is not None:  # build: only if changed requests
                req._path = known.known_path
                req._full_path = line.url_path
                if known.known_match is not None:
                    req.url_match = known.known_match.copy()
            return known.route_tuple
        return self.search(req)

    def search(self, req: "HTTPRequest") -> "Any":
        """As `find`, by the map, for a request line that has not led to a route before."""
        return search(self, req)

    def descend(self, req: "HTTPRequest") -> "WebApp":
        """The app that a request is for; `req.path` becomes relative to it."""
        from .routing.mounts import descend

        return descend(self, req)

    def special(self, route: "Any", req: "HTTPRequest") -> bool:
        """Whether a route with keyword arguments takes the request; if so, mind its `headers_mode`."""
        return special(self, route, req)

    # build: only if encoded paths
    def _find_encoded(self, urls: "list[Any]", req: "HTTPRequest") -> "Any":
        """The route tuple for a request of which the map has the path as it is in the URL; None if it has not."""
        from .routing.encoded import find_encoded

        return find_encoded(self, urls, req)

    def not_found(self, urls: "list[Any]", req: "HTTPRequest") -> "HTTPError":
        """The HTTPError for a path without a route: 404, or 405 with Allow (RFC 9110, 15.5.6)."""
        return not_found(self, urls, req)

    def answer(self, resp: "Stream", value: "Reply") -> "Any":
        """Answer with what a handler returned. To be waited for.

        value: str, bytes, dict or list (as JSON), or a tuple (value, status) or
        (value, status, headers). Raises TypeError for anything else.
        """
        return answer(self, resp, value)

    def handle_exc(self, req: "HTTPRequest | None", resp: "Stream", e: Exception) -> "Any":
        """Answer for a handler that raised `e`: 500, or 503 for want of memory, if no answer has begun. To be waited for.

        Override to do otherwise. req may be None; a part of the answer may be out already.
        """
        return handle_exc(self, req, resp, e)

    def handle_error(self, resp: "Stream", error: Exception, req: "HTTPRequest | None" = None) -> "Any":
        """Answer for an exception: on the way through `handle`, or before there was a request. To be waited for.

        Raises OSError if nobody is left to answer.
        """
        return handle_error(self, resp, error, req)

    def nearest(self, req: "HTTPRequest") -> "WebApp":
        """The innermost app around a request that answers for exceptions by a `handle_exc` of its own; else this one."""
        if self.mounts:  # build: only if the app uses handle_exc
            from .routing.mounts import handler_of_exceptions

            return handler_of_exceptions(self, req, WebApp.handle_exc)
        return self

    def info(self, req: "HTTPRequest", note: str = "") -> None:  # build: only if log
        """Have the log say how a request was answered. note: str, what there is to add."""
        from .serving.log import info

        return info(self, req, note)

    # build: only if log
    def _log_text(self, level: "Literal['info', 'error']", text: str, error: "Any" = None, req: "Any" = None) -> None:
        """Give the log, or standard error, a text, the exception that it is about, and its request. The log may be one that fails."""
        from .serving.log import log_text

        return log_text(self, level, text, error, req)

    # The static folder

    def match(self, path: str) -> object:  # build: only if static folder
        """The app is the pattern of its static folder: what there is to be seen at a path, or False."""
        return path.startswith(STATIC_URL) and self._find_static() and self.static_match(path)

    def static_match(self, path: str) -> object:  # build: only if static folder
        """The match object for a path (str) in the static folder; None if there is nothing to be seen."""
        from .files.static import static_match

        return static_match(self, path)

    def handle_static(self, req: "HTTPRequest", resp: "Stream") -> "Any":  # build: only if static folder
        """The handler of the static folder; `req.url_match.group(1)` is the file. To be waited for."""
        from .files.static import send_static

        return send_static(self, req, resp)

    def _find_static(self) -> bool:  # build: only if static folder
        """Whether there is a static folder. Until it is seen it is looked for each time, which loads nothing."""
        if not self._has_static:
            try:
                stat((self._app_folder() if self.pkg else "") + STATIC_FOLDER)
                self._has_static = True
            except OSError:
                pass
        return self._has_static

    def _app_folder(self) -> str:
        """The folder of the app's package, with a slash at its end."""
        from .package_folder import folder_of

        return folder_of(self)

    def _load_static(self) -> None:  # build: only if static folder
        """If there is a static folder to serve, load what that takes: no client is to make the app do so later."""
        if any(route[0] is self for route in self.url_map) and self._find_static():
            from .files import static  # noqa: F401
        for each in self.mounts:  # build: only if mounts
            each._load_static()

    # For handlers

    def sendfile(
        self, writer: "Stream", fname: str, content_type: "str | None" = None, headers: "HeaderFields | None" = None,
        max_age: "int | None" = None, download_name: "str | None" = None, root: "str | None" = None,
    ) -> "Step[None]":
        """Answer with a file: `fname` (str), from the app's folder on, or from `root`. To be waited for.

        A page leaves when the handler ends, writes more content behind it, or waits for something else.

        content_type: str; None: by the ending. headers: as for `start_response`. max_age: int, seconds for which clients may
        keep it without asking; None: `app.max_age`, and if that is None, they ask each time. download_name: str, under
        which browsers are to save it. A file that is missing is answered with 404: in apps with hooks, as an HTTPError for
        their error handlers. Raises HTTPError 412 and 416 for conditions and ranges that cannot be met, OSError.
        """
        from .files.sendfile import sendfile

        return sendfile(self, writer, fname, content_type, headers, max_age, download_name, root)

    def render_template(
        self, writer: "Stream", tmpl_name: str, args: "Iterable[Any] | Mapping[str, Any]" = (), **values: "Any"
    ) -> "Step[None]":
        """Write a template, in pieces of some 500 bytes. To be waited for.

        tmpl_name: str, below templates/. args: the values that its `args` tag names, in that
        order, or a dict of them; values: the same by name.
        Errors as for `Loader.load`; TypeError for a value that is missing, or that the template has no place for.
        """
        from .templates.rendering import render_template

        return render_template(self, writer, tmpl_name, args, **values)

    def render_str(self, tmpl_name: str, args: "Iterable[Any] | Mapping[str, Any]" = (), **values: "Any") -> str:
        """A template as one str; arguments and errors as for `render_template`."""
        from .templates.rendering import render_str

        return render_str(self, tmpl_name, args, **values)

    def _load_template(self, tmpl_name: str) -> "Callable[..., Iterable[str]]":
        """The generator function of a template, from `template_loader`; errors as for `Loader.load`."""
        from .templates.rendering import load_template

        return load_template(self, tmpl_name)

    # Serving

    def run(
        self, host: str = "127.0.0.1", port: int = 8081, debug: "bool | int" = False, lazy_init: bool = False,
        log: "Logger | None" = None, ssl: "SSLContext | None" = None, mode: "Literal['blocking'] | None" = None,
    ) -> None:
        """Serve until interrupted.

        debug: -1 no log; 0 requests and errors; 1 also where it serves; 2 also the heap. lazy_init: init mounted apps at their first request.
        log: an object with `info`, `error` and `exc` or `exception`; None: one that writes to standard error. ssl: for HTTPS.
        mode: "blocking": one client at a time. Raises OSError if the port is taken, ValueError for another mode.
        """
        self._prepare(debug, lazy_init, log, ssl)
        self._load_static()  # build: only if static folder
        if mode == "blocking":  # build: only if blocking
            self.run_blocking(host, port)
        elif mode:  # build: only if blocking
            raise ValueError("mode is None or 'blocking', not %r" % mode)
        elif type(self) is not WebApp or "asyncio" in sys.modules:  # build: only if asyncio
            self.run_loop(host, port)
        else:
            self._serve_alone(host, port)

    def _prepare(self, debug: "bool | int", lazy_init: bool, log: "Logger | None", ssl: "SSLContext | None") -> None:
        """Take the arguments of `run`, and init the app and those mounted in it."""
        from .serving.starting import prepare

        return prepare(self, debug, lazy_init, log, ssl)

    def _serve_alone(self, host: str, port: int) -> None:
        """Serve without asyncio, where nobody has loaded it."""
        from .serving.transports.steps import serve_alone

        return serve_alone(self, host, port)

    def run_blocking(self, host: str, port: int) -> None:
        """Serve one client at a time until interrupted, as `run(mode="blocking")` does."""
        from .serving.transports.blocking import run_blocking

        return run_blocking(self, host, port)

    def run_loop(self, host: str, port: int) -> None:  # build: only if asyncio
        """Run asyncio's loop, with the app in it, until it is interrupted or shut down."""
        from .serving.transports.loop import run_loop

        return run_loop(self, host, port)

    def serve(self, loop: "Any", host: str, port: int) -> None:  # build: only if asyncio
        """Open the port and run the loop. Override to have other tasks, or another server."""
        loop.run_until_complete(self.start_server(host, port))
        loop.run_until_complete(self.serve_forever())

    def steps(self, s: "Any" = None, host: str = "127.0.0.1", port: int = 8081) -> "Generator[None, None, None]":
        """Serve a step at a time: `for _ in app.steps(port=80):`, until `shutdown()` and the end of what it lets finish.

        A step accepts one connection or goes on with one, and waits for nobody. s: a socket that listens, and needs only
        `accept recv_into send close setblocking`; None: one is opened at `host` and `port`. Raises OSError if the port is
        taken, ValueError for `app.ssl` where sockets are not MicroPython's.
        """
        from .serving.transports.stepping import steps

        return steps(self, s, host, port)

    def start_thread(self, host: str = "127.0.0.1", port: int = 8081, stack_size: int = 0) -> None:
        """Serve in a thread of its own, and return at once. Routes may still be added; `stop()` ends it.

        stack_size: int, bytes for the thread; 0: as many as the runtime gives. Raises OSError if the port is taken,
        RuntimeError if it serves already.
        """
        from .threads import start_thread

        return start_thread(self, host, port, stack_size)

    def stop(self, grace_ms: "int | None" = None) -> None:  # build: only if the app uses it
        """End the thread that `start_thread` began, as `shutdown(grace_ms)` does, and wait for it."""
        from .serving.transports.thread import stop

        return stop(self, grace_ms)

    # build: only if asyncio
    def start_server(
        self, host: str = "127.0.0.1", port: int = 8081, ssl: "SSLContext | None" = None, debug: "bool | int | None" = None
    ) -> "Step[None]":
        """Begin to accept connections, in the running loop. To be waited for.

        ssl: SSLContext. debug: as for `run`; None: `app.debug` and `app.log` stay. Raises OSError if the port is taken.
        """
        from .serving.transports.asyncio_server import start_server

        return start_server(self, host, port, ssl, debug)

    def create_task(self, coro: "Coroutine[Any, Any, _T] | Generator[Any, Any, _T]") -> "Any":
        """Run a coroutine beside the server, from its start (or from now on, if it serves) until `shutdown()` cancels it.

        Returns the task; before the start, None. Its exception is logged. Raises TypeError for what is no coroutine.
        """
        from .serving.transports.background import create_task

        return create_task(self, coro)

    def on_startup(self, f: "_Startup") -> "_Startup":
        """Decorator: `f()` is called when the port is open. A coroutine that it returns runs as for `create_task`."""
        from .serving.transports.background import on_startup

        return on_startup(self, f)  # type: ignore[no-any-return]

    # build: only if the app uses it
    def _handle(self, reader: "Any", writer: "Any") -> "Step[None]":
        """Serve a connection of asyncio's, as for `asyncio.start_server(app._handle, host, port)`. To be waited for.

        Override to serve it yourself, or before and after it: for each request, with a `Stream` as reader and writer.
        """
        from .serving.transports.by_handle import handle

        return handle(self, reader, writer)

    # build: only if the app uses _handle
    def _adopt(self, reader: "Any", writer: "Any", serve: "Callable[[WebApp, Stream], Any]") -> "Any":
        """Serve a connection that asyncio has made a stream of, in the task that waits for this."""
        from .serving.transports.asyncio_streams import adopt

        return adopt(self, reader, writer, serve)

    # build: only if the app uses it
    def parse_headers(self, reader: "Any") -> "Step[Headers]":
        """Read header fields, for who reads a head by himself. Returns them as `HTTPRequest.headers`. To be waited for.

        Override to have others in `req.headers`. Raises HTTPError 400, 413, 417, 431 or 501 for fields that are malformed or
        over the limits, OSError when the client has gone.
        """
        from .serving.transports.by_handle import parse_headers

        return parse_headers(self, reader)

    def serve_forever(self) -> "Step[None]":  # build: only if asyncio
        """Wait until `shutdown()`, and for the connections that it ends. `start_server()` goes before. To be waited for."""
        from .serving.transports.asyncio_server import serve_forever

        return serve_forever(self)

    def shutdown(self, grace_ms: "int | None" = None) -> None:  # build: only if asyncio
        """Stop accepting connections, and end those there are: idle ones now, the others when they have their answer.

        grace_ms: int, how long they may take for it, in milliseconds; None: `limits.grace_ms`.
        """
        from .serving.shutdown import shutdown

        return shutdown(self, grace_ms)

    def get_event_loop(self) -> "EventLoop":  # build: only if asyncio
        """The loop that `run` runs: the current one, or else a new one."""
        from .serving.transports.asyncio_server import get_event_loop

        return get_event_loop(self)

    def run_coroutine(self, coro: "Coroutine[Any, Any, _T] | Generator[Any, Any, _T]") -> "_T":  # build: only if asyncio
        """Run the loop until a coroutine has ended. Returns its result."""
        from .serving.transports.asyncio_server import run_coroutine

        return run_coroutine(self, coro)

    def wrap_socket(self, socket: "Any") -> "Any":  # build: only if tls
        """The socket of a connection, encrypted by `ssl`. The handshake comes with the first bytes."""
        from .serving.transports.tls import wrap_socket

        return wrap_socket(self, socket)
