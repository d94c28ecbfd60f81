"""The log of an app: what it says of requests, and where it goes if the app brings none: to standard error."""

import sys
import time

from ..http.errors import CLIENT_GONE
from ..messages.peer import address

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..app import WebApp
    from ..http.errors import HTTPError
    from ..messages.request import HTTPRequest
    from .stream import Stream

# Levels, as a logging module has them.
DEBUG = 10
INFO = 20
WARNING = 30
ERROR = 40
CRITICAL = 50
LOWEST_VISIBLE = 32  # of the characters: those below control
VISIBLE = range(LOWEST_VISIBLE, 127)  # in ASCII
LOST = OSError, ValueError  # of a device that is full, a pipe that nobody reads, a file that is closed
HIDDEN = b"\x7f", b"\xc2", b"\xe2\x80"  # DEL, and how C1 controls and line separators begin, in UTF-8


class Log:
    """What `WebApp.run` logs to. Arguments go into the message by `%`, as in the logging module."""

    level: int = 0  # build: only if the app uses setLevel, isEnabledFor

    def info(self, message: str, *args: "Any") -> None:
        """Log what is as it should be."""
        if self.level > INFO:  # build: only if the app uses setLevel
            return
        _print_line("INFO", message, args)

    def error(self, message: str, *args: "Any") -> None:
        """Log what is not."""
        if self.level > ERROR:  # build: only if the app uses setLevel
            return
        _print_line("ERROR", message, args)

    def debug(self, message: str, *args: "Any") -> None:
        """Log what helps to find out why."""
        if self.level > DEBUG:  # build: only if the app uses setLevel
            return
        _print_line("DEBUG", message, args)

    def exc(self, error: BaseException, message: str, *args: "Any") -> None:
        """Log an exception with its traceback."""
        if self.level > ERROR:  # build: only if the app uses setLevel
            return
        _print_line("ERROR", message, args)
        try:
            _print_exception(error)
        except LOST:
            pass

    # What else a logging module's have, and older apps call

    def warning(self, message: str, *args: "Any") -> None:  # build: only if the app uses it
        """Log what may turn out not to be as it should be."""
        if self.level > WARNING:  # build: only if the app uses setLevel
            return
        _print_line("WARNING", message, args)

    def critical(self, message: str, *args: "Any") -> None:  # build: only if the app uses it
        """Log what lets nothing go on."""
        if self.level > CRITICAL:  # build: only if the app uses setLevel
            return
        _print_line("CRITICAL", message, args)

    # build: only if the app uses it
    def exception(self, message: str, *args: "Any", exc_info: "Any" = None) -> None:
        """Log an exception: the given one, or the one that is being handled, where the runtime tells which that is."""
        error = exc_info
        if not isinstance(error, BaseException):
            error = sys.exc_info()[1] if hasattr(sys, "exc_info") else None
        if error:
            self.exc(error, message, *args)
        else:
            self.error(message, *args)

    def setLevel(self, level: int) -> None:  # build: only if the app uses it
        """Log from a level on: 10 is that of `debug`, 20 of `info`, and so on, as in a logging module."""
        self.level = level

    def isEnabledFor(self, level: int) -> bool:  # build: only if the app uses it
        """Whether what has this level is logged."""
        return level >= self.level


def info(app: "WebApp", req: "HTTPRequest", note: str = "") -> None:
    """Have the log of an app say how a request was answered. note: what there is to add."""
    stream = req.reader
    status = "%d" % stream.status
    stream.status = 200  # of the next answer, unless that says another
    if stream.head == b"" or stream.head is None and stream.unsent is None and stream.minor_version:
        status = "-"  # there was none, or the handler has written it by itself
    log_text(app, "info", "%s %s%s" % (described(stream, req), status, note))
    if app.debug > 1:  # build: only if debug
        _print_memory()


