"""Programs of a few lines, for tests of the build's steps."""
import ast
import textwrap
from pathlib import Path

from picoweb.host.build.program import Module, Options, Program


def program_of(modules=None, app=None, **options):
    """A program of sources. modules, app: {name below the package: source}, {name: source}; "" is the package itself."""
    program = Program({}, "picoweb", Options(**options))
    modules = {"": "", **(modules or {})}
    for name, source in modules.items():
        parts = ["picoweb", *name.split(".")] if name else ["picoweb"]
        is_package = not name or any(other.startswith(name + ".") for other in modules)
        path = Path(*parts, "__init__.py") if is_package else Path(*parts).with_suffix(".py")
        program.add(Module.parse(".".join(parts), path, textwrap.dedent(source)))
    for name, source in (app or {}).items():
        program.add(Module.parse(name, Path(name + ".py"), textwrap.dedent(source), of_app=True))
    return program


def text_of(program, name):
    """The source of a module as it is now. name: below the package, or of the app."""
    full = name if name in program.modules else f"picoweb.{name}" if name else "picoweb"
    return ast.unparse(ast.fix_missing_locations(program.modules[full].tree))


def same_source(text):
    """A source in the form that `ast.unparse` gives it, to compare with."""
    return ast.unparse(ast.parse(textwrap.dedent(text)))


def after(step, source, **options):
    """What a step makes of one module, picoweb.part.m, which is not public."""
    program = program_of({"part": "", "part.m": source}, **options)
    step(program)
    return text_of(program, "part.m")
