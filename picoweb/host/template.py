"""Templates on a computer, where Jinja2 may be what renders them, and a BytesIO takes no str."""

import sys
from types import TracebackType

from .. import coroutine, template, template_debug

template_loader = None
_MOST = 8192  # characters that leave together: a computer has room for more


def _load_template(app, tmpl_name):
    """The generator function of a template, from the app's `template_loader`; errors as for `Loader.load`."""
    find = getattr(app.template_loader, "get_template", None)  # of a jinja2.Environment
    if find:
        return find(tmpl_name).generate
    return template._load_template(app, tmpl_name)


@coroutine
def render_template(app, writer, tmpl_name, args=(), **values):
    """Write a template, in pieces of some 500 bytes. To be waited for.

    tmpl_name: str, below templates/. args: the values that its `args` tag names, in that
    order, or a dict of them; values: the same by name.
    Errors as for `Loader.load`; TypeError for a value that is missing, or that the template has no place for.
    """
    parts = []
    n = 0
    for piece in template.pieces(app, tmpl_name, args, values):
        if n + len(piece) > _MOST and n:
            yield from writer.awrite("".join(parts))
            parts = []
            n = 0
        parts.append(piece)
        n += len(piece)
    if n:
        yield from writer.awrite("".join(parts))


render_str = template.render_str


def blame(error, path, marks, log):
    """Put the lines of templates into a traceback, in place of those that were made of them."""
    frames = []
    trace = error.__traceback__
    while trace:
        frames.append(trace)
        trace = trace.tb_next
    for each in reversed(frames):
        frame, number = each.tb_frame, each.tb_lineno
        if frame.f_code.co_filename == path + " (compiled)":
            frame = _frame(*marks[number - 1])
        trace = TracebackType(trace, frame, -1, frame.f_lineno if frame is not each.tb_frame else number)
    error.__traceback__ = trace


def _frame(path, number):
    # A frame in a line of a template: of a program that has nothing else there.
    scope = {"find": sys._getframe}
    exec(compile("\n" * (number - 1) + "frame = find()", path, "exec"), scope)
    return scope["frame"]


template_debug.blame = blame
