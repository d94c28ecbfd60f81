"""A board with charts and switches, a gallery, a form, and all examples in one app.

The board is made up, in showcase/board.py, so that this runs anywhere; its
pages are files, and what changes on them comes as events and JSON.
"""

import asyncio
import gc
import json
import time

import picoweb
import picoweb.files  # it is compiled now, while there is heap: the largest come first
from picoweb.sse import EventSource
from showcase.board import HEAP, Board
from showcase.shelf import NAMES, Shelf

PERIOD = 1  # seconds of yours that a second of the board takes
FOLDER = __file__[: __file__.replace("\\", "/").rfind("/") + 1]

app = picoweb.WebApp("showcase")
board = Board()
shelf = Shelf(app, FOLDER)
started = time.time()
counts = {"served": 0, "watching": 0, "loaded": 0}
changed = []  # once the loop runs, the Event that wakes those who send events
if shelf.small and hasattr(gc, "threshold"):
    gc.threshold(2048)  # so that what lives long does not come to lie all over the heap
    app.limits.connections, app.limits.idle_ms = 4, 1000  # each takes a KB, and more while it has an answer


def handle(req, resp):
    """In front of the app's own step: counts, and has the board measure from the first request on."""
    counts["served"] += 1
    if not changed:
        changed.append(asyncio.Event())
        shelf.tasks["board"] = asyncio.create_task(measure())
    shelf.make_room()
    if req.path[1:] in NAMES:  # links on their pages are relative
        raise picoweb.HTTPError(308, "", [("Location", req.path[1:] + "/")])
    return picoweb.WebApp.handle(app, req, resp)


setattr(app, "handle", handle)  # a subclass would take more memory


async def measure():
    seconds = 0
    while True:
        await asyncio.sleep(PERIOD)
        seconds += 1
        if seconds >= int(str(board.settings["interval"])):
            seconds = 0
            board.measure()
            tell()


def tell():
    """Wake those who send events."""
    changed[0].set()
    changed[0].clear()


def news_since(number):
    """What a page shows, as a dict, with the readings after a number (int or str; None: all that are kept)."""
    counts["loaded"] = len(shelf.loaded)
    news = {"readings": board.readings(number), "heap": HEAP, "uptime": int(time.time() - started)}
    for each in (counts, board.switches, board.settings):
        news.update(each)
    return news


@app.route("/")
def index(req, resp):
    return app.sendfile(resp, "pages/board.html")


@app.route("/gallery")
def gallery(req, resp):
    return app.sendfile(resp, "pages/gallery.html")


@app.route("/live")
async def live(req, resp):
    """Events. Streams may take all connections but three: who comes then gets a 204, and asks for /news instead."""
    if counts["watching"] >= (1 if shelf.small else max(1, app.limits.connections - 3)):
        await picoweb.start_response(resp, "", 204)
        return
    source = EventSource(req, resp)  # when the client has gone, it ends this handler
    since: "int | str | None" = source.last_event_id
    del req.headers  # of a browser they take a KB and more, which nobody needs as long as the stream lasts
    counts["watching"] += 1
    try:
        while True:
            news = news_since(since)
            if news["readings"]:
                since = news["readings"][-1][0]
            await source.send(news, id=since)
            news = None  # it need not be kept while this waits
            if since == board.number:
                await changed[0].wait()
    finally:
        counts["watching"] -= 1


@app.route("/news")
def news(req, resp):
    return news_since(req.qs[6:])  # since=NUMBER


@app.route("/switch", methods=["POST"])
async def switch(req, resp):
    """Takes {"lamp": true}, and tells all pages."""
    try:
        wanted = json.loads((await req.body()).decode())  # req.json() finds more mistakes, and takes 3 KB
    except ValueError:
        return {"error": "that is no JSON"}, 400
    if not isinstance(wanted, dict):
        return {"error": "not an object"}, 422
    for name in wanted:
        if name not in board.switches or not isinstance(wanted[name], bool):
            return {"error": "no switch can be set so: %s" % name}, 422
    board.switches.update(wanted)
    tell()
    return board.switches


@app.route("/settings", methods=["GET", "POST"])
async def settings(req, resp):
    from showcase.settings import answer  # few look at it

    return await answer(FOLDER, board, tell, req, resp)


@app.route("/examples")
async def examples(req, resp):
    from showcase.filled import send

    await send(FOLDER, resp, "examples", board.settings, shelf.items())


class Sources:
    """A pattern: the paths of sources. An expression or a rule would take a module more."""

    def match(self, path):
        return path.startswith("/source/") and path[8:] in NAMES + ("demo",)


@app.route(Sources())
def source(req, resp):
    return app.sendfile(resp, "../" + req.path[8:] + ".py", "text/plain; charset=utf-8")


app.route(shelf)(shelf.handle)

if __name__ == "__main__":
    app.run(debug=-1 if shelf.small else 1)  # a log takes 2 KB
