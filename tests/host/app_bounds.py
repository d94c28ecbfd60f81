"""An app with tight limits, which are given by its environment. Runs on MicroPython and CPython alike."""

import os

import picoweb
from certified import context

app = picoweb.WebApp(None, serve_static=False)
for pair in (os.getenv("LIMITS") or "").split():
    key, _, value = pair.partition("=")
    setattr(app.limits, key, int(value))


@app.route("/")
def hello(req, resp):
    return "hello"


@app.route("/read")
async def read(req, resp):
    return await req.body()


@app.route("/slow")
def slow(req, resp):
    for _ in range(int(req.qs or 100)):
        yield
    return "done"


@app.route("/much")
async def much(req, resp):
    await picoweb.start_response(resp, "text/plain")
    for _ in range(20000):
        await resp.awrite(b"x" * 1000)


@app.route("/one")
def one(req, resp):
    return "x" * 8000000


@app.route("/gate")
async def gate(req, resp):
    await req.body()
    return "open"


@app.route("/end")
def end(req, resp):
    app.shutdown()
    return "bye"


found = context()
app.run(debug=0 if found else -1, ssl=found)
