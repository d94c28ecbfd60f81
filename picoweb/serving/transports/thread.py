"""The server in a thread: `start_thread` and `stop`, while the REPL or a loop of the app's own goes on.

MicroPython's dicts and imports are not made for two threads. So what other threads may ask of an app is loaded before
(see picoweb/threads.py), and who adds a route, or asks for a name that is loaded late, waits until the server is between
two steps.
"""

import sys
import time
from _thread import allocate_lock, get_ident, stack_size as set_stack_size, start_new_thread

from .stepping import serve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...app import WebApp

WAIT = 50  # milliseconds in a step, and so until it notices that it is to stop, or that somebody waits
PAUSE = 0.001  # seconds for which it lets others in

lock = allocate_lock()  # held in each step, and by who is let in between two
waiting: "list[int]" = []  # a member for each that wants to be let in
holder = None  # the thread that has the lock
guarded: "list[object]" = []  # what finds names that are loaded late, once it waits


def between_steps(function):
    """`function`, as one for all threads."""

    def alone(*args, **kwargs):
        global holder
        me = get_ident()
        if holder == me:
            return function(*args, **kwargs)
        waiting.append(me)
        with lock:
            holder = me
            try:
                return function(*args, **kwargs)
            finally:
                holder = None
                waiting.remove(me)

    return alone


def guard(owner):
    """Have what finds the late names of a module or class wait until the server is between two steps."""
    if hasattr(owner, "__getattr__") and owner not in guarded:
        owner.__getattr__ = between_steps(owner.__getattr__)
        guarded.append(owner)


class Thread:
    """What serves an app."""

    def __init__(self, app, steps):
        self.app = app
        self.steps = steps
        self.ident = None
        self.is_to_end = False
        self.grace_ms = None  # for requests, once it is to end; None: the app's limit
        self.done = allocate_lock()  # held as long as it runs
        self.done.acquire()
        self.route = app.route
        app.route = self.add_route

    def run(self):
        """Serve to the end."""
        self.ident = get_ident()
        try:
            while self.step():
                while waiting:
                    time.sleep(PAUSE)
        finally:
            self.steps.close()
            del self.app.route
            self.app.thread = None
            self.done.release()

    def step(self):
        """Go on by a step. Returns whether there is another one."""
        global holder
        with lock:
            holder = self.ident
            try:
                if self.is_to_end:
                    self.app.shutdown(self.grace_ms)
                    self.is_to_end = False
                for _ in self.steps:
                    return True
            finally:
                holder = None
        return False

    def add_route(self, url, **kwargs):
        """Decorator, as the app's `route`."""
        return between_steps(between_steps(self.route)(url, **kwargs))


def start(app: "WebApp", host: str = "127.0.0.1", port: int = 8081, stack_size: int = 0) -> None:
    """Serve in a thread of its own, and return at once. Routes may still be added; `stop()` ends it.

    stack_size: int, bytes for the thread; 0: as many as the runtime gives. Raises OSError if the port is taken,
    RuntimeError if it serves already.
    """
    if app.server:
        raise RuntimeError("it serves already")
    guard(sys.modules[__name__.split(".serving.")[0]])
    guard(type(app))
    thread = Thread(app, between_steps(serve)(app, None, host, port, WAIT))
    app.thread = thread
    set_stack_size(stack_size)
    start_new_thread(thread.run, ())
    set_stack_size(0)


def stop(app: "WebApp", grace_ms: "int | None" = None) -> None:
    """End the thread that `start_thread` began, as `shutdown(grace_ms)` does, and wait for it."""
    thread = app.__dict__.get("thread")
    if thread:
        thread.grace_ms = grace_ms
        thread.is_to_end = True
        if get_ident() != thread.ident:  # a handler of its own cannot wait for it
            thread.done.acquire()
            thread.done.release()
