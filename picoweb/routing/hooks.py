"""What is done before and after the requests of an app.

The first hook puts a step in front of the `handle` of the root app; an app without hooks has no such step.
The hooks of mounted apps are for what is below them: before, the outermost go first, and after, the innermost.
Each hook can be a function, a generator or an `async def`, but for `teardown`, which is a function.
"""

from collections import namedtuple

from ..runtime import coroutine
from .failures import answer_of, has_gone, outcome, plain_answer, responsible, status_of
from .hook_fields import as_dict, as_pairs
from .tree import around, outward

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    _Function = TypeVar("_Function")

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
    """Decorator: `f(req, answer)` sees each answer before it is sent.

    answer: a tuple (value, status, headers), headers being a dict; of a field that comes more than once, the value is
    a list. What it returns, unless None, is the answer from then on. Where a handler writes the answer itself, as files,
    templates and event streams do, the value is None, and the headers alone can be changed.
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
        _tear_down(app, chain, req, failure)


def _chain(app, path):
    """What is for a request with a path, outermost first: of each app that has hooks, (Hooks, the path that it sees)."""
    return [(each._hooks, inner_path) for each, inner_path in around(app, path) if each._hooks]


def _tear_down(app, chain, req, failure):
    """Call the functions for the end of a request. failure: the exception that ended it, or None.

    What they raise is logged: the request has its answer, and the others are to be called as well.
    """
    for hooks, _ in reversed(chain):
        for f in hooks.teardown:
            try:
                if f(req, failure) is not None:
                    raise TypeError("a function for the end of a request, which returns nothing and waits for nothing")
            except Exception as error:
                if app.log:
                    app._log_text("error", "a function for the end of a request", error, req)


@coroutine
def _respond(app, handle, chain, req, resp):
    """Have a request answered, and the answer seen by the hooks after it. Returns False if the stream is kept."""
    written = _written(chain, req, resp)
    try:
        answer = yield from _ask(app, handle, chain, written, req, resp)
        if answer is None and resp.head == b"":
            app.answer(resp, None)  # raises TypeError
    except Exception as error:
        if resp.head is None:  # a part of an answer is out already
            raise
        function, shown_error = responsible(app, chain, req, error)
        if not function:
            if written and not has_gone(error):
                yield from _end_written(app, written[0], status_of(error))
            raise
        if written:
            written[0].leave()
            written[0].forget_content()
        answer = yield from answer_of(function, req, shown_error)
    if answer is None and written:
        yield from _end_written(app, written[0], resp.status)
    if answer is None or answer is False:
        return answer
    if written:
        written[0].leave()
        answer = yield from _seen(app, chain, req, answer)
    yield from app.answer(resp, answer)


def _written(chain, req, resp):
    """A list of what asks the hooks after an answer that a handler writes itself, which is empty if there are none."""
    if any(hooks.after for hooks, _ in chain):  # build: only if the app uses after_request
        from .written import Written

        return [Written(chain, req, resp)]
    return []


@coroutine
def _end_written(app, written, status):
    """Ask the hooks that an answer was not shown to yet. What they raise is logged: it is too late for another answer."""
    try:
        yield from written.end(status)
    except Exception as error:
        if app.log:
            app._log_text("error", "a function after requests", error)


@coroutine
def _seen(app, chain, req, answer):
    """An answer, after the hooks have seen it; or what a function answers for an exception of theirs, which they do not see."""
    try:
        return (yield from _after(chain, req, answer))
    except Exception as error:
        function, shown_error = responsible(app, chain, req, error)
        if not function or function is plain_answer:
            raise
        return (yield from answer_of(function, req, shown_error))


@coroutine
def _ask(app, handle, chain, written, req, resp):
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
            answer = yield from outcome(f(req, resp))
            if answer is not None:
                return answer
            if resp.head != b"":
                return None
        if req._path and req._full_path is not path:  # build: only if changed requests
            path = _outside_of(inner_path, path) + (req._full_path or req.path)
            chain[:] = _chain(app, path)
            written += [] if written else _written(chain, req, resp)
    _show_path(req, path, path)  # build: only if changed requests
    return (yield from outcome(handle(req, resp)))


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
    """An answer that is returned, after those hooks have seen it, innermost first."""
    answer = _full_answer(answer)
    for hooks, _ in reversed(chain):
        for f in hooks.after:
            changed = yield from outcome(f(req, answer))
            if changed is not None:
                answer = changed
    if isinstance(answer, tuple) and len(answer) == 3:
        answer = answer[0], answer[1], as_pairs(answer[2])
    return answer


def _full_answer(answer):
    """An answer in any of its forms, as a tuple (content, status, dict of header fields)."""
    if not isinstance(answer, tuple):
        return answer, 200, {}
    if len(answer) == 2 and isinstance(answer[1], (dict, list)):  # (content, headers)
        return answer[0], 200, as_dict(answer[1])
    return answer[0], answer[1], as_dict(answer[2:] and answer[2] or ())
