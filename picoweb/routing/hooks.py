"""What is done before and after the requests of an app.

The first hook puts a step in front of the `handle` of the root app; an app without hooks has no such step.
The hooks of mounted apps are for what is below them: before, the outermost go first, and after, the innermost.
Each hook can be a function, a generator or an `async def`, but for `teardown`, which is a function.
"""

from collections import namedtuple

from ..http.answer_fields import pairs
from ..http.errors import CLIENT_GONE, TEXT, HTTPError
from ..http.status import error_text, status_line
from ..runtime import coroutine
from .hook_fields import as_dict, as_pairs
from .tree import around, outward

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    _Function = TypeVar("_Function")

PHRASE = 4  # where in a status line its reason phrase begins
WITHOUT_CONTENT = 204, 304

#: A function for errors of a kind: a status (int) or a class of exceptions.
ErrorHandler = namedtuple("ErrorHandler", ("error_kind", "error_function"))


class Hooks:
    """The hooks of one app: lists of functions, and of ErrorHandler, in the order in which they were given."""

    def __init__(self) -> None:
        self.before: "list[Any]" = []
        self.after: "list[Any]" = []
        self.errors: "list[Any]" = []
        self.teardown: "list[Any]" = []


def before_request(app: "Any", f: "_Function") -> "_Function":
    """Decorator: `f(req, resp)` goes before each request. What it returns, unless None, is the answer."""
    _hooks_of(app).before.append(f)
    return f


def after_request(app: "Any", f: "_Function") -> "_Function":
    """Decorator: `f(req, answer)` sees each answer that is returned, before it is sent.

    answer: a tuple (value, status, headers), headers being a dict; of a field that comes more than once, the value is
    a list. What it returns, unless None, is the answer from then on. It is None where a handler wrote it itself.
    """
    _hooks_of(app).after.append(f)
    return f


def errorhandler(app: "Any", kind: "int | type") -> "Any":
    """Decorator: `f(req, error)` answers for a status (int) or a class of exceptions, and those below it.

    Of several classes the closest counts, and of several apps the innermost. Exceptions for
    which there is none are logged, and then an HTTPError 500 with the exception as `original`. Raises TypeError for another kind.
    """
    if not isinstance(kind, (int, type)):
        raise TypeError("a status (int) or a class of exceptions, not %r" % (kind,))

    def decorator(f):
        _hooks_of(app).errors.append(ErrorHandler(kind, f))
        return f

    return decorator


def teardown(app: "Any", f: "_Function") -> "_Function":
    """Decorator: `f(req, error)` is called when a request is over, however it ended; error: None if well."""
    _hooks_of(app).teardown.append(f)
    return f


def _hooks_of(app):
    """The Hooks of an app. With the first of them, its requests go by way of them."""
    if app._hooks is None:
        app._hooks = Hooks()
        install(app)
    return app._hooks


def install(app) -> None:
    """Have the requests of an app, and of those around it, go by way of hooks."""
    for each in outward(app):
        if not each._is_hooked:
            each._is_hooked = True
            _put_before(each)


def _put_before(app):
    """Put the hooks in front of what an app does with requests."""
    handle = app.handle
    app.handle = lambda req, resp: _handle_hooked(app, handle, req, resp)


@coroutine
def _handle_hooked(app, handle, req, resp):
    """Answer a request by way of the hooks around its handler. Returns False if the stream is kept, else None."""
    chain = _chain(app, req.path)
    failure = None
    try:
        return (yield from _respond(app, handle, chain, req, resp))
    except BaseException as error:  # also when the server ends the connection meanwhile
        failure = error
        raise
    finally:
        _tear_down(chain, req, failure)


def _chain(app, path):
    """What is for a request with a path, outermost first: of each app that has hooks, (Hooks, the path that it sees)."""
    return [(each._hooks, inner_path) for each, inner_path in around(app, path) if each._hooks]


def _tear_down(chain, req, failure):
    """Call the functions for the end of a request. failure: the exception that ended it, or None."""
    for hooks, _ in reversed(chain):
        for f in hooks.teardown:
            if f(req, failure) is not None:
                raise TypeError("a function for the end of a request, which returns nothing and waits for nothing")


@coroutine
def _respond(app, handle, chain, req, resp):
    """Have a request answered, and the answer seen by the hooks after it. Returns False if the stream is kept."""
    try:
        answer = yield from _ask(app, handle, chain, req, resp)
        if answer is None and resp.head == b"":
            app.answer(resp, None)  # raises TypeError
    except Exception as error:
        if resp.head is None:  # a part of an answer is out already
            raise
        responsible, shown_error = _responsible(app, chain, req, error)
        if not responsible:
            raise
        answer = yield from _answer_of(responsible, req, shown_error)
    if answer is False:
        return False
    answer = yield from _after(chain, req, answer)
    if answer is not None:
        yield from app.answer(resp, answer)


