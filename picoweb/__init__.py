"""picoweb: a web framework that fits where others don't.

Names are loaded when they are first asked for: what an app does not use costs no heap.
"""

from .runtime import DONE as DONE, IS_MICROPYTHON, coroutine as coroutine, import_module

__version__ = "2.0.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio as asyncio, errno as errno, gc as gc, io, json as json, re as re, sys as sys, time as time
    from typing import Any

    from . import host as host, runtime as _runtime, steps as steps, testing as testing, types as types, utils as utils
    from .app import Limits as Limits, WebApp as WebApp
    from .files.sendstream import SEND_BUFSZ as SEND_BUFSZ, sendstream as sendstream
    from .http.errors import HTTPError as HTTPError
    from .http.fields import Headers as Headers
    from .http.forms import parse_qs as parse_qs
    from .http.media_types import get_mime_type as get_mime_type
    from .http.percent import quote as quote, unquote_plus as unquote_plus
    from .live.broadcast import Broadcast as Broadcast
    from .live.events import EventSource as EventSource
    from .messages.answers import jsonify as jsonify
    from .messages.head import start_response as start_response
    from .messages.request import HTTPRequest as HTTPRequest
    from .messages.shortcuts import abort as abort, http_error as http_error, redirect as redirect
    from .routing.rules import Rule as Rule
    from .serving.log import Log as Log
    from .serving.stream import Stream as Stream
    from .templates.loader import Loader as Loader
    from .templates.markup import Safe as Safe, html_escape as html_escape

    clock = _runtime
    uasyncio, uerrno, uio, ujson, ure, utime = asyncio, errno, io, json, re, time
    micropython: Any

# Where the names of the package are.
_MODULES = {
    "WebApp": "app",
    "Limits": "app",
    "SEND_BUFSZ": "files.sendstream",
    "sendstream": "files.sendstream",
    "HTTPError": "http.errors",
    "Headers": "http.fields",
    "parse_qs": "http.forms",
    "get_mime_type": "http.media_types",
    "quote": "http.percent",
    "unquote_plus": "http.percent",
    "Broadcast": "live.broadcast",
    "EventSource": "live.events",
    "jsonify": "messages.answers",
    "start_response": "messages.head",
    "HTTPRequest": "messages.request",
    "abort": "messages.shortcuts",
    "http_error": "messages.shortcuts",
    "redirect": "messages.shortcuts",
    "Rule": "routing.rules",
    "Log": "serving.log",
    "Stream": "serving.stream",
    "Loader": "templates.loader",
    "Safe": "templates.markup",
    "html_escape": "templates.markup",
}
if not IS_MICROPYTHON:
    _MODULES["WebApp"] = "host.app"  # served by asyncio or uvloop, with a computer's limits

if not TYPE_CHECKING:  # to checkers, a module with this function has every name

    def __getattr__(name):
        """A name of the package, loaded once. Raises AttributeError."""
        value = _load(name)
        globals()[name] = value
        return value


def _load(name):
    if name in _MODULES:
        return getattr(_module(_MODULES[name], name), name)  # build: no names
    if name == "clock":
        return _module("runtime", "ticks_ms")
    plain_name = name[1:] if name[0] == "u" else name
    if plain_name in ("asyncio", "re", "errno", "json", "time", "gc", "sys", "io"):  # as older apps take them from here
        return __import__(plain_name)
    if name == "micropython":
        return __import__(name) if IS_MICROPYTHON else _module("host.shims.micropython", "const")
    if name in ("buffers", "host", "steps", "testing", "utils"):
        return _module(name, "__name__")
    raise AttributeError("module '%s' has no attribute '%s'" % (__name__, name))


def _module(path, name):
    return import_module(__name__ + "." + path, name)
