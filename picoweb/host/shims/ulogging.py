"""MicroPython's logging on top of CPython's, with its default: INFO and above go to stderr."""

import logging
from logging import CRITICAL, DEBUG, ERROR, INFO, NOTSET, WARNING  # noqa: F401


class Logger:
    """A logger of the standard library that also has exc(); everything else is the library's own."""

    def __init__(self, name):
        self._logger = logging.getLogger(name)

    def __getattr__(self, name):
        return getattr(self._logger, name)

    def exc(self, exception, message, *args):
        """Log an error with the traceback of `exception`."""
        self._logger.error(message, *args, exc_info=exception, stacklevel=2)


_loggers: "dict[str | None, Logger]" = {}


def getLogger(name=None):
    """The logger of that name, always the same one; None: the root."""
    if name not in _loggers:
        _loggers[name] = Logger(name)
    return _loggers[name]


def basicConfig(level=INFO, filename=None, stream=None, format=None):
    """Say where everything at `level` and above goes: to a file of that name, to `stream`, or to stderr."""
    target = {"filename": filename} if filename else {"stream": stream}
    logging.basicConfig(level=level, format=format or logging.BASIC_FORMAT, force=True, **target)


def debug(message, *args):
    """Log to the root at the level DEBUG."""
    getLogger().debug(message, *args)


def info(message, *args):
    """Log to the root at the level INFO."""
    getLogger().info(message, *args)


def warning(message, *args):
    """Log to the root at the level WARNING."""
    getLogger().warning(message, *args)


def error(message, *args):
    """Log to the root at the level ERROR."""
    getLogger().error(message, *args)


def critical(message, *args):
    """Log to the root at the level CRITICAL."""
    getLogger().critical(message, *args)


def exception(message, *args):
    """Log an error with the traceback of the exception that is being handled."""
    getLogger().exception(message, *args)


if not logging.root.handlers:
    basicConfig()
