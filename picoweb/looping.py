"""Apps in an event loop: methods of `WebApp`, added at their first use."""


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


def serve(app, loop, host, port):
    """Open the port and run the loop. Override to have other tasks, or another server."""
    loop.run_until_complete(app.start_server(host, port))
    loop.run_until_complete(app.serve_forever())
