"""Templates of an app as answers, and those of a folder as generator functions.

It finds and keeps them; what a template's source means is for the compiler to
know, which is loaded for the first that no module was made of beforehand.
"""

import sys
from io import BytesIO
from os import stat

from . import coroutine, stream

template_loader = None  # of an app, until it is set, or needed

def _load_template(app, tmpl_name):
    """The generator function of a template, from the app's `template_loader`; errors as for `Loader.load`."""
    if app.template_loader is None:
        app.template_loader = _loader(app)
    return app.template_loader.load(tmpl_name)


def _loader(app):
    root = ""
    if app.pkg:
        from .folder import folder

        root = folder(app.pkg)
    while app.__dict__.get("_parent"):  # only the outermost one runs, and knows whether to debug
        app = app._parent
    if app.debug > 0:
        from .template_debug import DebugLoader

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
    most = stream.maxsize - 128  # as one more piece is to fit
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


def text(value):
    """A value as str, for the templates that do not escape. `str` itself would make another one of a str."""
    return value if type(value) is str else str(value)


class Loader:
    """The templates of one app.

    root: str, the folder of the app, "" for the current directory.
    dir: str, the folder of its templates, below `root`.
    """

    def __init__(self, root, dir):
        self._folder = root + "/" + dir if root and root[-1] != "/" else root + dir
        self._loaded = {}

    def load(self, name):
        """The generator function of a template: called with its arguments, it yields str.

        name: str, below the folder, "/" between its parts. Raises OSError, with
        the path, if it cannot be read; SyntaxError, with path and line, if it
        cannot be compiled.
        """
        if name not in self._loaded:
            if name[:1] == "/" or "\\" in name or "\0" in name or ".." in name.split("/"):
                raise OSError(2, self.path(name))  # ENOENT: it may be a client's idea
            self._loaded[name] = self.find_compiled(name) or self._compile(name)
        return self._loaded[name]

    def path(self, name):
        """The path (str) of a template's source."""
        return self._folder + "/" + name

    def find_compiled(self, name):
        """The function from the module made of a template beforehand (a_tpl.py of a.tpl); None if there is none."""
        path = self.path(name.replace(".", "_"))
        if not (path.startswith(".frozen/") or exists(path + ".py") or exists(path + ".mpy")):
            return None
        folder, _, stem = path.rpartition("/")
        module = _imported(folder, stem)
        module._load = self.load
        return module.render

    def _compile(self, name):
        from .template_compiler import compile_template

        return compile_template(self, name)


def exists(path):
    """Whether there is a file or folder."""
    try:
        return bool(stat(path))
    except OSError:
        return False


def _imported(folder, stem):
    """A module that is in `folder`, kept out of sys.modules: other folders may have one of its name."""
    sys.path.insert(0, folder)
    try:
        return __import__(stem)
    finally:
        sys.path.remove(folder)
        sys.modules.pop(stem, None)
