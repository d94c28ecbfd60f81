"""Compiles modules with mpy-cross, and makes what goes onto a board for the demo.

    python tools/mpy.py FOLDER    makes FOLDER what is copied to a board for the demo

The demo loads examples by names that it reads from a file, so no build can know what they use of picoweb: the package is
built for any app, and the demo's own modules are compiled beside it. The format is that of MicroPython 1.23 to 1.26.
"""
import shutil
import sys
from pathlib import Path

from debian import Unavailable
from figures import Broken

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))  # the package beside this tool, not one that happens to be installed

from picoweb.host.build import Refused, build  # noqa: E402
from picoweb.host.build.output.mpy import FLAGS, Missing, compile_file  # noqa: E402

MAIN = """import sys

import board_demo

board_demo.app.run(host="0.0.0.0", port=int(sys.argv[1]) if sys.argv[1:] else 8081, debug=-1)  # a log takes 2 KB
"""
KEPT = ("SIZE", "PIECE", "file_size", "spare")  # bounds of picoweb.buffers that the demo sets


def compile_module(source, target, name, lines=False):
    """Compile the file `source` to `target`; tracebacks call it `name`, and with `lines` say the line."""
    try:
        compile_file(source, target, name, () if lines else FLAGS)
    except Missing as why:
        raise Unavailable(str(why))
    except Refused as why:
        raise Broken(str(why))


def compile_demo(folder, period=1):
    """Make `folder` (Path) the demo, compiled but for the examples that it loads, with the sources that it shows.

    period: number, seconds that a second of its board takes.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(HOME / "example", folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("static", "templates"):
        shutil.copytree(HOME / name, folder / name)
    build(None, folder, keep=KEPT)
    source = (folder / "demo.py").read_text()
    changed = source.replace("\nPERIOD = 1 ", f"\nPERIOD = {period} ")
    if period != 1 and changed == source:
        raise Broken("demo.py has no PERIOD")
    (folder / "board_demo.py").write_text(changed)
    for path in [folder / "board_demo.py", *(folder / "showcase").glob("*.py")]:
        name = path.relative_to(folder).with_suffix("")
        compile_module(path, path.with_suffix(".mpy"), ".".join(name.parts))
        path.unlink()
    (folder / "main.py").write_text(MAIN)


def main(words):
    if len(words) != 1:
        sys.exit(__doc__)
    try:
        compile_demo(Path(words[0]))
    except (Unavailable, Broken, Refused, Missing) as why:
        sys.exit(f"tools/mpy.py: {why}")


if __name__ == "__main__":
    main(sys.argv[1:])
