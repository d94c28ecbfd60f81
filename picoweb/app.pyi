from collections.abc import Callable, Collection, Coroutine, Generator, Iterable, Iterator, Mapping
from ssl import SSLContext
from typing import Any, TypeVar, overload

from typing_extensions import Literal

from .http import HTTPError
from .request import HTTPRequest
from .stream import Stream
from .types import (
    AfterHook,
    BeforeHook,
    ErrorDecorator,
    EventLoop,
    Handler,
    HeaderFields,
    HeadersMode,
    Logger,
    Outcome,
    Pattern,
    Reply,
    Step,
    TeardownHook,
    TemplateEnvironment,
    TemplateLoader,
)

_T = TypeVar("_T")
_Route = TypeVar("_Route", bound=tuple[Any, ...])  # as a list of them is invariant, and they differ
_Handler = TypeVar("_Handler", bound=Handler)
_Before = TypeVar("_Before", bound=BeforeHook)
_After = TypeVar("_After", bound=AfterHook)
_Teardown = TypeVar("_Teardown", bound=TeardownHook)
_E = TypeVar("_E", bound=Exception)

class Limits:
    """The bounds on what a client may take: `app.limits`. Sizes are in bytes, times in milliseconds."""

    line: int
    """Longest request line; 1024, on a computer 8192. 414 beyond."""
    head: int
    """Longest block of header fields; 4096, on a computer 32768. 431 beyond."""
    fields: int
    """Most header fields; 64, on a computer 100. 431 beyond."""
    body: int
    """Longest content that is read in one piece; 16384, on a computer 1 MiB. 413 beyond."""
    drain: int
    """Content that no handler read, read away so that the client sees the answer; 16384, on a computer 16 MiB.

    A request that announces more ends its connection.
    """
    head_ms: int
    """For a whole head, from its first byte; 10000. 408 beyond."""
    body_ms: int
    """For content, and the time that its bytes take at `rate`; 10000. 408 beyond."""
    write_ms: int
    """For a client to take a piece of an answer, and the time that its bytes take at `rate`; 10000."""
    rate: int
    """Bytes a second: slower clients have the times above, and no more; 500."""
    idle_ms: int
    """For a connection to ask, or to ask again; 5000, on a computer 15000."""
    connections: int
    """Open at a time: idle ones give way to new ones, and the rest wait to be accepted; 5, on a computer 1000."""
    grace_ms: int
    """For requests to be answered after `shutdown`; 5000."""