@coroutine
def _outcome(result):
    """What a hook or handler has to say: what it returned, or will return once it was waited for."""
    if hasattr(result, "send"):
        result = yield from result
    return result


@coroutine
def _ask(app, handle, chain, req, resp):
    """The answer to a request: of the hooks before it, or else of its handler. None: it was written.

    Where a hook gives the request another path, that may be for other apps, whose hooks go next then.
    """
    path = req.path
    done = 0
    while done < len(chain):
        hooks, inner_path = chain[done]
        done += 1
        _show_path(req, inner_path, path)  # build: only if changed requests
        for f in hooks.before:
            answer = yield from _outcome(f(req, resp))
            if answer is not None:
                return answer
            if resp.head != b"":
                return None
        if req._path and req._full_path is not path:  # build: only if changed requests
            path = _outside_of(inner_path, path) + (req._full_path or req.path)
            chain[:] = _chain(app, path)
    _show_path(req, path, path)  # build: only if changed requests
    return (yield from _outcome(handle(req, resp)))


# build: only if changed requests
def _show_path(req, inner_path, path):
    """Let a request have the path that an app sees. path: all of it."""
    if req._path or inner_path is not path:
        req._path = inner_path
        req._full_path = path


# build: only if changed requests
def _outside_of(inner_path, path):
    """What a path begins with outside of an app that sees it as `inner_path`."""
    return path[: -len(inner_path)] if path.endswith(inner_path) else path  # "/" may stand for nothing


@coroutine
def _after(chain, req, answer):
    """The answer after those hooks have seen it, innermost first. None: it was written by a handler."""
    if answer is not None:
        answer = _full_answer(answer)
    for hooks, _ in reversed(chain):
        for f in hooks.after:
            changed = yield from _outcome(f(req, answer))
            if changed is not None and answer is not None:
                answer = changed
    if isinstance(answer, tuple) and len(answer) == 3:
        answer = answer[0], answer[1], as_pairs(answer[2])
    return answer


def _full_answer(answer):
    """An answer in any of its forms, as a tuple (content, status, dict of header fields)."""
    if not isinstance(answer, tuple):
        return answer, 200, {}
    return answer[0], answer[1], as_dict(answer[2:] and answer[2] or ())


def _responsible(app, chain, req, error):
    """The function that answers for an exception, and the exception that it is given; (None, error) if there is none."""
    function = _function_for(chain, error)
    if function:
        _give_reason(error)
    elif isinstance(error, HTTPError):
        if any(hooks.after for hooks, _ in chain):  # they are to see its answer
            function = _plain_answer
    elif not _has_gone(error):
        return _responsible_for_others(app, chain, req, error)
    return function, error


def _responsible_for_others(app, chain, req, error):
    """As `_responsible`, of an exception that is no answer: 500, or 503 for want of memory.

    It is logged: the client learns that something went wrong, not what.
    """
    status_error: "Any" = HTTPError(_status_of(error))
    function = _function_for(chain, status_error)
    if not function:
        return None, error
    if app.log:
        app._log_text("error", "%s %s" % (req.method, req.request_head.request_line.url_path), error, req)
    status_error.original = error
    _give_reason(status_error)
    return function, status_error


def _function_for(chain, error):
    """The function for an exception, of the innermost app that has one; None if no app has."""
    for hooks, _ in reversed(chain):
        closest = None
        for each in hooks.errors:
            kind = each.error_kind
            if isinstance(kind, int):
                if isinstance(error, HTTPError) and error.status == kind:
                    return each.error_function
            elif isinstance(error, kind) and (not closest or issubclass(kind, closest.error_kind)):
                closest = each
        if closest:
            return closest.error_function
    return None


def _give_reason(error):
    """Let an HTTPError that gives no reason have the reason phrase of its status."""
    if isinstance(error, HTTPError) and not error.reason and error.status >= 400:
        error.reason = status_line(error.status)[PHRASE:].decode()


@coroutine
def _answer_of(function, req, error):
    """The answer that a function gives for an exception, with a status."""
    answer = yield from _outcome(function(req, error))
    if isinstance(answer, tuple):
        return answer
    return answer, _status_of(error)


def _status_of(error):
    """The status that says what an exception is: its own, 503 for want of memory, or 500."""
    if isinstance(error, HTTPError):
        return error.status
    return 503 if isinstance(error, MemoryError) else 500


def _plain_answer(req, error):
    """The answer to an HTTPError for which there is no function."""
    fields = [] if error.status in WITHOUT_CONTENT else [("Content-Type", TEXT)]
    fields.extend(pairs(error.headers or ()))
    return error_text(error), error.status, fields


def _has_gone(error):
    """Whether an exception says that the client has gone."""
    return isinstance(error, OSError) and error.args[:1] in CLIENT_GONE
