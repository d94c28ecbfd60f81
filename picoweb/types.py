"""Names for annotations. Only type checkers know them: for others this module is empty.

So they stand in quotes, or are imported below `if TYPE_CHECKING:`. `HTTPRequest` and `Stream` are real:

    import picoweb
    from picoweb import HTTPRequest, Stream

    @app.route("/")
    async def index(req: HTTPRequest, resp: Stream) -> "picoweb.types.Answer":
        return "Hello"
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from abc import ABCMeta
    from asyncio import Task
    from collections.abc import Awaitable, Callable, Collection, Coroutine, Generator, Iterable, Mapping
    from typing import Any, Literal, Protocol, TypeVar

    from typing_extensions import Concatenate, TypeAlias

    from .serving.stream import Stream

    _T = TypeVar("_T")
    _T_co = TypeVar("_T_co", covariant=True)
    _E = TypeVar("_E", bound=Exception)

    class Step(Awaitable[_T_co], Generator[Any, Any, _T_co], metaclass=ABCMeta):
        """What picoweb's functions that may have to wait return: to be awaited in an `async def`, as
        `await resp.awrite("x")`, and yielded from in a generator, as `yield from resp.awrite("x")`.

        mypy finds those that nobody waits for by `--enable-error-code unused-awaitable`.
        """

    Data: TypeAlias = str | bytes | bytearray | memoryview
    """What can be written to a stream; a str goes out as UTF-8."""

    Body: TypeAlias = Data | dict[Any, Any] | list[Any] | Mapping[str, object]
    """Content of an answer; a dict or list is sent as JSON. `Mapping` is here for TypedDict: other mappings are refused."""

    Status: TypeAlias = int | str
    """A status code (RFC 9110, 15): 404, "404", or with a reason phrase, "404 Gone Fishing"."""

    HeaderFields: TypeAlias = (
        Mapping[str, object] | Mapping[bytes, object] | Collection[tuple[str | bytes, object]] | str | bytes | bytearray
    )
    """Header fields of an answer: a dict, a list of pairs, or text as it is sent, each line ending in CRLF."""

    Reply: TypeAlias = Body | tuple[Body, Status] | tuple[Body, Status, HeaderFields | None]
    """An answer that picoweb sends."""

    Answer: TypeAlias = Reply | Literal[False] | None
    """What a handler may return: an answer; None, if it has written one; False, if others will write to the stream."""

    Outcome: TypeAlias = Answer | Coroutine[Any, Any, Answer] | Generator[Any, Any, Answer]
    """What calling a handler gives: an answer, or what an `async def` or a generator function gives, which will."""

    Handler: TypeAlias = Callable[Concatenate[Any, Stream, ...], Outcome]
    """A handler: an `async def`, a generator function or a plain function of the request, the stream, and as keyword
    arguments the variables of its rule. The request may be annotated with a subclass of HTTPRequest that declares what
    attributes the app hangs on it."""

    FullAnswer: TypeAlias = tuple[Body, Status, dict[Any, Any]]
    """An answer as `after_request` hooks see it: content, status, header fields."""

    BeforeHook: TypeAlias = Callable[[Any, Stream], Outcome]
    AfterHook: TypeAlias = Callable[
        [Any, FullAnswer | None], Reply | Coroutine[Any, Any, Reply | None] | Generator[Any, Any, Reply | None] | None
    ]
    TeardownHook: TypeAlias = Callable[[Any, BaseException | None], None]
    ErrorHook: TypeAlias = Callable[
        [Any, _E], Reply | Coroutine[Any, Any, Reply] | Generator[Any, Any, Reply]
    ]

    class ErrorDecorator(Protocol[_E]):
        """What `errorhandler` returns: it takes a hook for the errors of a kind, and returns it."""

        def __call__(self, f: ErrorHook[_E], /) -> ErrorHook[_E]: ...

    FormValue: TypeAlias = str | Literal[True] | list[str | Literal[True]]
    """A value of a form or query: True for a key without "=", a list for a key that came more than once."""

    HeadersMode: TypeAlias = Literal["parse", "skip", "leave"]
    """What becomes of a request's header fields: `req.headers` looks them up, there is none, or they are read from
    `req.reader`."""

    class Pattern(Protocol):
        """A pattern of paths: a compiled regular expression, or an object of the app's own."""

        def match(self, path: str, /) -> object: ...

    class Logger(Protocol):
        """What `WebApp.run` takes for a log: `picoweb.Log`, one of a logging module, or an app's own.

        It gets finished texts. Exceptions go to `exc(error, message)`, or to `exception(message, exc_info=error)` where there is
        no `exc`.
        """

        def info(self, message: str, /) -> object: ...
        def error(self, message: str, /) -> object: ...

    class TemplateLoader(Protocol):
        """What finds an app's templates, as `picoweb.Loader` does, and those of utemplate."""

        def load(self, name: str, /) -> Callable[..., Iterable[str]]: ...

    class TemplateEnvironment(Protocol):
        """What finds templates on a computer only, as jinja2.Environment does."""

        def get_template(self, name: str, /) -> Any: ...

    class BinaryFile(Protocol):
        """What `sendstream` reads from."""

        def readinto(self, buf: bytearray, /) -> int | None: ...

    class EventLoop:
        """asyncio's loop, which also makes tasks of generators; whatever else it has is the runtime's own."""

        def create_task(self, coro: Coroutine[Any, Any, _T] | Generator[Any, Any, _T]) -> Task[_T]: ...
        def run_until_complete(self, coro: Awaitable[_T] | Generator[Any, Any, _T]) -> _T: ...
        def run_forever(self) -> None: ...
        def close(self) -> None: ...
        def __getattr__(self, name: str) -> Any: ...
