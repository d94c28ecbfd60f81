"""`picoweb run --workers N`: an ASGI server with that many processes takes the place of this one.

The app file is loaded here once, to see whether it can be, and where it would serve. Each process then loads it again.
"""

import errno
import importlib.util
import json
import os
import socket
import subprocess
import sys

from .commands import Problem
from .workers import VARIABLE, catch

TARGET = "picoweb.host.cli.workers:asgi_app"
MISSING = "--workers needs an ASGI server, and there is none: pip install uvicorn, or granian"


def launch(path, args, workers, given):
    """Serve an app file by `workers` processes. given: dict, what goes before the arguments of the app's `run()`.

    Returns the exit status where this process cannot become the server. Raises Problem.
    """
    command = next((make for name, make in SERVERS.items() if importlib.util.find_spec(name)), None)
    if not command:
        raise Problem(MISSING)
    found = {**catch(path, args), **given}
    app = found["self"]
    if found["ssl"] or app.ssl:
        raise Problem("--workers serves no HTTPS: a proxy in front of it does, see the manual")
    host, port = found["host"], _port(found["host"], found["port"])
    debug = int(found["debug"])
    os.environ[VARIABLE] = json.dumps({"path": path, "args": args, "debug": debug})
    if debug > 0:
        print(f"* Running on http://{host}:{port}/ ({workers} workers)", flush=True)
    sys.stdout.flush()
    words = [sys.executable, "-m", *command(app.limits), "--host", host, "--port", str(port),
             "--workers", str(workers), TARGET]
    if os.name == "nt":
        return subprocess.call(words)
    os.execv(words[0], words)


def _uvicorn(limits):
    # h11 checks heads more strictly than the other parser it knows, and frames answers to HTTP/1.0 as it should.
    return ["uvicorn", "--http", "h11", "--lifespan", "on", "--log-level", "warning", "--no-access-log",
            "--timeout-keep-alive", _seconds(limits.idle_ms), "--timeout-graceful-shutdown", _seconds(limits.grace_ms),
            "--h11-max-incomplete-event-size", str(limits.line + limits.head)]


def _granian(limits):
    return ["granian", "--interface", "asgi", "--log-level", "warning",
            "--workers-kill-timeout", _seconds(limits.grace_ms)]


SERVERS = {"uvicorn": _uvicorn, "granian": _granian}


def _seconds(ms):
    return str(max(1, -(-ms // 1000)))


def _port(host, port):
    """A port that is free: this one, or any for 0. Raises Problem if it is taken."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind(address)
            return s.getsockname()[1]
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Problem(f"port {port} is taken: --port takes another") from None
        raise Problem(f"cannot listen at {host}:{port}: {error.strerror}") from None
