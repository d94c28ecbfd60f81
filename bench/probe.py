"""Starts an app on MicroPython's unix port and prints the heap in use whenever SIGUSR1 arrives.

    micropython probe.py collect|keep|modules APP PORT

`collect` collects garbage before each reading. `modules` does so too, and prints the names of those loaded. `keep`
sees to it that none is ever collected, so that the difference of two readings is what was allocated in between.
The app and its event loop notice nothing of the readings. The first is made before the app is loaded: it is what
interpreter and probe need themselves.
"""
import ffi
import gc
import sys

SIGUSR1 = 10


class Module:
    pass


def report(_):
    if mode in ("collect", "modules"):
        gc.collect()
    if mode == "modules":
        print("modules", *sys.modules)
    print("heap", gc.mem_alloc())


def keep_all():
    """Stop collecting, also where an app asks for it: it gets a module `gc` that does not."""
    gc.disable()
    stand_in = Module()
    for name in dir(gc):
        setattr(stand_in, name, getattr(gc, name))
    stand_in.collect = lambda: None
    sys.modules["gc"] = stand_in


mode = sys.argv[1]
if mode == "keep":
    keep_all()
handler = ffi.callback("v", report, "i")
ffi.open("libc.so.6").func("p", "signal", "iC")(SIGUSR1, handler)
sys.argv[:] = sys.argv[2:]
report(None)
__import__(sys.argv[0])
