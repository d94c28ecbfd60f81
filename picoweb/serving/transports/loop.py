"""Apps in an event loop of asyncio's, on any runtime."""


def run_loop(app, host, port):
    """Run asyncio's loop, with the app in it, until it is interrupted or shut down."""
    loop = app.get_event_loop()
    try:
        app.serve(loop, host, port)
    except KeyboardInterrupt:
        pass
    finally:
        app.shutdown(0)
        loop.run_until_complete(app.serve_forever())
