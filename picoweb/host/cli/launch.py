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

from ...http.hosts import host_of_url
from ..computer import enlarge_limits
from ..server.listening import number_of
from .app_classes import cannot_listen
from .reporting import Problem
from .workers import VARIABLE, catch

TARGET = f"{__package__}.workers:asgi_app"
MISSING = "--workers needs an ASGI server, and there is none: pip install uvicorn, or granian"


def launch(path, args, workers, given, proxies=None):
    """Serve an app file by `workers` processes. given: dict, what goes before the arguments of the app's `run()`.

    proxies: str, the addresses whose X-Forwarded-For is believed, with commas between them; None: nobody's.

    Returns the exit status where this process cannot become the server. Raises Problem.
    """
    server = _server()
    app, arguments = catch(path, args)
    arguments.update(given)
    if arguments["ssl"] or app.ssl:
        raise Problem("--workers serves no HTTPS: a proxy in front of it does, see the manual")
    enlarge_limits(app)
    host = arguments["host"] or "0.0.0.0"
    port = _free_port(host, number_of(arguments["port"]))
    debug = int(arguments["debug"])
    os.environ[VARIABLE] = json.dumps({"path": path, "args": args, "debug": debug, "proxies": proxies})
    if debug > 0:
        print(f"* Running on http://{host_of_url(host)}:{port}/ ({workers} workers)", flush=True)
    return _become([*server(app.limits, proxies), "--host", host, "--port", str(port), "--workers", str(workers), TARGET])


def _server():
    """What makes the words of a command of the ASGI server that there is. Raises Problem if there is none."""
    for name, words_of in SERVERS.items():
        if importlib.util.find_spec(name):
            return words_of
    raise Problem(MISSING)


def _uvicorn(limits, proxies):
    """The words that start uvicorn with an app's limits. By itself it would believe everybody on this machine."""
    believed = ["--proxy-headers", "--forwarded-allow-ips", proxies] if proxies else ["--no-proxy-headers"]
    # h11 checks heads more strictly than the other parser it knows, and frames answers to HTTP/1.0 as it should.
    return ["uvicorn", "--http", "h11", "--lifespan", "on", "--log-level", "warning", "--no-access-log",
            "--timeout-keep-alive", _seconds(limits.idle_ms), "--timeout-graceful-shutdown", _seconds(limits.grace_ms),
            "--h11-max-incomplete-event-size", str(limits.line + limits.head), *believed]


def _granian(limits, proxies):
    """The words that start granian with an app's limits. Whom it believes is said in its processes, see workers.py."""
    return ["granian", "--interface", "asgi", "--log-level", "warning",
            "--workers-kill-timeout", _seconds(limits.grace_ms)]


SERVERS = {"uvicorn": _uvicorn, "granian": _granian}


def _seconds(ms):
    """Milliseconds (int) as whole seconds (str), one at least."""
    return str(max(1, -(-ms // 1000)))


def _free_port(host, port):
    """A port that is free: this one, or any for 0. Raises Problem if it is taken."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            return listener.getsockname()[1]
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise cannot_listen(port, error) from None
        raise Problem(f"cannot listen at {host}:{port}: {error.strerror}") from None


def _become(words):
    """Have a module of Python's, with its arguments (list of str), take the place of this process.

    Where that cannot be, wait for its end, and return its exit status.
    """
    command = [sys.executable, "-m", *words]
    sys.stdout.flush()
    if os.name == "nt":
        return subprocess.call(command)
    os.execv(command[0], command)
