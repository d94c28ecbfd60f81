"""Handlers that fail, and an app with a page of its own for it.

An HTTPError is an answer. Any other exception is logged and goes to
`handle_exc`, which by itself answers with a plain 500.
"""

import picoweb

PAGE = """<!doctype html>
<title>Failures</title>
<a href="divide">Divide by zero</a>, <a href="teapot">ask for coffee</a>, <a href="midway">fail midway</a>
"""


class Site(picoweb.WebApp):
    async def handle_exc(self, req, resp, e):
        if resp.head is None:
            return  # a part of the page is out: it ends here, and the client sees that it is cut short
        await picoweb.start_response(resp, status=500)
        await resp.awrite("<h1>Something broke</h1><p>It was a %s." % type(e).__name__)


app = Site(__name__)


@app.route("/")
def index(req, resp):
    return PAGE


@app.route("/divide")
def divide(req, resp):
    return "%d" % (1 / 0)


@app.route("/teapot")
def teapot(req, resp):
    raise picoweb.HTTPError(418, "there is tea")


@app.route("/midway")
async def midway(req, resp):
    await picoweb.start_response(resp)
    await resp.awrite("<p>One, two, ")
    raise ValueError("three is missing")


if __name__ == "__main__":
    app.run(debug=True)
