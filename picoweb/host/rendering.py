"""Templates on a computer, where Jinja2 may be what renders them, a BytesIO takes no str, and a traceback can show the
lines of templates.
"""

import contextlib
import os
import sys
from types import TracebackType

from ..package_folder import exists, folder_of
from ..runtime import coroutine
from ..templates.compiler import COMPILED, RENDER, Sources
from ..templates.debug import DebugLoader
from ..templates.loader import Loader
from ..templates.rendering import FOLDER, load_template as load_own_template, outermost, pieces
from ..templates.unit import Unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping
    from typing import Any

    from ..app import WebApp
    from ..serving.stream import Stream
    from ..templates.debug import Mark

MOST = 8192  # characters that leave together: a computer has room for more


def load_template(app: "WebApp", tmpl_name: str) -> "Callable[..., Iterable[str]]":
    """The generator function of a template, from the app's `template_loader`; errors as for `Loader.load`."""
    if app.template_loader is None:
        app.template_loader = _make_loader(app)
    find = getattr(app.template_loader, "get_template", None)  # of a jinja2.Environment
    return find(tmpl_name).generate if find else load_own_template(app, tmpl_name)


def _make_loader(app):
    """What finds the templates of an app."""
    if outermost(app).debug > 0:
        return TracingLoader(folder_of(app), FOLDER, outermost(app))
    return HostLoader(folder_of(app), FOLDER)


class HostLoader(Loader):
    """Takes a module that was made of a template only if no source of it has changed since: there is room for the compiler."""

    def find_compiled(self, name: str) -> "Callable[..., Generator[str, None, None]] | None":
        """As `Loader.find_compiled`, but None where a source is newer: the template's, or one that it includes or extends."""
        module = self.path(name.replace(".", "_")) + ".py"
        if exists(module) and _newest_source(self, name) > os.stat(module).st_mtime_ns:
            return None
        return super().find_compiled(name)


class DatedSources(Sources):
    """Sources of which the newest is noted. newest: int, when it was changed, in nanoseconds; 0: there is none."""

    newest = 0

    def open(self, name):
        """As `Sources.open`."""
        file = super().open(name)
        self.newest = max(self.newest, os.fstat(file.fileno()).st_mtime_ns)
        return file


def _newest_source(loader, name):
    """When the newest source of a template was changed, of all that are there; see `DatedSources`."""
    sources = DatedSources(loader)
    with contextlib.suppress(OSError, SyntaxError):  # up to there; the loader says what is wrong, if it is to compile it
        Unit(loader, sources).add(name, RENDER, 0)
    return sources.newest


@coroutine
def render_template(
    app: "WebApp", writer: "Stream", tmpl_name: str, args: "Iterable[Any] | Mapping[str, Any]" = (), **values: "Any"
) -> "Generator[Any, Any, None]":
    """Write a template, in pieces of some 8000 characters; arguments and errors as for `WebApp.render_template`."""
    held: "list[str]" = []
    length = 0
    for piece in pieces(app, tmpl_name, args, values):
        if length and length + len(piece) > MOST:
            yield from writer.awrite("".join(held))
            held = []
            length = 0
        held.append(piece)
        length += len(piece)
    if length:
        yield from writer.awrite("".join(held))


class TracingLoader(DebugLoader):
    """A DebugLoader with which tracebacks show the lines of templates, in place of those that were made of them."""

    def blame(self, error: Exception, path: str, marks: "list[Mark]") -> None:
        """Put the lines of templates into an error's traceback. path: the template's. marks: a Mark for each line of its Python."""
        made = path + COMPILED
        trace = None
        for each in reversed(_entries(error.__traceback__)):
            if each.tb_frame.f_code.co_filename == made:
                mark = marks[each.tb_lineno - 1]
                place = _frame_at(mark.mark_path, mark.mark_line)
                trace = TracebackType(trace, place, -1, place.f_lineno)
            else:
                trace = TracebackType(trace, each.tb_frame, -1, each.tb_lineno)
        error.__traceback__ = trace


def _entries(trace):
    """The entries of a traceback, outermost first."""
    entries = []
    while trace:
        entries.append(trace)
        trace = trace.tb_next
    return entries


def _frame_at(path, line):
    """A frame in a line of a template: of a program that has nothing else there."""
    scope = {"find": sys._getframe}
    exec(compile("\n" * (line - 1) + "frame = find()", path, "exec"), scope)
    return scope["frame"]
