"""Calls an ASGI app as a server does, event by event."""

import asyncio

import picoweb
from picoweb.host.asgi import ASGI


class Log:
    def __init__(self):
        self.errors = []

    def info(self, message, *args):
        pass

    error = debug = info

    def exc(self, error, message, *args):
        self.errors.append(error)


class Call:
    """One call of an app. The events of the client are put by `come`, those of the app are in `sent`."""

    def __init__(self, app, path="/", method="GET", headers=(), **scope):
        self.app = app
        self.sent = []
        self.events = asyncio.Queue()
        self.scope = {"type": "http", "http_version": "1.1", "method": method, "path": path, "query_string": b"",
                      "raw_path": path.encode(), "headers": [(b"host", b"x"), *headers], "client": ("1.2.3.4", 5)}
        self.scope.update(scope)

    async def send(self, event):
        self.sent.append(event)

    def come(self, body=b"", more=False):
        self.events.put_nowait({"type": "http.request", "body": body, "more_body": more})

    def leave(self):
        self.events.put_nowait({"type": "http.disconnect"})

    async def run(self):
        await asyncio.wait_for(self.app(self.scope, self.events.get, self.send), 20)
        assert len(asyncio.all_tasks()) == 1 or await quiet(), "tasks are left behind"
        return self

    @property
    def status(self):
        return self.sent[0]["status"]

    @property
    def headers(self):
        return dict(self.sent[0]["headers"])

    @property
    def body(self):
        return b"".join(event["body"] for event in self.sent[1:])


async def quiet():
    await asyncio.sleep(0.05)
    return not [task for task in asyncio.all_tasks() if "_read" in repr(task)]


def made(*routes):
    app = picoweb.WebApp(None, routes=list(routes))
    return ASGI(app, log=Log())


def call(handler, path="/", **kwargs):
    """Ask an app for what one handler answers. Returns the Call."""
    async def main():
        one = Call(made((path, handler)), path, **kwargs)
        one.come()
        return await one.run()

    return asyncio.run(main())
