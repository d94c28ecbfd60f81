"""The smallest app: one route that answers with a text."""
import sys

import picoweb

app = picoweb.WebApp(None)


@app.route("/")
def index(req, resp):
    yield from picoweb.start_response(resp)
    yield from resp.awrite("Hello")


app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=-1)
