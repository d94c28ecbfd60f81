"""Templates of an app as answers."""

from . import coroutine


def _load_template(app, tmpl_name):
    """The generator function of a template, from the app's `template_loader`."""
    if app.template_loader is None:
        from .files import root
        from .template import Loader

        app.template_loader = Loader(root(app), "templates")
    return app.template_loader.load(tmpl_name)


@coroutine
def render_template(app, writer, tmpl_name, args=()):
    """Write a template, piece by piece. args: the values that its `args` tag names."""
    for piece in app._load_template(tmpl_name)(*args):
        yield from writer.awrite(piece)


def render_str(app, tmpl_name, args=()):
    """A template as one str."""
    return "".join(app._load_template(tmpl_name)(*args))
