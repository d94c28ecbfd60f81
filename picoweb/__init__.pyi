import asyncio as asyncio
import errno as errno
import json as json
import re as re
import time as time
from collections.abc import Callable, Generator
from typing import Any, TypeVar

from typing_extensions import ParamSpec

from . import (
    app as app,
    broadcast as broadcast,
    fields as fields,
    files as files,
    helpers as helpers,
    host as host,
    http as http,
    log as log,
    markup as markup,
    quoting as quoting,
    response as response,
    rules as rules,
    sse as sse,
    steps as steps,
    stream as stream,
    template as template,
    testing as testing,
    types as types,
    utils as utils,
)
from .app import Limits as Limits, WebApp as WebApp
from .broadcast import Broadcast as Broadcast
from .files import get_mime_type as get_mime_type
from .helpers import abort as abort, http_error as http_error, redirect as redirect
from .http import HTTPError as HTTPError
from .log import Log as Log
from .markup import html_escape as html_escape
from .quoting import parse_qs as parse_qs, quote as quote
from .request import HTTPRequest as HTTPRequest
from .response import jsonify as jsonify
from .sse import EventSource as EventSource
from .stream import start_response as start_response
from .types import Step
from .utils import unquote_plus as unquote_plus
from .writer import sendstream as sendstream

# As older apps take them from the package
uasyncio = asyncio
uerrno = errno
ujson = json
ure = re
utime = time

_P = ParamSpec("_P")
_T = TypeVar("_T")

__version__: str

DONE: Step[None]
"""What there is to wait for where nothing is left to do."""

clock: Any
"""What tells the time in ticks: MicroPython's `time`, or what has its `ticks_ms ticks_us ticks_add ticks_diff`."""

def coroutine(func: Callable[_P, Generator[Any, Any, _T]]) -> Callable[_P, Step[_T]]: ...
