"""The log of an app that brings none: lines on standard error."""

import sys


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


def info(app, req):
    """Have the log of an app say that a request was answered."""
    app.log.info("%s %s", req.method, req._facts[1])


def _line(level, message, args):
    text = message % args if args else message
    print("%s:picoweb:%s" % (level, printable(text)), file=sys.stderr)


def printable(text):
    """`text` with control characters shown, so that no client writes lines of its own."""
    return "".join("\\x%02x" % ord(c) if c < " " or c == "\x7f" else c for c in text)
