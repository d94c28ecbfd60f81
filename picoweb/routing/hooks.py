"""What is done before and after the requests of an app.

The first hook puts a step in front of the `handle` of the root app; an app without hooks has no such step.
The hooks of mounted apps are for what is below them: before, the outermost go first, and after, the innermost.
Each hook can be a function, a generator or an `async def`, but for `teardown`, which is a function.
"""

from ..http.answer_fields import as_dict, as_pairs, pairs
from ..http.errors import GONE, TEXT, HTTPError
from ..http.status import error_text, status_line
from ..runtime import coroutine
from .mounts import around


class Hooks:
    """The hooks of one app."""

    def __init__(self):
        self.before = []
        self.after = []
        self.errors = []  # of (status or class, function)
        self.teardown = []


def before_request(app, f):
    """Decorator: `f(req, resp)` goes before each request. What it returns, unless None, is the answer."""
    _hooks_of(app).before.append(f)
    return f


def after_request(app, f):
    """Decorator: `f(req, answer)` sees each answer that is returned, before it is sent.

    answer: a tuple (value, status, headers), headers being a dict; of a field that comes more than once, the value is
    a list. What it returns, unless None, is the answer from then on. It is None where a handler wrote it itself.
    """
    _hooks_of(app).after.append(f)
    return f


def errorhandler(app, kind):
    """Decorator: `f(req, error)` answers for a status (int) or a class of exceptions, and those below it.

    Of several classes the closest counts, and of several apps the innermost. Exceptions for
    which there is none are logged, and then an HTTPError 500 with the exception as `original`. Raises TypeError for another kind.
    """
    if not isinstance(kind, (int, type)):
        raise TypeError("a status (int) or a class of exceptions, not %r" % (kind,))

    def decorator(f):
        _hooks_of(app).errors.append((kind, f))
        return f

    return decorator


def teardown(app, f):
    """Decorator: `f(req, error)` is called when a request is over, however it ended; error: None if well."""
    _hooks_of(app).teardown.append(f)
    return f


teardown_request = teardown  # as Flask calls it


def _hooks_of(app):
    hooks = app.__dict__.get("_hooks")
    if not hooks:
        hooks = app._hooks = Hooks()
        install(app)
    return hooks


def install(app):
    """Have the app's requests, and those of the apps around it, go by way of the hooks."""
    while app:
        if not app.__dict__.get("_hooked"):
            app._hooked = True
            _put_before(app)
        app = app.__dict__.get("_parent")


def _put_before(app):
    handle = app.handle
    app.handle = lambda req, resp: _handle(app, handle, req, resp)


@coroutine
def _handle(app, handle, req, resp):
    chain = _chain(app, req)
    error = None
    try:
        try:
            value = yield from _answer(chain, handle, req, resp)
            if value is None and resp.head == b"":
                app.answer(resp, None)  # raises TypeError
        except Exception as e:
            f = _error_handler(chain, e)
            if not f and not isinstance(e, HTTPError) and not _has_gone(e):
                status = HTTPError(500)
                f = _error_handler(chain, status)
                if f and resp.head is not None:
                    if app.log:  # the client learns that something went wrong, not what
                        app.log.exc(e, "%s %s", req.method, req.request_head.request_line.url_path)
                    status.original = e
                    e = status
            if not f and any(hooks.after for hooks in chain) and isinstance(e, HTTPError):
                f = _plain  # so that these see it
            if not f or resp.head is None:
                raise
            if f is not _plain and isinstance(e, HTTPError) and not e.reason and e.status >= 400:
                e.reason = status_line(e.status)[4:].decode()
            value = yield from _result(f(req, e))
            value = value if isinstance(value, tuple) else (value, e.status if isinstance(e, HTTPError) else 500)
        if value is False:
            return False
        value = yield from _after(chain, req, value)
        if value is not None:
            yield from app.answer(resp, value)
    except BaseException as e:  # also when the server ends the connection meanwhile
        error = e
        raise
    finally:
        for hooks in reversed(chain):
            for f in hooks.teardown:
                if f(req, error) is not None:
                    raise TypeError("a function for the end of a request, which returns nothing and waits for nothing")


def _chain(app, req):
    # The hooks that are for a request, outermost first.
    chain = [each.__dict__.get("_hooks") for each, _ in around(app, req.request_head.request_line.url_path)]
    return [hooks for hooks in chain if hooks]


@coroutine
def _result(value):
    # What a hook or handler has to say, once it has said it.
    if hasattr(value, "send"):
        value = yield from value
    return value


@coroutine
def _answer(chain, handle, req, resp):
    for hooks in chain:
        for f in hooks.before:
            value = yield from _result(f(req, resp))
            if value is not None:
                return value
            if resp.head != b"":
                return None
    return (yield from _result(handle(req, resp)))


@coroutine
def _after(chain, req, value):
    if value is not None:
        status, headers = 200, ()
        if isinstance(value, tuple):
            status, headers = value[1], value[2:] and value[2] or ()
            value = value[0]
        value = value, status, as_dict(headers)
    for hooks in reversed(chain):
        for f in hooks.after:
            changed = yield from _result(f(req, value))
            if changed is not None and value is not None:
                value = changed
    if isinstance(value, tuple) and len(value) == 3:
        value = value[0], value[1], as_pairs(value[2])
    return value


def _has_gone(error):
    # Whether an error says that the client has.
    return isinstance(error, OSError) and error.args[:1] in GONE


def _plain(req, error):
    # The answer to an HTTPError for which there is no function.
    headers = [("Content-Type", TEXT)] if error.status not in (204, 304) else []
    headers.extend(pairs(error.headers or ()))
    return error_text(error), error.status, headers


def _error_handler(chain, error):
    for hooks in reversed(chain):
        found = None
        for kind, f in hooks.errors:
            if isinstance(kind, int):
                if isinstance(error, HTTPError) and error.status == kind:
                    return f
            elif isinstance(error, kind) and (not found or issubclass(kind, found[0])):
                found = kind, f
        if found:
            return found[1]
