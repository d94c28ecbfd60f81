"""How Sphinx makes the documentation: see `make docs`."""

import inspect
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from docutils import nodes  # noqa: E402

import picoweb  # noqa: E402

project = "picoweb"
author = "the picoweb authors"
html_show_copyright = False
release = version = picoweb.__version__
extensions = ["sphinx.ext.autodoc", "costs_page", "bench_page", "runtimes_table"]
exclude_patterns = ["code"]
default_role = "code"
smartquotes = False  # docstrings quote what is code
html_theme = "furo"
html_title = f"picoweb {release}"
html_static_path = ["_static"]
html_css_files = ["picoweb.css"]
html_show_sphinx = False
html_copy_source = False
autodoc_member_order = "bysource"
autodoc_typehints = "none"
nitpicky = True


def say_what_to_wait_for(app, what, name, obj, options, lines):
    """Add to the first sentence of a coroutine function what not all of them say."""
    code = getattr(obj, "__code__", None)
    flags = inspect.CO_COROUTINE | inspect.CO_ITERABLE_COROUTINE
    if code and code.co_flags & flags and lines and "waited for" not in " ".join(lines):
        lines[: lines.index("")] = [" ".join(lines[: lines.index("")]) + " To be waited for."]


def without_blank_ends(app, doctree):
    """Cut off the blank lines behind a piece of a file."""
    for node in doctree.findall(nodes.literal_block):
        text = node.astext().rstrip()
        node.rawsource = text
        node[:] = [nodes.Text(text)]


def setup(app):
    app.connect("doctree-read", without_blank_ends)
    app.connect("autodoc-process-docstring", say_what_to_wait_for)
