"""`WebApp` as a computer has it: served by asyncio or uvloop, ended by SIGTERM, with templates that may be Jinja2's.

What it overrides is loaded when it is called: an app that is not served yet takes no asyncio.
"""

import threading  # noqa: F401  # the thread that imports it first is taken for the main one

from .. import app
from ..messages import answers
from . import remedies
from .computer import enlarge_buffers, enlarge_limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator, Iterable, Mapping
    from ssl import SSLContext
    from typing import Any, TypeVar

    from ..serving.stream import Stream
    from ..types import EventLoop, Step

    _T = TypeVar("_T")

enlarge_buffers()
remedies.install()


class WebApp(app.WebApp):
    __doc__ = app.WebApp.__doc__

    answer = answers.answer  # by itself, as a method that calls it would take time in each request

    # Serving

    def start_server(
        self,
        host: str = "127.0.0.1",
        port: int = 8081,
        ssl: "SSLContext | None" = None,
        debug: "bool | int | None" = None,
    ) -> "Step[None]":
        """Begin to accept connections, in the running loop. To be waited for.

        ssl: SSLContext. debug: as for `run`; None: `app.debug` and `app.log` stay. Raises OSError if the port is taken.
        """
        from .server.server import start_server

        return start_server(self, host, port, ssl, debug)

    def serve_forever(self) -> "Step[None]":
        """Wait until `shutdown()` or SIGTERM, and for the connections that it ends. `start_server()` goes before.

        To be waited for.
        """
        from .server.server import serve_forever

        return serve_forever(self)

    def shutdown(self, grace_ms: "int | None" = None) -> None:
        """Stop accepting connections, and end those there are: idle ones now, the others when they have their answer.

        grace_ms: int, how long they may take for it, in milliseconds; None: `limits.grace_ms`.
        """
        if hasattr(self.server, "poll"):  # it is served by steps
            super().shutdown(grace_ms)
        elif self.server:
            self.server.close((self.limits.grace_ms if grace_ms is None else grace_ms) / 1000)

    def get_event_loop(self) -> "EventLoop":
        """The loop that `run` runs: the current one, or else a new one."""
        from .server.loop import Loop, current_loop

        return Loop(current_loop())  # type: ignore[return-value]

    def _adopt(self, reader: "Any", writer: "Any", serve: "Callable[[app.WebApp, Stream], Any]") -> "Any":
        """Serve a connection that asyncio has made a reader and a writer of, in the task that waits for this."""
        from .server.asyncio_streams import adopt

        return adopt(self, reader, writer, serve)

    def run_loop(self, host: str, port: int) -> None:
        """Run asyncio's loop, with the app in it, until it is interrupted or shut down.

        In a loop that runs already it is served as a task, and this returns, if `picoweb run` or `run_coroutine()` runs that
        loop. Raises RuntimeError if somebody else does.
        """
        from .server.loop import runs_loop

        if runs_loop():
            from .server.beside import serve_beside

            serve_beside(self, host, port, type(self).serve is not WebApp.serve)
        else:
            super().run_loop(host, port)

    def serve(self, loop: "EventLoop", host: str, port: int) -> None:
        """Open the port and run the loop, until SIGTERM as well. Override to have other tasks, or another server."""
        from .server.server import serve

        return serve(self, loop, host, port)

    def run_coroutine(self, coro: "Coroutine[Any, Any, _T] | Generator[Any, Any, _T]") -> "_T":
        """Run the loop until a coroutine has ended. Returns its result."""
        return self.get_event_loop().run_until_complete(coro)

    def run_blocking(self, host: str, port: int) -> None:
        """Serve one client at a time until interrupted, SIGTERM, or `shutdown()`."""
        from .server.signals import terminable

        def stop() -> None:
            if not self.server:
                raise SystemExit  # there is nothing to shut down yet
            self.shutdown()

        enlarge_limits(self)
        with terminable(stop):
            super().run_blocking(host, port)

    def steps(self, s: "Any" = None, host: str = "127.0.0.1", port: int = 8081) -> "Generator[None, None, None]":
        """Serve a step at a time: `for _ in app.steps(port=80):`, until `shutdown()` and the end of what it lets finish.

        A step accepts one connection or goes on with one, and waits for nobody. s: a socket that listens, and needs only
        `accept recv_into send close setblocking`; None: one is opened at `host` and `port`. Raises OSError if the port is
        taken, ValueError for `app.ssl`.
        """
        enlarge_limits(self)
        return super().steps(s, host, port)

    def start_thread(self, host: str = "127.0.0.1", port: int = 8081, stack_size: int = 0) -> None:
        """Serve in a thread of its own, and return at once. Routes may still be added; `stop()` ends it.

        stack_size: int, bytes for the thread; 0: as many as the runtime gives. Raises OSError if the port is taken,
        RuntimeError if it serves already.
        """
        enlarge_limits(self)
        super().start_thread(host, port, stack_size)

    # Templates

    def render_template(
        self, writer: "Stream", tmpl_name: str, args: "Iterable[Any] | Mapping[str, Any]" = (), **values: "Any"
    ) -> "Step[None]":
        """Write a template, in pieces. To be waited for; arguments and errors as on a board."""
        from .rendering import render_template

        return render_template(self, writer, tmpl_name, args, **values)

    def _load_template(self, tmpl_name: str) -> "Callable[..., Iterable[str]]":
        """The generator function of a template, from `template_loader`, which may be a jinja2.Environment."""
        from .rendering import load_template

        return load_template(self, tmpl_name)
