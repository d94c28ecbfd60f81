"""How calls of an ASGI app end: with the client, the stream, the time that is given, or the server."""

import asyncio

import picoweb
import pytest
from asgi_call import Call, Log, made
from picoweb.host.asgi import ASGI


def test_who_writes_to_a_client_that_left_gets_an_oserror():
    raised = []

    async def handler(req, resp):
        await picoweb.start_response(resp)
        try:
            while True:
                await resp.awrite("x")
                await asyncio.sleep(0)
        except OSError as error:
            raised.append(error)
            raise

    async def main():
        one = Call(made(("/", handler)))
        one.come()
        one.leave()
        await one.run()
        assert not one.app.app.log.errors

    asyncio.run(main())
    assert len(raised) == 1


def test_a_client_that_takes_nothing():
    async def handler(req, resp):
        await picoweb.start_response(resp)
        await resp.awrite("x")

    async def main():
        app = made(("/", handler))
        app.app.limits.write_ms = 50
        one = Call(app)
        one.send = lambda event: asyncio.sleep(100)
        with pytest.raises(ConnectionAbortedError):  # to have the server close the connection
            await one.run()

    asyncio.run(main())


def test_behind_a_piece_that_was_lost_no_other_follows():
    async def handler(req, resp):
        await picoweb.start_response(resp)
        for text in ("a", "lost", "b"):
            try:
                await resp.awrite(text)
            except OSError:
                pass

    async def main():
        one = Call(made(("/", handler)))
        one.app.app.limits.write_ms = 50
        sent = one.sent

        async def send(event):
            if event.get("body") == b"lost":
                await asyncio.sleep(100)
            sent.append(event)

        one.send = send
        with pytest.raises(OSError):
            await one.run()
        assert one.body == b"a" and sent[-1]["more_body"]

    asyncio.run(main())


@pytest.mark.parametrize("how", ["aclose", "close", "leave", "shutdown"])
def test_a_stream_that_is_kept(how):
    kept = []

    async def handler(req, resp):
        await picoweb.start_response(resp, "text/event-stream")
        kept.append(resp)
        return False

    async def main():
        one = Call(made(("/", handler)))
        task = asyncio.create_task(one.run())
        while len(one.sent) < 1:
            await asyncio.sleep(0.01)
        resp = kept[0]
        await resp.awrite("data: 1\n\n")
        await asyncio.sleep(0.05)
        assert not task.done()
        if how == "aclose":
            await resp.aclose()
        elif how == "close":
            resp.close()
        elif how == "leave":
            one.leave()
        else:
            one.app.app.shutdown()
        try:
            await task
        except ConnectionAbortedError:
            assert how == "close"
        with pytest.raises(OSError):
            await resp.awrite("x")
        assert one.body == b"data: 1\n\n"
        assert one.sent[-1]["more_body"] == (how in ("close", "leave"))

    asyncio.run(main())


def test_lifespan():
    inits = []

    class App(picoweb.WebApp):
        def init(self):
            inits.append(self)
            if self.url == "/bad":
                raise KeyError("reason")

    async def main(app):
        events = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
        sent = []

        async def receive():
            return events.pop(0)

        async def send(event):
            sent.append(event)

        await ASGI(app, log=Log())({"type": "lifespan"}, receive, send)
        return sent

    app, sub, bad = App(None), App(None), App(None)
    app.mount("/sub", sub)
    assert asyncio.run(main(app)) == [{"type": "lifespan.startup.complete"}, {"type": "lifespan.shutdown.complete"}]
    assert inits == [app, sub]
    app.mount("/bad", bad)
    assert asyncio.run(main(app)) == [{"type": "lifespan.startup.failed", "message": "KeyError('reason')"}]


def test_streams_after_a_second_start():
    async def main():
        kept = []
        app = made(("/", lambda req, resp: kept.append(resp) or False))
        for _ in range(2):
            app.start()
            one = Call(app)
            task = asyncio.create_task(one.run())
            await asyncio.sleep(0.05)
            assert not task.done()
            one.leave()
            await task
            app.app.shutdown()

    asyncio.run(main())


def test_other_scopes():
    async def main():
        one = Call(made(), type="websocket")
        one.events.put_nowait({"type": "websocket.connect"})
        assert (await one.run()).sent == [{"type": "websocket.close"}]
        with pytest.raises(ValueError):
            await Call(made(), type="nonsense").run()

    asyncio.run(main())
