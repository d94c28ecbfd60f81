"""An app that reads the content of requests as a whole."""

import sys

import picoweb

app = picoweb.WebApp(None)


@app.post("/body")
def body(req, resp):
    content = yield from req.body()
    return "%d %s" % (len(content), isinstance(content, bytes))


@app.post("/json")
def json(req, resp):
    content = yield from req.json()
    return "%d" % len(content)


app.run("127.0.0.1", int(sys.argv[1]), debug=-1)
