"""Loads servers by wrk, from a core of its own, and says how many requests a second they answer."""
import os
import re
import subprocess

from figures import Broken
from installed import program


def cores():
    """The core for the servers, and the one for who asks; None where a process cannot be pinned."""
    if not hasattr(os, "sched_getaffinity"):
        return None, None
    found = sorted(os.sched_getaffinity(0))
    return (found[0], found[1]) if len(found) > 1 else (None, None)


def pinned(core):
    """Words before a command that keep it on one core, where that can be."""
    return () if core is None else ("taskset", "--cpu-list", str(core))


def wrk(url, connections, seconds, *words, closed=False):
    """Return the requests a second. Raises Broken if not all are answered with success.

    closed: the server is to close each connection. wrk calls it an error to read when no answer said so.
    """
    command = [program(["wrk"], "wrk"), "--threads=1", f"--connections={connections}", f"--duration={seconds}s"]
    header = ("--header", "Connection: close") if closed else ()
    done = subprocess.run([*pinned(cores()[1]), *command, *header, *words, url], stdout=subprocess.PIPE, text=True)
    rate = re.search(r"^Requests/sec: +([\d.]+)", done.stdout, re.M)
    if not rate or not float(rate.group(1)) or "Non-2xx" in done.stdout or failed(done.stdout, closed):
        raise Broken(done.stdout)
    return float(rate.group(1))


def failed(text, closed):
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    connect, read, write, timeout = map(int, errors.groups()) if errors else (0, 0, 0, 0)
    return connect or write or timeout or read and not closed
