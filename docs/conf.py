"""How Sphinx makes the documentation: see `make docs`."""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import picoweb  # noqa: E402
from picoweb.places import TABLE  # noqa: E402
from picoweb.request import HTTPRequest  # noqa: E402
from picoweb.stream import Stream  # noqa: E402

project = "picoweb"
author = "the picoweb authors"
release = version = picoweb.__version__
extensions = ["sphinx.ext.autodoc", "costs_page"]
exclude_patterns = ["code"]
default_role = "code"
html_theme = "furo"
html_title = f"picoweb {release}"
html_static_path = ["_static"]
html_css_files = ["picoweb.css"]
html_show_sphinx = False
html_copy_source = False
autodoc_member_order = "bysource"
autodoc_typehints = "none"
nitpicky = True


def completed():
    """Give the classes the methods that are else added when they are first asked for: autodoc sees whole classes."""
    for owner, cls in (("A", picoweb.WebApp), ("S", Stream), ("R", HTTPRequest)):
        for line in "\n".join(TABLE).split("\n"):
            if line.startswith(owner):
                for name in line.split()[2:]:
                    setattr(cls, name, picoweb.find(name, owner))


completed()
