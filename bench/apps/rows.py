"""A table of ten rows from a template: one that escapes, and at /plain one that does not."""
import sys

import picoweb

app = picoweb.WebApp(None)
ROWS = [(n, "basil", "likes sun & warmth") for n in range(10)]


@app.route("/")
def index(req, resp):
    yield from picoweb.start_response(resp)
    yield from app.render_template(resp, "rows.html", (ROWS,))


@app.route("/plain")
def plain(req, resp):
    yield from picoweb.start_response(resp)
    yield from app.render_template(resp, "rows.tpl", (ROWS,))


app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=-1)
