import picoweb
from picoweb.utils import html_escape

app = picoweb.WebApp(__name__)


@app.route("/plain")
def plain(req, resp):
    return "%s %s, and the query is %s" % (req.method, req.path, html_escape(req.qs))


@app.route("/async")
async def asynchronous(req, resp):
    await picoweb.start_response(resp)
    await resp.awrite("An async def can wait.")


@app.route("/generator")
def generator(req, resp):
    yield from picoweb.start_response(resp)
    yield from resp.awrite("A generator waits by yield from.")


if __name__ == "__main__":
    app.run(debug=True)
