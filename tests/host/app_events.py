"""Event streams of each kind, for browsers and client libraries. Runs on MicroPython and CPython alike."""

import asyncio

import picoweb
from app_news import app, news
from picoweb.live import events as sse

LONG = "0123456789abcdef" * 1024  # more than the buffers of a board hold

handlers = []  # those that run
ids = []  # the last events that clients said they had seen


def stream(path):
    """Decorator: serve this path with a coroutine function of (source, req, resp)."""

    def decorate(function):
        @app.get(path)
        async def handler(req, resp):
            handlers.append(req)
            try:
                await function(req, resp)
            finally:
                handlers.remove(req)

    return decorate


@app.get("/state")
def state(req, resp):
    sources = len(sse._sources)
    return {"handlers": len(handlers), "sources": sources, "tasks": tasks(), "listen": len(news()), "ids": ids}


def tasks():
    """How many there are beside the one that asks, which a board may spare."""
    every = asyncio.all_tasks() if hasattr(asyncio, "all_tasks") else app.server.running
    return len([each for each in every if each is not asyncio.current_task()])


@stream("/kinds")
async def kinds(req, resp):
    source = picoweb.EventSource(req, resp)
    ids.append(source.last_event_id)
    if source.last_event_id:
        await source.send("welcome back")
        await asyncio.sleep(600)
    await source.send("plain")
    await source.send(" two\n\nlines \n", id=1)
    await source.send("Žluťoučký kůň 👋", event="Größe")
    await source.send("", event="tick")
    await source.send({"list": [1, None, "ü"]}, event="tick", id="two")
    await source.send(b"id: 9\r\ndata: \xe2\x82\xac")
    await source.send(LONG)
    await source.send("end", id="ü 7: 👋", retry=50)


@stream("/quiet")
async def quiet(req, resp):
    source = picoweb.EventSource(req, resp, heartbeat=1)
    await source.start()
    await asyncio.sleep(2.2)
    await source.send("at last")
    await asyncio.sleep(600)


@stream("/still")
async def still(req, resp):
    await picoweb.EventSource(req, resp).send("here")
    await asyncio.sleep(600)


@stream("/listen")
async def listen(req, resp):
    await news().serve(req, resp)


if __name__ == "__main__":
    app.run(debug=0)
