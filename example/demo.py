"""A board with charts and switches, a gallery, a form, and the other examples in one app.

The board is made up, in showcase/board.py, so that this runs anywhere; its
pages are files, and what changes on them comes as events and JSON.
"""

import asyncio
import json
import sys
import time

import picoweb
import showcase
from picoweb.live.events import EventSource
from showcase.board import HEAP, Board, heap_size, is_short

PERIOD = 1  # seconds of yours that a second of the board takes
FOLDER = __file__[: __file__.replace("\\", "/").rfind("/") + 1]

app = picoweb.WebApp("showcase")
board = Board()
started = time.time()
counts = {"served": 0, "watching": 0, "loaded": 0}
changed = []  # once the loop runs, the Event that wakes those who send events
tasks = {}  # what goes on beside requests, by name
loaded = []  # names of examples
room = heap_size() // 7 if heap_size() < 163840 else 0  # bytes of a small heap to be free before an example is loaded


def part(name):
    """A module of the showcase that few requests need: on a small board it is gone when they have been answered."""
    module = __import__("showcase." + name, None, None, (name,))
    if room:
        sys.modules.pop("showcase." + name)
        delattr(showcase, name)
    return module


def handle(req, resp):
    """In front of the app's own step: counts, and has the board measure from the first request on."""
    counts["served"] += 1
    if not changed:
        changed.append(asyncio.Event())
        tasks["board"] = asyncio.create_task(measure())
    if loaded and is_short(room):
        part("shelf").make_room(app, loaded, tasks, room)
    return answer(req, resp)


def answer(req, resp):
    if req.path[1:] in loaded:
        raise picoweb.HTTPError(308, "", [("Location", req.path[1:] + "/")])  # links on its pages are relative
    return picoweb.WebApp.handle(app, req, resp)


setattr(app, "handle", handle)  # a subclass would take more memory
if room:
    part("small").prepare(app)


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
    counts["loaded"] = len(loaded)
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
    if counts["watching"] >= (1 if room else max(1, app.limits.connections - 3)):
        await picoweb.start_response(resp, "", 204)
        return
    source = EventSource(req, resp)  # when the client has gone, it ends this handler
    since: "int | str | None" = source.last_event_id
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
    return await part("settings").answer(FOLDER, part("filled").send, board, tell, req, resp)


@app.route("/examples")
async def examples(req, resp):
    path = FOLDER + "showcase/pages/examples.html"
    await part("filled").send(resp, path, board.settings, part("shelf").items(FOLDER))


class Examples:
    """A pattern: the paths of examples, below a path (str). An expression or a rule would take a module more."""

    def __init__(self, start, names=""):
        self.start = start
        self.names = names

    def match(self, path):
        if path.startswith(self.start):
            name = path[len(self.start) :].split("/", 1)[0]
            with open(FOLDER + "showcase/examples.txt") as f:
                return name if name in (f.read() + self.names).split() else None


@app.route(Examples("/source/", "demo"))
def source(req, resp):
    return app.sendfile(resp, "../" + req.url_match + ".py", "text/plain; charset=utf-8")


@app.route(Examples("/"))
def example(req, resp):
    """One that was not visited yet: from now on it is mounted."""
    part("shelf").mount(app, loaded, tasks, req.url_match, room)
    return answer(req, resp)


if __name__ == "__main__":
    app.run(debug=-1 if room else 1)  # a log takes 2 KB
