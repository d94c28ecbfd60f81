import picoweb
from picoweb.utils import html_escape

app = picoweb.WebApp(__name__)


@app.errorhandler(404)
def missing(req, error):
    return "<h1>No such page</h1><p>%s" % html_escape(error.reason)


@app.errorhandler(picoweb.HTTPError)
def any_other(req, error):
    return "<h1>Error %d</h1>" % error.status, error.status, error.headers


@app.errorhandler(OSError)
def sensor_fails(req, error):
    if app.log:
        app.log.exc(error, "%s %s", req.method, req.path)
    return "<h1>The sensor does not answer</h1>", 503, {"Retry-After": "10"}


@app.get("/plants/<int:number>")
def plant(req, resp, number):
    picoweb.abort(404, "plant %d" % number)


@app.get("/moisture")
def moisture(req, resp):
    raise OSError(19, "no sensor")


@app.get("/broken")
def broken(req, resp):
    return 1 / 0


if __name__ == "__main__":
    app.run(debug=True)
