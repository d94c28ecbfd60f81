"""An app as it was written for picoweb 1: generators, and modules with a u.

It runs as it is on a board. On a computer it is started by
`picoweb run example/legacy.py`, which brings those modules along.
"""

import picoweb
import uasyncio as asyncio
import ure as re
import utime as time

PERIOD_MS = 500

app = picoweb.WebApp(__name__)
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


if __name__ == "__main__":
    loop = asyncio.get_event_loop()
    loop.create_task(blink())
    app.run(debug=True)
