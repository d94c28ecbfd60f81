"""`WebApp` as a computer has it: served by asyncio or uvloop, ended by SIGTERM, with templates that may be Jinja2's."""

from .. import app, buffers

buffers.file_size = 262144  # bytes of a file that are read at once


class WebApp(app.WebApp):
    __doc__ = app.WebApp.__doc__

    def start_server(self, host="127.0.0.1", port=8081, ssl=None):
        """Begin to accept connections, in the running loop. To be waited for.

        ssl: SSLContext. Raises OSError if the port is taken.
        """
        from .server.server import start_server

        return start_server(self, host, port, ssl)

    def serve_forever(self):
        """Wait until `shutdown()` or SIGTERM, and for the connections that it ends. `start_server()` goes before.

        To be waited for.
        """
        from .server.server import serve_forever

        return serve_forever(self)

    def get_event_loop(self):
        """The loop that `run` runs: the current one, or else a new one."""
        from .server.loop import Loop, current_loop

        return Loop(current_loop())

    def run_coroutine(self, coro):
        """Run the loop until a coroutine has ended. Returns its result."""
        return self.get_event_loop().run_until_complete(coro)

    def run_blocking(self, host, port):
        """Serve one client at a time until interrupted, SIGTERM, or `shutdown()`."""
        from .server.signals import terminable

        with terminable(self.shutdown):
            super().run_blocking(host, port)

    def steps(self, s=None, host="127.0.0.1", port=8081):
        """Serve a step at a time: `for _ in app.steps(port=80):`, until `shutdown()` and the end of what it lets finish.

        A step accepts one connection or goes on with one, and waits for nobody. s: a socket that listens, and needs only
        `accept recv_into send close setblocking`; None: one is opened at `host` and `port`. Raises OSError if the port is
        taken, ValueError for `app.ssl`.
        """
        from .server import bounds  # noqa: F401  those of a computer

        return super().steps(s, host, port)

    def shutdown(self, grace_ms=None):
        """Stop accepting connections, and end those there are: idle ones now, the others when they have their answer.

        grace_ms: int, how long they may take for it, in milliseconds; None: `limits.grace_ms`.
        """
        if hasattr(self.server, "poll"):  # it is served by steps
            super().shutdown(grace_ms)
        elif self.server:
            self.server.close((self.limits.grace_ms if grace_ms is None else grace_ms) / 1000)

    def render_template(self, writer, tmpl_name, args=(), **values):
        """Write a template, in pieces. To be waited for; arguments and errors as on a board."""
        from .rendering import render_template

        return render_template(self, writer, tmpl_name, args, **values)

    def _load_template(self, tmpl_name):
        """The generator function of a template, from `template_loader`, which may be a jinja2.Environment."""
        find = getattr(self.template_loader, "get_template", None)
        if find:
            return find(tmpl_name).generate
        from .rendering import load_template

        return load_template(self, tmpl_name)
