"""Attributes as names: types are not known, so a name means whatever has an attribute of that name."""
import ast
import asyncio
import io
import socket
import ssl
from typing import Optional, Set

from .editing import text_in
from .scopes import bound_name

#: Functions whose second argument is the name of an attribute.
BY_NAME = ("getattr", "hasattr", "setattr", "delattr")
TYPES = (str, bytes, bytearray, memoryview, int, float, list, tuple, dict, set, frozenset, range, slice, type, BaseException,
         OSError, StopIteration, type((lambda: (yield))()), type(open), type(asyncio), io.BytesIO, io.StringIO, asyncio.Task,
         asyncio.StreamReader, asyncio.StreamWriter, asyncio.Event, asyncio.Lock, socket.socket, ssl.SSLContext)
#: Attributes of types that are not the program's.
FOREIGN = {name for each in TYPES for name in dir(each)}
#: What the package calls of objects that apps may bring from elsewhere: logs, patterns, what finds templates, sockets.
BROUGHT = {"debug", "info", "error", "exc", "match", "group", "load", "input_open", "get_template", "render", "accept",
           "recv_into", "register", "unregister", "poll", "ipoll"}


def by_name(call: ast.AST) -> "Optional[ast.expr]":
    """What a call of `getattr` and the like gives as the name of the attribute, or None for any other node."""
    if isinstance(call, ast.Call) and getattr(call.func, "id", None) in BY_NAME and len(call.args) > 1:
        return call.args[1]
    return None


def asked_by_name(call: ast.AST) -> "Optional[str]":
    """The name that `getattr` and the like ask for, if it is written there."""
    return text_in(by_name(call))


def outside_modules(tree: ast.Module, ours: "Set[int]") -> "Set[str]":
    """Names that imports give to modules which are not of the program. ours: ids of parts of imports that are."""
    return {bound_name(alias) for node in ast.walk(tree) if isinstance(node, ast.Import)
            for alias in node.names if id(alias) not in ours}
