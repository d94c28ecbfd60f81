"""The server in a thread: `start_thread` and `stop`, while the REPL or a loop of the app's own goes on.

MicroPython's dicts and imports are not made for two threads, and names are loaded when they are asked for. So who
imports anything, or adds a route, waits until the server is between two steps.
"""

import builtins
import time
from _thread import allocate_lock, get_ident, stack_size as set_stack_size, start_new_thread

from .stepping import serve

WAIT = 50  # milliseconds in a step, and so until it notices that it is to stop, or that somebody waits

lock = allocate_lock()  # held in each step, and by who is let in between two
waiting = []  # a member for each that wants to be let in
holder = None  # the thread that has the lock
guarded = False  # whether imports have to wait


def between_steps(f):
    """`f`, as a function for all threads."""

    def g(*args, **kwargs):
        global holder
        me = get_ident()
        if holder == me:
            return f(*args, **kwargs)
        waiting.append(me)
        with lock:
            holder = me
            try:
                return f(*args, **kwargs)
            finally:
                holder = None
                waiting.remove(me)

    return g


class Thread:
    """What serves an app."""

    def __init__(self, app, steps):
        self.app = app
        self.steps = steps
        self.ident = None
        self.grace = False  # milliseconds of it, or None, once it is to end
        self.done = allocate_lock()  # held as long as it runs
        self.done.acquire()
        self.route = app.route
        app.route = self.add_route

    def run(self):
        self.ident = get_ident()
        try:
            while self.step():
                while waiting:
                    time.sleep(0.001)
        finally:
            self.steps.close()
            del self.app.route
            self.app.thread = None
            self.done.release()

    def step(self):
        """Whether there is another one."""
        global holder
        with lock:
            holder = self.ident
            try:
                if self.grace is not False:
                    self.app.shutdown(self.grace)
                    self.grace = False
                for _ in self.steps:
                    return True
            finally:
                holder = None

    def add_route(self, url, **args):
        return between_steps(between_steps(self.route)(url, **args))


def start_thread(app, host="127.0.0.1", port=8081, stack_size=0):
    """Serve in a thread of its own, and return at once. Routes may still be added; `stop()` ends it.

    stack_size: int, bytes for the thread; 0: as many as the runtime gives. Raises OSError if the port is taken,
    RuntimeError if it serves already.
    """
    if app.server:
        raise RuntimeError("it serves already")
    global guarded
    if not guarded:
        guarded = True
        builtins.__import__ = between_steps(builtins.__import__)
    thread = Thread(app, between_steps(serve)(app, None, host, port, WAIT))
    app.thread = thread
    set_stack_size(stack_size)
    start_new_thread(thread.run, ())
    set_stack_size(0)


def stop(app, grace_ms=None):
    """End the thread that `start_thread` began, as `shutdown(grace_ms)` does, and wait for it."""
    thread = app.__dict__.get("thread")
    if thread:
        thread.grace = grace_ms
        if get_ident() != thread.ident:  # a handler of its own cannot wait for it
            thread.done.acquire()
            thread.done.release()
