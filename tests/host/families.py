"""Servers that start processes of their own: these end with them, whatever happens."""

import contextlib
import os
import signal
import subprocess

import apps
from interpreters import this_python


@contextlib.contextmanager
def serving(command, log, cwd=None):
    """As apps.serving. command: a function of a port; it returns what the process runs, words or those behind Python's.

    In the first case the first of them is a path.
    """
    def start(port, output):
        words = [str(word) for word in command(port)]
        options = dict(stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)
        if os.sep in words[0]:
            return subprocess.Popen(words, **options)
        return this_python().start(*words, cwd=cwd or log.parent, **options)

    with apps.serving(start, log) as (process, port):
        try:
            yield process, port
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
