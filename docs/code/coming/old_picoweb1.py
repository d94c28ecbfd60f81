import re

import picoweb

app = picoweb.WebApp(__name__)


# -- page
@app.route("/")
def index(req, resp):
    yield from picoweb.start_response(resp)
    yield from resp.awrite("Hello")


# -- method
@app.route("/order")
def order(req, resp):
    if req.method == "POST":
        yield from req.read_form_data()
        yield from picoweb.start_response(resp)
        yield from resp.awrite(req.form["kind"])


# -- query
@app.route("/search")
def search(req, resp):
    req.parse_qs()
    word = req.form.get("word", "")
    # -- end
    yield from picoweb.start_response(resp, "text/plain")
    yield from resp.awrite(word)


# -- rule
@app.route(re.compile("^/iam/(.+)"))
def iam(req, resp):
    who = req.url_match.group(1)
    # -- end
    yield from picoweb.start_response(resp, "text/plain")
    yield from resp.awrite("Hello, " + who)


# -- json
@app.route("/state")
def state(req, resp):
    yield from picoweb.jsonify(resp, {"on": True})


# -- error
@app.route("/missing")
def missing(req, resp):
    yield from picoweb.http_error(resp, "404")


# -- header
@app.route("/kind")
def kind(req, resp):
    kind = req.headers[b"Content-Type"]
    # -- end
    yield from picoweb.start_response(resp, "text/plain")
    yield from resp.awrite(kind)


if __name__ == "__main__":
    app.run(debug=1)
