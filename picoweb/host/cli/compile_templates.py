"""`picoweb compile-templates`: templates into modules, for boards that carry no compiler."""

import contextlib
import os
import re

from ...templates.checker import CheckedUnit
from ...templates.compiler import Sources
from ...templates.loader import Loader
from ...templates.unit import Unit
from .reporting import Problem

# The names that a module made of a template uses of picoweb, until a loader gives it those.
PLAIN = "_str = str"
MARKUP = "_escape = safe = None"
#: For values that parameters have by default: they are made before the loader gives anything.
SAFE = """\
class safe:
 def __init__(self, text):
  self.text = text
 def __html__(self):
  return str(self.text)
 __str__ = __html__"""

NO_TEMPLATES = (".py", ".pyc", ".mpy", "~")


def add_to(commands):
    """Add the command to argparse's subcommands."""
    parser = commands.add_parser(
        "compile-templates",
        help="make modules of templates, so that a board needs no compiler for them",
        epilog="Of a.tpl it makes a_tpl.py, which a board uses in its place.",
    )
    parser.add_argument("folder", metavar="DIR", help="the folder of templates")
    parser.add_argument("-o", "--output", metavar="OUT", help="the folder for the modules, not that of the templates")
    parser.set_defaults(command=_compile_all)


def _compile_all(options, words):
    """Compile all templates of a folder. Raises Problem that names those that cannot be."""
    loader = Loader("", options.folder)
    wrong = []
    for name in _templates_in(options.folder):
        target = os.path.join(options.output or options.folder, name.replace(".", "_") + ".py")
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
    """Write the module of a template to the file `target`, whose folder is made if there is none.

    Raises OSError or SyntaxError, see `Loader.load`.
    """
    source = module_source(loader, name)
    os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
    with open(target, "w", encoding="utf-8") as file:
        file.write(source)


def module_source(loader, name):
    """The Python source (str) of a module that a loader takes instead of the template.

    It imports nothing of picoweb, which may be there under any name: the loader gives it what it uses, see
    `Loader.find_compiled`. Raises OSError or SyntaxError, see `Loader.load`.
    """
    unit = Unit(loader, Sources(loader))
    unit.add(name, "render", 0)
    source = "\n".join([*_given_names(unit), "_text = %r" % (unit.texts,), *unit.lines]) + "\n"
    try:
        compile(source, name, "exec")
    except SyntaxError:
        CheckedUnit(loader, Sources(loader)).add(name, "render", 0)  # it says where
        raise
    return source


def _given_names(unit):
    """The lines that make the names which a loader gives anew. Templates that do not escape work with them as they are."""
    if not unit.has_markup:
        return [PLAIN]
    if any(line.startswith("def ") and "safe" in line for line in unit.lines):
        return [PLAIN, MARKUP, SAFE]
    return [PLAIN, MARKUP]


def within_package(source, package):
    """The source of such a module as it is in a package (str, its name), where no loader gives it anything."""
    imports = {
        PLAIN: f"from {package}.templates.plain_text import text as _str",
        MARKUP: f"from {package}.templates.markup import Safe as safe, escape as _escape",
        SAFE: "",
    }
    for line, new in imports.items():
        source = re.sub("^" + re.escape(line) + "$", new, source, count=1, flags=re.M)
    return source
