"""Templates as answers of an app."""

from io import BytesIO

from .. import buffers
from ..package_folder import folder_of
from ..runtime import coroutine
from .loader import Loader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping
    from typing import Any

FOLDER = "templates"
PIECE = buffers.PIECE - 128  # bytes that leave once they are more: one more piece of text is to fit


def load_template(app: "Any", tmpl_name: str) -> "Callable[..., Iterable[str]]":
    """The generator function of a template, from the app's `template_loader`; errors as for `Loader.load`."""
    if app.template_loader is None:
        app.template_loader = _make_loader(app)
    render: "Callable[..., Iterable[str]]" = app.template_loader.load(tmpl_name)
    return render


def outermost(app: "Any") -> "Any":
    """The app around all others: it runs, and knows whether to debug."""
    while app._parent:
        app = app._parent
    return app


def _make_loader(app) -> "Any":
    """What finds the templates of an app."""
    if outermost(app).debug > 0:  # build: only if template sources
        from .debug import DebugLoader

        return DebugLoader(folder_of(app), FOLDER, outermost(app))
    return Loader(folder_of(app), FOLDER)


def pieces(
    app: "Any", tmpl_name: str, args: "Iterable[Any] | Mapping[str, Any]", values: "dict[str, Any]"
) -> "Iterable[str]":
    """An iterator over a template's text, as str; arguments as for `render_template`, errors as for `Loader.load`."""
    render: "Callable[..., Iterable[str]]" = app._load_template(tmpl_name)
    try:
        if isinstance(args, dict):
            return render(**args, **values) if values else render(**args)
        return render(*args, **values)
    except TypeError as error:  # a value is missing, or has no place in its `args` tag
        raise TypeError("template %s: %s" % (tmpl_name, error))


@coroutine
def render_template(
    app: "Any", writer: "Any", tmpl_name: str, args: "Iterable[Any] | Mapping[str, Any]" = (), **values: "Any"
) -> "Generator[Any, Any, None]":
    """Write a template, in pieces of some 500 bytes. To be waited for.

    Arguments and errors as for `WebApp.render_template`.
    """
    joined = BytesIO()  # of all ways to join text, the one that makes no str: see host/rendering.py for the other
    write: "Any" = joined.write
    size = 0
    for text in pieces(app, tmpl_name, args, values):
        size += write(text)
        if size > PIECE:
            yield from writer.awrite(joined.getvalue())
            joined = BytesIO()
            write = joined.write
            size = 0
    if size:
        yield from writer.awrite(joined.getvalue())


def render_str(app: "Any", tmpl_name: str, args: "Iterable[Any] | Mapping[str, Any]" = (), **values: "Any") -> str:
    """A template as one str; arguments and errors as for `render_template`."""
    return "".join(pieces(app, tmpl_name, args, values))
