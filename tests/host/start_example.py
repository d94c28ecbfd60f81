"""Runs an app as the main program, on a port that a test chose: NAME PORT [MODULE...].

NAME is the path of its file without the ending, from the current directory on. Modules that are named are imported
before. Runs on MicroPython and CPython alike.
"""

import sys

name, port, *modules = sys.argv[1:]
for each in modules:
    __import__(each)

import picoweb  # noqa: E402

WebApp = picoweb.WebApp
start_server, start_thread, steps, run = WebApp.start_server, WebApp.start_thread, WebApp.steps, WebApp.run
WebApp.start_server = lambda app, *args, **kwargs: start_server(app, "127.0.0.1", int(port), **kwargs)
WebApp.start_thread = lambda app, **kwargs: start_thread(app, "127.0.0.1", int(port))
WebApp.steps = lambda app, s=None, **kwargs: steps(app, s, "127.0.0.1", int(port))
WebApp.run = lambda app, **kwargs: run(app, **dict(kwargs, host="127.0.0.1", port=int(port)))

sys.path.insert(0, name.rpartition("/")[0])
path = name + ".py"
with open(path, "rb") as f:
    source = f.read().decode()
code = compile(source.replace("\nPERIOD = 1 ", "\nPERIOD = 0.1 "), path, "exec")
del source
exec(code, {"__name__": "__main__", "__file__": path})
