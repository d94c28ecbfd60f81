"""Templates on a computer, where a BytesIO takes no str, and a traceback can show the lines of templates."""

import sys
from types import TracebackType

from ..package_folder import folder_of
from ..runtime import coroutine
from ..templates import rendering
from ..templates.compiler import COMPILED
from ..templates.debug import DebugLoader
from ..templates.rendering import FOLDER, outermost, pieces

_MOST = 8192  # characters that leave together: a computer has room for more


@coroutine
def render_template(app, writer, tmpl_name, args=(), **values):
    """Write a template, in pieces of some 500 bytes. To be waited for.

    tmpl_name: str, below templates/. args: the values that its `args` tag names, in that
    order, or a dict of them; values: the same by name.
    Errors as for `Loader.load`; TypeError for a value that is missing, or that the template has no place for.
    """
    parts = []
    n = 0
    for piece in pieces(app, tmpl_name, args, values):
        if n + len(piece) > _MOST and n:
            yield from writer.awrite("".join(parts))
            parts = []
            n = 0
        parts.append(piece)
        n += len(piece)
    if n:
        yield from writer.awrite("".join(parts))


def load_template(app, tmpl_name):
    """The generator function of a template, which is in tracebacks where the app is debugged; errors as for `Loader.load`."""
    if app.template_loader is None and outermost(app).debug > 0:
        app.template_loader = TracedLoader(folder_of(app), FOLDER, outermost(app))
    return rendering.load_template(app, tmpl_name)


class TracedLoader(DebugLoader):
    """A loader whose templates have their place in the traceback of an error."""

    def blame(self, error, path, marks):
        """Put the lines of templates into a traceback, in place of those that were made of them."""
        frames = []
        trace = error.__traceback__
        while trace:
            frames.append(trace)
            trace = trace.tb_next
        for each in reversed(frames):
            frame, number = each.tb_frame, each.tb_lineno
            if frame.f_code.co_filename == path + COMPILED:
                frame = _frame(*marks[number - 1])
            trace = TracebackType(trace, frame, -1, frame.f_lineno if frame is not each.tb_frame else number)
        error.__traceback__ = trace


def _frame(path, number):
    # A frame in a line of a template: of a program that has nothing else there.
    scope = {"find": sys._getframe}
    exec(compile("\n" * (number - 1) + "frame = find()", path, "exec"), scope)
    return scope["frame"]
