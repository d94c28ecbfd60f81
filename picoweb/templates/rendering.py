"""Templates as answers of an app."""

from io import BytesIO

from .. import buffers
from ..package_folder import folder_of
from ..runtime import coroutine
from .loader import Loader


def load_template(app, tmpl_name):
    """The generator function of a template, from the app's `template_loader`; errors as for `Loader.load`."""
    if app.template_loader is None:
        app.template_loader = _loader(app)
    return app.template_loader.load(tmpl_name)


def _loader(app):
    root = folder_of(app)
    while app.__dict__.get("_parent"):  # only the outermost one runs, and knows whether to debug
        app = app._parent
    if app.debug > 0:  # build: only if template sources
        from .debug import DebugLoader

        return DebugLoader(root, "templates", app)
    return Loader(root, "templates")


def pieces(app, tmpl_name, args, values):
    """An iterator over a template's text, as str; arguments as for `render_template`, errors as for `Loader.load`."""
    render = app._load_template(tmpl_name)
    try:
        if isinstance(args, dict):
            return render(**args, **values) if values else render(**args)
        return render(*args, **values)
    except TypeError as error:  # a value is missing, or has no place in its `args` tag
        raise TypeError("template %s: %s" % (tmpl_name, error))


@coroutine
def render_template(app, writer, tmpl_name, args=(), **values):
    """Write a template, in pieces of some 500 bytes. To be waited for.

    tmpl_name: str, below templates/. args: the values that its `args` tag names, in that
    order, or a dict of them; values: the same by name.
    Errors as for `Loader.load`; TypeError for a value that is missing, or that the template has no place for.
    """
    most = buffers.PIECE - 128  # as one more piece is to fit
    out = BytesIO()  # of all ways to join them, the one that makes no str: see host/template.py for the other
    write = out.write
    n = 0
    for piece in pieces(app, tmpl_name, args, values):
        n += write(piece)
        if n > most:
            yield from writer.awrite(out.getvalue())
            out = BytesIO()
            write = out.write
            n = 0
    if n:
        yield from writer.awrite(out.getvalue())


def render_str(app, tmpl_name, args=(), **values):
    """A template as one str; arguments and errors as for `render_template`."""
    return "".join(pieces(app, tmpl_name, args, values))
