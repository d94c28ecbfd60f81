#!/usr/bin/env python3
"""Write package.json (for mip) and manifest.py (for freezing): the files that belong on a board.

Run it after adding a module to picoweb/; a test says when that was forgotten.
"""
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def board_files():
    """The modules of picoweb/ that belong on a board, as paths below it; what is for computers only is left out."""
    found = [path.relative_to(ROOT / "picoweb") for path in (ROOT / "picoweb").rglob("*.py")]
    return sorted(path.as_posix() for path in found if path.parts[0] not in ("host", "__main__.py", "types.py"))


def version():
    return re.search(r'^__version__ = "(.*)"', (ROOT / "picoweb/__init__.py").read_text(), re.M).group(1)


def package_json():
    urls = [[f"picoweb/{name}"] * 2 for name in board_files()]
    rows = ",\n".join("    " + json.dumps(pair) for pair in urls)
    return f'{{\n  "version": "{version()}",\n  "urls": [\n{rows}\n  ]\n}}\n'


def manifest():
    rows = "".join(f'        "{name}",\n' for name in board_files())
    return ("# Freezes picoweb into a firmware: include() this file from a board's manifest.\n"
            f'metadata(version="{version()}")\n'
            f'package(\n    "picoweb",\n    files=(\n{rows}    ),\n)\n')


def main():
    (ROOT / "package.json").write_text(package_json())
    (ROOT / "manifest.py").write_text(manifest())


if __name__ == "__main__":
    main()
