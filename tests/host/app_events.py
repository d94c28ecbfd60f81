"""Event streams of each kind, for browsers and client libraries. Runs on MicroPython and CPython alike."""

import asyncio

import picoweb
from picoweb import sse

PAGE = """<!doctype html>
<meta charset="utf-8">
<title>Events</title>
<script>
let seen = [], opened = 0, failed = 0;
let source = new EventSource(location.search.slice(1));
for (let type of ["message", "tick", "Größe"])
    source.addEventListener(type, event => seen.push([event.type, event.lastEventId, event.data]));
source.onopen = () => opened++;
source.onerror = () => failed++;
</script>
"""
LONG = "0123456789abcdef" * 1024  # more than the buffers of a board hold

app = picoweb.WebApp(None, serve_static=False)
news = picoweb.Broadcast()
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


@app.get("/")
def index(req, resp):
    return PAGE


@app.get("/state")
def state(req, resp):
    return {"handlers": len(handlers), "sources": len(sse._sources), "tasks": tasks(), "listen": len(news), "ids": ids}


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
    await asyncio.sleep(3.2)
    await source.send("at last")
    await asyncio.sleep(600)


@stream("/still")
async def still(req, resp):
    await picoweb.EventSource(req, resp).send("here")
    await asyncio.sleep(600)


@stream("/news")
async def listen(req, resp):
    await news.serve(req, resp)


@app.post("/news")
async def tell(req, resp):
    await req.read_form_data()
    news.send(req.form["text"], event=req.form.get("event"), id=req.form.get("id"))
    return {"listen": len(news)}


if __name__ == "__main__":
    app.run(debug=0)
