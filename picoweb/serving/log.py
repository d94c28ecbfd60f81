"""The log of an app: what it says of requests, and where it goes if the app brings none: to standard error."""

import sys
import time

from ..messages.peer import address

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..app import WebApp
    from ..messages.request import HTTPRequest
    from .stream import Stream

LOWEST_VISIBLE = 32  # of the characters: those below control
VISIBLE = range(LOWEST_VISIBLE, 127)  # in ASCII
HIDDEN = b"\x7f", b"\xc2", b"\xe2\x80"  # DEL, and how C1 controls and line separators begin, in UTF-8


class Log:
    """What `WebApp.run` logs to. Arguments go into the message by `%`, as in the logging module."""

    def info(self, message: str, *args: "Any") -> None:
        """Log what is as it should be."""
        _print_line("INFO", message, args)

    def error(self, message: str, *args: "Any") -> None:
        """Log what is not."""
        _print_line("ERROR", message, args)

    def debug(self, message: str, *args: "Any") -> None:
        """Log what helps to find out why."""
        _print_line("DEBUG", message, args)

    def exc(self, error: BaseException, message: str, *args: "Any") -> None:
        """Log an exception with its traceback."""
        _print_line("ERROR", message, args)
        if hasattr(sys, "print_exception"):
            sys.print_exception(error, sys.stderr)
        else:
            from traceback import print_exception

            print_exception(type(error), error, error.__traceback__)


def info(app: "WebApp", req: "HTTPRequest", note: str = "") -> None:
    """Have the log of an app say how a request was answered. note: what there is to add."""
    stream = req.reader
    status = "%d" % stream.status
    stream.status = 200  # of the next answer, unless that says another
    if stream.head == b"" or stream.head is None and stream.unsent is None and stream.minor_version:
        status = "-"  # there was none, or the handler has written it by itself
    app.log.info("%s %s%s", described(stream, req), status, note)  # type: ignore[union-attr]


def described(stream: "Stream", req: "HTTPRequest | None") -> str:
    """Who asked for what, as text. req: None, if that is unknown."""
    asked = "-"
    if req:
        asked = printable("%s %s" % (req.method, req.request_head.request_line.url_path))
    return "%s %s" % (address(stream) or "-", asked)


def _print_line(level, message, args):
    """Print a line with the time."""
    text = message % args if args else message
    print("%02d:%02d:%02d" % time.localtime()[3:6], "%s:picoweb:%s" % (level, printable(text)), file=sys.stderr)


def printable(text: str) -> str:
    """`text` with control characters shown, so that no client writes lines of its own."""
    encoded = text.encode()
    if encoded and min(encoded) >= LOWEST_VISIBLE and not [each for each in HIDDEN if each in encoded]:
        return text
    return "".join(chr(byte) if byte in VISIBLE else "\\x%02x" % byte for byte in encoded)
