"""Apps in an event loop of asyncio's, on any runtime."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ...app import WebApp


def run_loop(app: "WebApp", host: str, port: int) -> None:
    """Run asyncio's loop, with the app in it, until it is interrupted or shut down."""
    loop = app.get_event_loop()
    try:
        app.serve(loop, host, port)
    except KeyboardInterrupt:
        pass
    finally:
        app.shutdown(0)
        loop.run_until_complete(app.serve_forever())
