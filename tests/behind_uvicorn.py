"""The portable tests with the app behind uvicorn: what they ask goes over a socket to uvicorn, and by ASGI to the app.

Takes the place of runner.py, and puts a server of its own in place of the harness's and of the client in memory.
"""

import asyncio
import contextlib
import logging
import socket

import uvicorn

import harness
from picoweb import testing
from picoweb.host.asgi import ASGI

SECONDS = 20

# What has no meaning behind another server, by file: the functions, or all of them.
WITHOUT = {}


@contextlib.asynccontextmanager
async def uvicorn_for(app):
    """Serve an app on a free port, which it gives."""
    log = app.log
    asgi_app = ASGI(app)
    app.log = log
    config = uvicorn.Config(asgi_app, log_config=None, lifespan="on", timeout_graceful_shutdown=5)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    listener = socket.create_server(("127.0.0.1", 0))
    await server.startup([listener])
    try:
        yield listener.getsockname()[1]
        for _ in range(100):
            if not app.server.streams:
                break
            await asyncio.sleep(0.02)
        assert not app.server.streams, "requests are left behind"
    finally:
        await server.shutdown([listener])


def with_server(app, scenario, seconds=SECONDS):
    async def main():
        async with uvicorn_for(app) as port:
            await asyncio.wait_for(scenario(harness.Net(app, port)), seconds)

    app.run_coroutine(main())


def send(client, data):
    """As TestClient.send. The end of what is sent is the end of the connection, when it is answered."""
    async def main():
        async with uvicorn_for(client.app) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(data)
            answer = await asyncio.wait_for(reader.read(), SECONDS)
            writer.close()
            return answer

    return client.app.run_coroutine(main())


logging.disable()
harness.with_server = with_server
testing.TestClient.send = send

if __name__ == "__main__":
    import runner  # noqa: F401
