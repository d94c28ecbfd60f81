"""The server in a thread: `start_thread` and `stop`, while the REPL or a loop of the app's own goes on."""

from _thread import allocate_lock, get_ident, stack_size as set_stack_size, start_new_thread

from .stepping import serve

WAIT = 50  # milliseconds in a step, and so until it notices that it is to stop


class Thread:
    """What serves an app. Routes are found, and added, under a lock."""

    def __init__(self, app, steps):
        self.app = app
        self.steps = steps
        self.ident = None
        self.grace = False  # milliseconds of it, or None, once it is to end
        self.lock = allocate_lock()
        self.done = allocate_lock()  # held as long as it runs
        self.done.acquire()
        self.find = app.find
        self.route = app.route
        app.find = self.find_locked
        app.route = self.route_locked

    def run(self):
        self.ident = get_ident()
        try:
            for _ in self.steps:
                if self.grace is not False:
                    self.app.shutdown(self.grace)
                    self.grace = False
        finally:
            self.steps.close()
            del self.app.find, self.app.route
            self.app.thread = None
            self.done.release()

    def find_locked(self, req):
        with self.lock:
            return self.find(req)

    def route_locked(self, url, **args):
        add = self.route(url, **args)

        def f(func):
            with self.lock:
                return add(func)

        return f


def start_thread(app, host="127.0.0.1", port=8081, stack_size=0):
    """Serve in a thread of its own, and return at once. Routes may still be added; `stop()` ends it.

    stack_size: int, bytes for the thread; 0: as many as the runtime gives. Raises OSError if the port is taken,
    RuntimeError if it serves already.
    """
    if app.server:
        raise RuntimeError("it serves already")
    thread = Thread(app, serve(app, None, host, port, WAIT))
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
