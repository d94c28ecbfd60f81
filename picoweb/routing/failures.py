"""Answers for exceptions, by the functions that apps have for them: which of them is asked, and what its answer is."""

from ..http.answer_fields import pairs
from ..http.errors import CLIENT_GONE, TEXT, HTTPError, comes_again
from ..http.status import error_text, status_line
from ..runtime import coroutine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PHRASE = 4  # where in a status line its reason phrase begins
WITHOUT_CONTENT = 204, 304


@coroutine
def outcome(result):
    """What a hook or handler has to say: what it returned, or will return once it was waited for."""
    if hasattr(result, "send"):
        result = yield from result
    return result


def responsible(app, chain, req, error):
    """The function that answers for an exception, and the exception that it is given; (None, error) if there is none."""
    if comes_again(req, error):  # build: only if event streams
        return None, error
    function = _function_for(chain, error)
    if function:
        _give_reason(error)
    elif isinstance(error, HTTPError):
        if any(hooks.after for hooks, _ in chain):  # they are to see its answer
            function = plain_answer
    elif not has_gone(error):
        return _responsible_for_others(app, chain, req, error)
    return function, error


def _responsible_for_others(app, chain, req, error):
    """As `responsible`, of an exception that is no answer: 500, or 503 for want of memory.

    It is logged: the client learns that something went wrong, not what.
    """
    status_error: "Any" = HTTPError(status_of(error))
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
def answer_of(function, req, error):
    """The answer that a function gives for an exception, with a status."""
    answer = yield from outcome(function(req, error))
    if isinstance(answer, tuple):
        return answer
    return answer, status_of(error)


def status_of(error):
    """The status that says what an exception is: its own, 503 for want of memory, or 500."""
    if isinstance(error, HTTPError):
        return error.status
    return 503 if isinstance(error, MemoryError) else 500


def plain_answer(req, error):
    """The answer to an HTTPError for which there is no function."""
    fields = [] if error.status in WITHOUT_CONTENT else [("Content-Type", TEXT)]
    fields.extend(pairs(error.headers or ()))
    return error_text(error), error.status, fields


def has_gone(error):
    """Whether an exception says that the client has gone."""
    return isinstance(error, OSError) and error.args[:1] in CLIENT_GONE
