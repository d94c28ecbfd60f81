"""Makes what `mip` brings to a board and what firmware freezes: picoweb, built for any app, as sources and as bytecode.

    python tools/dist.py FOLDER [FORMAT ...]    formats are py and mpy; without one, both

FOLDER/py and FOLDER/mpy each get the built package and a package.json for mip; FOLDER/py gets a manifest.py, for firmware.
"""
import json
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))

import picoweb  # noqa: E402
from picoweb.host.build import Refused, build  # noqa: E402
from picoweb.host.build.output.mpy import Missing  # noqa: E402

FORMATS = ("py", "mpy")


def deliver(folder, format):
    """Build the package into `folder` (Path), and write beside it what installers read."""
    files = sorted(build(None, folder, format).sizes)
    (folder / "package.json").write_text(package_json(files))
    if format == "py":
        (folder / "manifest.py").write_text(manifest(files))
    return files


def package_json(files):
    """What mip reads. Its addresses are relative to it."""
    rows = ",\n".join("    " + json.dumps([name, name]) for name in files)
    return f'{{\n  "version": "{picoweb.__version__}",\n  "urls": [\n{rows}\n  ]\n}}\n'


def manifest(files):
    """What freezes the package into a firmware."""
    rows = "".join(f'        "{Path(name).relative_to("picoweb").as_posix()}",\n' for name in files)
    return ("# Freezes picoweb into a firmware: include() this file from a board's manifest.\n"
            f'metadata(version="{picoweb.__version__}")\n'
            f'package(\n    "picoweb",\n    files=(\n{rows}    ),\n    opt=3,\n)\n')


def main(words):
    if not words or set(words[1:]) - set(FORMATS):
        sys.exit(__doc__)
    for format in words[1:] or FORMATS:
        folder = Path(words[0], format)
        try:
            files = deliver(folder, format)
        except (Refused, Missing, OSError) as why:
            sys.exit(f"tools/dist.py: {why}")
        size = sum((folder / name).stat().st_size for name in files)
        print(f"{folder}: picoweb {picoweb.__version__}, {len(files)} files, {size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
