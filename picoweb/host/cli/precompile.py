"""Templates into modules, for boards that carry no compiler."""

from ...templates.checker import CheckedUnit
from ...templates.compiler import Sources
from ...templates.unit import Unit


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
