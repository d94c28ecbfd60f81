"""Lays out an app and the package as a board has them: from sources, as `mip` brings them, or built together.

`staged` is the one function that knows how.
"""
import functools
import shutil
import sys
import tempfile
from pathlib import Path

from contenders import PICOWEB, module, picoweb
from heap import Bench
from serving import HOME, Stage
from workloads import FILES

sys.path.insert(0, str(HOME))  # the package beside this tool, not one that happens to be installed
from picoweb.host.build import build  # noqa: E402

SOURCES, MIP_PY, MIP_MPY, APP_MPY, APP_ROMFS = KINDS = (
    "sources", "mip's .py", "mip's .mpy", "a build with the app, .mpy", "a build with the app, ROMFS")
SCRATCH = tempfile.TemporaryDirectory(prefix="picoweb-")  # gone when the tool ends
FILES_OF_APPS = {"site", "reading", "soak"}  # in bench/apps; all other apps are sections of bench/micropython/picoweb.py


def kind_named(end):
    """Return the one of KINDS that ends in `end`; exit where there is none, or several."""
    found = [kind for kind in KINDS if kind.endswith(end)]
    if len(found) != 1:
        sys.exit(f"no kind of build, or several: {end}; there are: {'; '.join(KINDS)}")
    return found[0]


def staged(kind, app, folder):
    """Return the Bench of `app`, laid out in `folder` (Path, not there yet) in one of the KINDS."""
    if kind == SOURCES:
        return as_cloned(app, folder)
    if kind in (MIP_PY, MIP_MPY):
        return as_mip_brings(kind, app, folder)
    return built_together(kind, app, folder)


def as_cloned(app, folder):
    return finished(SOURCES, app, Stage(folder, files_of(app), False, texts_of(app), (PICOWEB,)), False)


def as_mip_brings(kind, app, folder):
    """The package as built without an app; the app is compiled as well where the package is."""
    package = built_alone("py" if kind == MIP_PY else "mpy")
    stage = Stage(folder, files_of(app), kind == MIP_MPY, texts_of(app), (package,))
    return finished(kind, app, stage, kind == MIP_MPY)


@functools.lru_cache(maxsize=None)
def built_alone(format):
    """The folder of the package as it is built without an app: once, as it is the same for all of them."""
    out = Path(SCRATCH.name, format)
    build(None, out, format=format)
    return out / "picoweb"


def built_together(kind, app, folder):
    """What the build makes of the app is all there is of it; the files that the app reads are put beside."""
    with tempfile.TemporaryDirectory() as scratch:
        source = Stage(Path(scratch, "source"), files_of(app), False, texts_of(app), ())
        remove_unused(app, source)
        out = Path(scratch, "out")
        build(source.folder / f"{module(app)}.py", out, format="mpy")
        stage = Stage(folder, (), True, {}, ())
        shutil.copytree(out, folder, dirs_exist_ok=True)
    return finished(kind, app, stage, True)


def finished(kind, app, stage, compiled):
    """The Bench of a stage that has all its code."""
    if not compiled:
        stage.compile_templates()
    remove_unused(app, stage)
    if app.startswith("file"):
        for name, content in FILES.items():
            (stage.folder / name).write_bytes(content)
    return Bench(stage, rom=kind == APP_ROMFS)


def remove_unused(app, stage):
    """Take the folders away that hello does not have: with them, a stranger could ask for files."""
    if app == "hello":
        for name in ("static", "templates"):
            shutil.rmtree(stage.folder / name, ignore_errors=True)


def files_of(app):
    return [app] if app in FILES_OF_APPS else []


def texts_of(app):
    return {} if app in FILES_OF_APPS else {module(app): picoweb().source(app)}
