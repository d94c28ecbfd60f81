"""What tools/soak.py asks for hours: every way to answer and to read, small bounds, and how much memory is in use."""
import gc
import json
import re
import sys

import picoweb

app = picoweb.WebApp(None)
limits = app.limits
limits.line, limits.head, limits.fields, limits.body, limits.drain = 512, 1024, 32, 1024, 2048
limits.connections = 3 if sys.implementation.name == "micropython" else 20
limits.head_ms = limits.body_ms = limits.write_ms = limits.idle_ms = 1000
if hasattr(gc, 'threshold'):
    gc.threshold(2048)  # in a small heap, lest what lives long lies everywhere
PIECE = b"0123456789abcdef" * 8


@app.route("/")
def index(req, resp):
    return "Hello"


@app.route(re.compile("^/plant/(.+)$"))
def plant(req, resp):
    return {"number": req.url_match.group(1), "args": req.args}


@app.route("/form", methods=["POST"])
async def form(req, resp):
    await req.read_form_data()
    return req.form


@app.route("/json", methods=["POST"])
async def post_json(req, resp):
    try:  # with the runtime's own parser: the heap is small
        return {"sent": json.loads(await req.body())}
    except ValueError:
        raise picoweb.HTTPError(400, "malformed JSON")


@app.route("/echo")
async def echo(req, resp):
    return await req.body()


@app.route("/unread")
def unread(req, resp):
    return "never mind"


@app.route(re.compile("^/pieces/(.+)$"))
async def pieces(req, resp):
    await picoweb.start_response(resp, "text/plain")
    for _ in range(int(req.url_match.group(1))):
        await resp.awrite(PIECE)


@app.route("/big")
async def big(req, resp):
    await picoweb.start_response(resp, "text/plain", length=200000 * len(PIECE))
    for _ in range(200000):
        await resp.awrite(PIECE)


@app.route("/fault")
def fault(req, resp):
    raise ValueError("as it was to be")


@app.route("/memory")
def memory(req, resp):
    gc.collect()
    return {"used": (gc.mem_alloc if hasattr(gc, "mem_alloc") else sys.getallocatedblocks)()}


app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=-1)