class WebApp:
    url_map: list[Any]
    """Tuples (pattern, handler[, extra]), tried in this order."""
    pkg: str | None
    """The package beside which templates/ and static/ are; None: the current directory."""
    mounts: list[WebApp]
    """Apps mounted in this one, longest URL first."""
    inited: bool
    template_loader: TemplateLoader | TemplateEnvironment | None
    """What finds templates; None until the first is asked for, if the app brings none. On a computer it may be a
    jinja2.Environment."""
    headers_mode: HeadersMode
    limits: Limits
    converters: dict[str, Callable[[str], Any]]
    """What becomes of a rule's variables, by the name of the converter: a function that raises ValueError for what
    does not match. `app.converters["hex"] = lambda text: int(text, 16)`"""
    log: Logger | None
    """What is logged to, while the app runs."""
    debug: int
    strict: bool
    keep: bool
    url: str
    """Where it is mounted."""
    server: Any
    """What accepts connections for it."""
    ssl: SSLContext | None
    """What encrypts connections; None: they are not encrypted."""

    def __init__(
        self,
        pkg: str | None,
        routes: list[_Route] | None = None,
        serve_static: bool = True,
        strict: bool = False,
        *,
        static_folder: str | None = "static",
        static_url_path: str | None = None,
    ) -> None: ...

    # The map

    def route(
        self,
        url: str | Pattern,
        *,
        methods: str | Collection[str] = ...,
        headers: HeadersMode = ...,
        endpoint: str = ...,
    ) -> Callable[[_Handler], _Handler]: ...
    def add_url_rule(
        self,
        url: str | Pattern,
        func: _Handler,
        *,
        methods: str | Collection[str] = ...,
        headers: HeadersMode = ...,
        endpoint: str = ...,
    ) -> None:
        """Let `url` go to the handler `func`; arguments as for `route`."""
    def get(
        self, url: str | Pattern, *, headers: HeadersMode = ..., endpoint: str = ...
    ) -> Callable[[_Handler], _Handler]:
        """Decorator: GET, and HEAD, of `url` go to this handler."""
    def post(
        self, url: str | Pattern, *, headers: HeadersMode = ..., endpoint: str = ...
    ) -> Callable[[_Handler], _Handler]:
        """Decorator: POST to `url` goes to this handler."""
    def put(
        self, url: str | Pattern, *, headers: HeadersMode = ..., endpoint: str = ...
    ) -> Callable[[_Handler], _Handler]:
        """Decorator: PUT to `url` goes to this handler."""
    def patch(
        self, url: str | Pattern, *, headers: HeadersMode = ..., endpoint: str = ...
    ) -> Callable[[_Handler], _Handler]:
        """Decorator: PATCH of `url` goes to this handler."""
    def delete(
        self, url: str | Pattern, *, headers: HeadersMode = ..., endpoint: str = ...
    ) -> Callable[[_Handler], _Handler]:
        """Decorator: DELETE of `url` goes to this handler."""
    def url_for(self, name: str, /, **values: object) -> str:
        """The path (str) to a handler: `app.url_for(name)`, by its name or its route's `endpoint`; also in mounted apps.

        values: of the rule's variables; what is left becomes the query, a list its key so many times. Raises ValueError
        for a handler that is not there, or a value that is missing or that the rule does not match.
        """
    def mount(self, url: str, sub: WebApp) -> None:
        """Mount the app `sub` at `url` (str): it gets what is below, with paths relative to it.

        Raises ValueError for what does not begin with "/", and for an app that is mounted here already, or has this one in it.
        """

    # Hooks

    def before_request(self, f: _Before) -> _Before:
        """Decorator: `f(req, resp)` goes before each request. What it returns, unless None, is the answer."""
    def after_request(self, f: _After) -> _After:
        """Decorator: `f(req, answer)` sees each answer that is returned, before it is sent.

        answer: a tuple (value, status, headers), headers being a dict; of a field that comes more than once, the value is
        a list. What it returns, unless None, is the answer from then on. It is None where a handler wrote it itself.
        """
    @overload
    def errorhandler(self, kind: int) -> ErrorDecorator[HTTPError]:
        """Decorator: `f(req, error)` answers for a status (int) or a class of exceptions, and those below it.

        Of several classes the closest counts, and of several apps the innermost. Exceptions for
        which there is none are logged, and then an HTTPError 500 with the exception as `original`. Raises TypeError for another kind.
        """
    @overload
    def errorhandler(self, kind: type[_E]) -> ErrorDecorator[_E]: ...
    def teardown(self, f: _Teardown) -> _Teardown:
        """Decorator: `f(req, error)` is called when a request is over, however it ended; error: None if well."""
    def teardown_request(self, f: _Teardown) -> _Teardown:
        """Decorator: `f(req, error)` is called when a request is over, however it ended; error: None if well."""

    # For handlers

    def render_template(
        self, writer: Stream, tmpl_name: str, args: Iterable[Any] | Mapping[str, Any] = (), **values: Any
    ) -> Step[None]:
        """Write a template, in pieces of some 500 bytes. To be waited for.

        tmpl_name: str, below templates/. args: the values that its `args` tag names, in that
        order, or a dict of them; values: the same by name.
        Errors as for `Loader.load`; TypeError for a value that is missing, or that the template has no place for.
        """
    def render_str(self, tmpl_name: str, args: Iterable[Any] | Mapping[str, Any] = (), **values: Any) -> str:
        """A template as one str; arguments and errors as for `render_template`."""
    max_age: int | None
    """Seconds for which clients may keep files without asking; None: they ask each time."""
    def sendfile(
        self,
        writer: Stream,
        fname: str,
        content_type: str | None = None,
        headers: HeaderFields | None = None,
        max_age: int | None = None,
        download_name: str | None = None,
        root: str | None = None,
    ) -> Step[None]:
        """Answer with a file: `fname` (str), from the app's folder on, or from `root`. To be waited for.

        content_type: str; None: by the ending. headers: as for `start_response`. max_age: int, seconds for which clients may
        keep it without asking; None: `app.max_age`, and if that is None, they ask each time. download_name: str, under
        which browsers are to save it. Raises HTTPError 404 if there is none, 412 and 416 for conditions and ranges that cannot
        be met, OSError if it cannot be read.
        """

    # Serving

    def run(
        self,
        host: str = "127.0.0.1",
        port: int = 8081,
        debug: bool | int = False,
        lazy_init: bool = False,
        log: Logger | None = None,
        ssl: SSLContext | None = None,
        mode: Literal["blocking"] | None = None,
    ) -> None: ...
    def steps(
        self, s: Any = None, host: str = "127.0.0.1", port: int = 8081
    ) -> Generator[None, None, None]:
        """Serve a step at a time: `for _ in app.steps(port=80):`, until `shutdown()` and the end of what it lets finish.

        A step accepts one connection or goes on with one, and waits for nobody. s: a socket that listens, and needs only
        `accept recv_into send close setblocking`; None: one is opened at `host` and `port`. Raises OSError if the port is
        taken, ValueError for `app.ssl` where sockets are not MicroPython's.
        """
    def start_thread(self, host: str = "127.0.0.1", port: int = 8081, stack_size: int = 0) -> None:
        """Serve in a thread of its own, and return at once. Routes may still be added; `stop()` ends it.

        stack_size: int, bytes for the thread; 0: as many as the runtime gives. Raises OSError if the port is taken,
        RuntimeError if it serves already.
        """
    def stop(self, grace_ms: int | None = None) -> None:
        """End the thread that `start_thread` began, as `shutdown(grace_ms)` does, and wait for it."""
    def start_server(
        self, host: str = "127.0.0.1", port: int = 8081, ssl: SSLContext | None = None
    ) -> Step[None]:
        """Begin to accept connections, in the running loop. ssl: SSLContext. Raises OSError if the port is taken."""
    def serve_forever(self) -> Step[None]:
        """Wait until `shutdown()` or SIGTERM, and for the connections that it ends. `start_server()` goes before."""
    def shutdown(self, grace_ms: int | None = None) -> None:
        """Stop accepting connections, and end those there are: idle ones now, the others when they have their answer.

        grace_ms: int, how long they may take for it, in milliseconds; None: `limits.grace_ms`.
        """
    def get_event_loop(self) -> EventLoop:
        """The loop that `run` runs: the current one, or else a new one."""
    def run_coroutine(self, coro: Coroutine[Any, Any, _T] | Generator[Any, Any, _T]) -> _T:
        """Run the loop until a coroutine has ended. Returns its result."""

    # To be overridden. What is Any here is a Step[None], and of an override also what an `async def` or a generator
    # function returns.

    def init(self) -> None: ...
    def serve(self, loop: Any, host: str, port: int) -> None:
        """Open the port and run the loop. Override to have other tasks, or another server."""
    def run_loop(self, host: str, port: int) -> None:
        """Run asyncio's loop, with the app in it, until it is interrupted or shut down."""
    def handle(self, req: HTTPRequest, resp: Stream) -> Outcome: ...
    def find(self, req: HTTPRequest) -> Any: ...
    def search(self, req: HTTPRequest) -> Any: ...
    def descend(self, req: HTTPRequest) -> WebApp:
        """The app that a request is for; `req.path` becomes relative to it."""
    def special(self, route: Any, req: HTTPRequest) -> bool:
        """Whether a route with keyword arguments takes the request; if so, mind its `headers_mode`.

        HEAD goes where GET goes.
        """
    def not_found(self, urls: list[Any], req: HTTPRequest) -> HTTPError:
        """The HTTPError for a path without a route: 404, or 405 with Allow (RFC 9110, 15.5.6)."""
    def answer(self, resp: Stream, value: Reply) -> Any:
        """Answer with what a handler returned. To be waited for.

        value: str, bytes, dict or list (as JSON), or a tuple (value, status) or
        (value, status, headers). Raises TypeError for anything else.
        """
    def handle_exc(self, req: HTTPRequest | None, resp: Stream, e: Exception) -> Any:
        """Answer for a handler that raised `e`: 500, or 503 for want of memory, if no answer has begun. Override to do otherwise.

        req may be None; a part of the answer may be out already.
        """
    def handle_error(self, resp: Stream, error: Exception, req: HTTPRequest | None = None) -> Any:
        """Answer for an exception: on the way through `app.handle`, or before there was a request.

        Raises OSError if nobody is left to answer.
        """
    def handle_static(self, req: HTTPRequest, resp: Stream) -> Any: ...
    def _load_template(self, tmpl_name: str) -> Callable[..., Iterable[str]]:
        """The generator function of a template, from the app's `template_loader`; errors as for `Loader.load`."""

    # For the package itself

    def _search(self, urls: list[Any], path: str) -> Iterator[int]:
        """Yield places (int) in a URL map where a route for a path (str) may be: those that are likely first, then all."""
    def info(self, req: HTTPRequest, note: str = "") -> None:
        """Have the log of an app say how a request was answered. note: str, what there is to add."""
    def wrap_socket(self, s: Any) -> Any:
        """The socket of a connection, encrypted by the SSLContext of the app.

        The handshake comes with the first bytes.
        """
    def match(self, path: str) -> object: ...
    def static_match(self, path: str) -> object:
        """The match object for a path (str) in the static folder; None if there is nothing to be seen."""
    def add_static(self, static_folder: str | None = "static", static_url_path: str | None = None) -> None:
        """Serve a folder (str; None: none), an absolute one or one in the app's, below a URL path (None: its own name)."""
    def send_static(self, req: HTTPRequest, resp: Stream) -> Any:
        """Answer with a static file, of a folder with its index.html. To be waited for.

        Raises HTTPError 403 for a path that leads elsewhere, 404 where there is nothing, 405 for methods other than GET and
        HEAD, 308 for a folder without a slash.
        """
    def rule(self, url: str | Pattern, kwargs: dict[str, Any]) -> Callable[[_Handler], _Handler]:
        """What `WebApp.route` does where a rule has variables, or duplicates are refused (`strict`).

        Raises ValueError for a rule that cannot be read, or for a path and method that have a handler.
        """
