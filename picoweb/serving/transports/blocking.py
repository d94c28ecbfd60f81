"""`app.run(mode="blocking")`: one client at a time, and no asyncio."""

from .stepping import serve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...app import WebApp

WAIT = 250  # milliseconds in a step


def run_blocking(app: "WebApp", host: str, port: int) -> None:
    """Serve until interrupted, or `shutdown()`. It is the app's limit of connections that is one from now on."""
    app.limits.connections = 1  # build: only if limits
    steps = serve(app, None, host, port, WAIT)
    try:
        for _ in steps:
            pass
    except KeyboardInterrupt:
        pass
    finally:
        steps.close()
