"""The small package and apps, built, and run on what a board has."""
import shutil
import subprocess
import sys
from pathlib import Path

import interpreters
from host.need import skip_or_fail
from picoweb.host.build.pipeline import PACKAGE, build

HERE = Path(__file__).parent
TINY = HERE / "tiny"
APPS = HERE / "apps"


def built(out, app=None, format="mpy", **options):
    """The Report of a build of the small package, with one of the small apps or without."""
    return build(app and APPS / app, out, format, package=TINY, **options)


def micropython():
    """MicroPython 1.25, 32 bits."""
    found = interpreters.micropython("1.25", 32)
    if not found.command:
        skip_or_fail(found.why)
    return found.command


def run_on_board(folder, app, *words):
    """What a module prints on MicroPython, with the folder as its file system."""
    code = f"import sys; sys.argv.extend({list(words)!r}); import {app}"
    done = subprocess.run([*micropython(), "-c", code], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, env={"MICROPYPATH": f"{folder}:.frozen"}, timeout=60)
    return done.stdout


def run_here(folder, app, *words):
    """What a module prints on CPython."""
    code = f"import sys; sys.argv.extend({list(words)!r}); import {app}"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, env={"PYTHONPATH": str(folder)}, timeout=60)
    return done.stdout


def sources(folder):
    """The small package and apps as they are, in a folder."""
    shutil.copytree(TINY, folder / "tiny")
    for path in APPS.glob("*.py"):
        shutil.copy(path, folder)
    return folder


def laid_out(app, way, for_any_app, folder):
    """A folder as a board has it, with an app (its name, its text) and the package.

    way: "sources", "with the app" or "for any app". for_any_app: the folder of the package as it is built without an app.
    """
    name, text = app
    source, out = folder / "source", folder / "out"
    source.mkdir()
    (source / f"{name}.py").write_text(text)
    if way == "with the app":
        build(source / f"{name}.py", out)
    else:
        shutil.copytree(source, out)
        shutil.copytree(for_any_app if way == "for any app" else PACKAGE.parent / "picoweb",
                        out if way == "for any app" else out / "picoweb", dirs_exist_ok=True)
    return out