def note_refusal(app: "WebApp", resp: "Stream", error: "HTTPError", req: "HTTPRequest | None") -> None:
    """Log an HTTPError that is answered: as an error if it is one of the server's."""
    text = "%s %s" % (described(resp, req), error.status)
    if error.reason:
        text += ": " + error.reason
    log_text(app, "error" if req and error.status >= 500 else "info", text)


def note_failure(
    app: "WebApp", resp: "Stream", error: Exception, req: "HTTPRequest | None", cut_short: bool
) -> None:
    """Log an exception of a handler, with its traceback unless a client has gone. cut_short: a part of an answer is out."""
    where = described(resp, req)
    if not cut_short or not isinstance(error, OSError):
        log_text(app, "error", "%s %s" % (where, "-" if cut_short else resp.status), error, req)
    else:
        level = "info" if error.args[:1] in CLIENT_GONE else "error"
        log_text(app, level, "%s %s, ended early: %r" % (where, resp.status, error))


def note_second_failure(app: "WebApp", resp: "Stream", error: Exception, req: "HTTPRequest | None") -> None:
    """Log an exception that was raised while an earlier one was answered for."""
    log_text(app, "error", described(resp, req) + ": while answering for an error", error)


def note_missing_head(app: "WebApp", content: "bytes | bytearray | memoryview") -> None:
    """Log that an answer begins with content, and not with a head that the handler writes itself."""
    if app.log and bytes(content[:5]) not in b"HTTP/":
        log_text(app, "info", "no start_response() before content: it is sent without a head")


def log_text(
    app: "WebApp", level: str, text: str, error: "BaseException | None" = None, req: "HTTPRequest | None" = None
) -> None:
    """Give the log of an app a finished text, as all kinds of logs take it. A log that fails breaks no answer.

    level: "info" or "error". error: an exception, to be logged with its traceback: by `exc`, or by `exception` if the log is
    one of a logging module. req: the request that failed by it.
    """
    log: "Any" = app.log or Log()  # none: it does not serve yet
    match: "Any" = getattr(req, "url_match", None)
    if hasattr(match, "remedy"):  # build: only if rules
        text += match.remedy(error)
    try:
        if error is None:
            getattr(log, level)(text)  # build: names info, error
        elif hasattr(log, "exc"):
            log.exc(error, text)
        else:
            log.exception(text, exc_info=error)
    except Exception as fault:
        _print_line("ERROR", "the log failed: %r", (fault,))


def described(stream: "Stream", req: "HTTPRequest | None") -> str:
    """Who asked for what, as text. req: None, if that is unknown."""
    asked = "-"
    if req:
        asked = printable("%s %s" % (req.method, req.request_head.request_line.url_path))
    return "%s %s" % (address(stream) or "-", asked)


def _print_line(level, message, args):
    """Print a line with the time. Where nobody takes it, it is lost: answers are worth more than the log."""
    text = message % args if args else message
    try:
        print("%02d:%02d:%02d" % time.localtime()[3:6], "%s:picoweb:%s" % (level, printable(text)), file=sys.stderr)
    except LOST:
        pass


def _print_memory():
    """Print how much of the heap is used, as MicroPython tells it; nothing where it does not."""
    try:
        from micropython import mem_info  # type: ignore[import-not-found]

        mem_info()
    except (ImportError, AttributeError):
        pass


def _print_exception(error):
    """Print an exception with its traceback."""
    if hasattr(sys, "print_exception"):
        sys.print_exception(error, sys.stderr)
    else:
        from traceback import print_exception

        print_exception(type(error), error, error.__traceback__)


def printable(text: str) -> str:
    """`text` with control characters shown, so that no client writes lines of its own."""
    encoded = text.encode()
    if encoded and min(encoded) >= LOWEST_VISIBLE and not [each for each in HIDDEN if each in encoded]:
        return text
    return "".join(chr(byte) if byte in VISIBLE else "\\x%02x" % byte for byte in encoded)
