"""The log of an app: what it says of requests, and where it goes if the app brings none: to standard error."""

import sys
import time

from ..messages.peer import address


class Log:
    """What `WebApp.run` logs to. Arguments go into the message by `%`, as in the logging module."""

    def info(self, message, *args):
        _line("INFO", message, args)

    def error(self, message, *args):
        _line("ERROR", message, args)

    def debug(self, message, *args):
        _line("DEBUG", message, args)

    def exc(self, error, message, *args):
        """Log an exception with its traceback."""
        _line("ERROR", message, args)
        if hasattr(sys, "print_exception"):
            sys.print_exception(error, sys.stderr)
        else:
            from traceback import print_exception

            print_exception(type(error), error, error.__traceback__)


def info(app, req, note=""):
    """Have the log of an app say how a request was answered. note: str, what there is to add."""
    stream = req.reader
    status = stream.status
    stream.status = 200  # of the next answer, unless that says another
    if stream.head == b"" or stream.head is None and stream.unsent is None and stream.minor_version:
        status = "-"  # there was none, or the handler has written it by itself
    app.log.info("%s %s%s", described(stream, req), status, note)


def described(stream, req):
    """Who asked for what, as text. req: None, if that is unknown."""
    return "%s %s" % (address(stream) or "-", printable("%s %s" % (req.method, req.request_head.request_line.url_path)) if req else "-")


def _line(level, message, args):
    text = message % args if args else message
    print("%02d:%02d:%02d" % time.localtime()[3:6], "%s:picoweb:%s" % (level, printable(text)), file=sys.stderr)


def printable(text):
    """`text` with control characters shown, so that no client writes lines of its own."""
    data = text.encode()
    if data and min(data) >= 32 and not [each for each in (b"\x7f", b"\xc2", b"\xe2\x80") if each in data]:
        return text  # no C0, and nothing that begins as C1 and the line separators do
    return "".join(chr(c) if 32 <= c < 127 else "\\x%02x" % c for c in data)
