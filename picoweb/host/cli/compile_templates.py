"""`picoweb compile-templates`: templates into modules, for boards that carry no compiler."""

import contextlib
import os

from ...templates.checker import CheckedUnit
from ...templates.compiler import Sources
from ...templates.loader import Loader
from ...templates.unit import Unit
from .reporting import Problem

NO_TEMPLATES = (".py", ".pyc", ".mpy", "~")


def add_to(commands):
    """Add the command to argparse's subcommands."""
    parser = commands.add_parser(
        "compile-templates",
        help="make modules of templates, so that a board needs no compiler for them",
        epilog="Of a.tpl it makes a_tpl.py beside it, which is then used in its place.",
    )
    parser.add_argument("folder", metavar="DIR", help="the folder of templates")
    parser.set_defaults(command=_compile_all)


def _compile_all(options, words):
    """Compile all templates of a folder. Raises Problem that names those that cannot be."""
    loader = Loader("", options.folder)
    wrong = []
    for name in _templates_in(options.folder):
        target = os.path.join(options.folder, name.replace(".", "_") + ".py")
        try:
            _compile(loader, name, target)
        except (OSError, SyntaxError) as error:
            wrong.append(f"{name}: {error}")
            with contextlib.suppress(OSError):
                os.remove(target)  # of an earlier run: it would be taken for this template
        else:
            print(target)
    if wrong:
        raise Problem("\n".join(wrong))


def _templates_in(folder):
    """Names of the templates in a folder and below, relative to it: of all files but Python's and hidden ones."""
    if not os.path.isdir(folder):
        raise Problem(f"no folder: {folder}")
    for place, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if not name.endswith(NO_TEMPLATES) and not name.startswith("."):
                yield os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/")


def _compile(loader, name, target):
    """Write the module of a template to the file `target`. Raises OSError or SyntaxError, see `Loader.load`."""
    source = module_source(loader, name)
    with open(target, "w", encoding="utf-8") as file:
        file.write(source)


def module_source(loader, name):
    """The Python source (str) of a module that a loader takes instead of the template.

    Raises OSError or SyntaxError, see `Loader.load`.
    """
    unit = Unit(loader, Sources(loader))
    unit.add(name, "render", 0)
    head = ["from picoweb.templates.loader import text as _str", "_text = %r" % (unit.texts,)]
    if unit.has_markup:
        head.append("from picoweb.templates.markup import Safe as safe, escape as _escape")
    source = "\n".join(head + unit.lines) + "\n"
    try:
        compile(source, name, "exec")
    except SyntaxError:
        CheckedUnit(loader, Sources(loader)).add(name, "render", 0)  # it says where
        raise
    return source
