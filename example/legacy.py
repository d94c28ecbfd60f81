"""An app as it was written for picoweb 1: generators, and modules with a u.

It runs as it is on a board. On a computer it is started by
`picoweb run example/legacy.py`, which brings those modules along.
"""

import picoweb
import uasyncio as asyncio
import ure as re
import utime as time
from picoweb.utils import parse_qs

PERIOD_MS = 500


class Log:
    def info(self, msg):
        print("LOG", msg)

    def error(self, msg):
        print("LOG", msg)

    def exc(self, e, msg):
        print("LOG", msg, repr(e))


class App(picoweb.WebApp):
    def handle_exc(self, req, resp, e):
        yield from picoweb.start_response(resp, content_type="text/plain", status="500")
        yield from resp.awrite("That went wrong: " + repr(e))


app = App(__name__)
started = time.ticks_ms()
blinks = 0


def blink():
    global blinks
    while True:
        blinks += 1
        yield from asyncio.sleep_ms(PERIOD_MS)


@app.route("/")
def index(req, resp):
    yield from picoweb.start_response(resp)
    yield from resp.awrite("<p>Up for %d s, " % (time.ticks_diff(time.ticks_ms(), started) // 1000))
    yield from resp.awrite("blinked %d times." % blinks)
    yield from resp.awrite('<p><a href="iam/basil">Say your name</a>, <a href="status">status</a>')
    yield from resp.awrite('<form action="form"><input name="plant" value="mint"><button>GET</button></form>')
    yield from resp.awrite('<form action="form" method="POST"><input name="plant" value="sage">')
    yield from resp.awrite("<button>POST</button></form>")


@app.route(re.compile("^/iam/([a-z]+)$"))
def hello(req, resp):
    yield from picoweb.start_response(resp, content_type="text/plain")
    yield from resp.awrite("Hello, " + req.url_match.group(1))


@app.route("/form")
def form(req, resp):
    if req.method == "POST":
        yield from req.read_form_data()
    else:
        req.parse_qs()
    yield from picoweb.start_response(resp, content_type="text/plain")
    yield from resp.awrite("The plant is " + str(req.form["plant"]))


@app.route("/status")
def status(req, resp):
    yield from picoweb.jsonify(resp, {"blinks": blinks})


@app.route("/raw")
def raw(req, resp):
    yield from resp.awrite("HTTP/1.0 200 OK\n\n")
    yield from resp.awrite("A head that the app writes itself.")


@app.route("/content")
def content(req, resp):
    size = int(req.headers[b"Content-Length"])
    form = parse_qs((yield from req.reader.read(size)).decode())
    yield from picoweb.start_response(resp, headers={"Content-Type": "text/plain", "Cache-Control": "no-store"})
    yield from resp.awrite("%s waters the %s" % (form.get("who"), form.get("plant")))


@app.route("/fails")
def fails(req, resp):
    if req.qs:
        yield from picoweb.http_error(resp, "404")
        return
    raise ValueError("no plant")


if __name__ == "__main__":
    loop = asyncio.get_event_loop()
    loop.create_task(blink())
    app.run(debug=True, log=Log())
