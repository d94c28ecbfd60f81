"""What a small device serves: pages, a form, JSON, a pattern, a static file, a template, a mounted app."""
import re
import sys

import picoweb

api = picoweb.WebApp(None)
app = picoweb.WebApp(None)


@api.route("/sensor")
def sensor(req, resp):
    return {"celsius": 21}


@app.route("/")
def index(req, resp):
    yield from picoweb.start_response(resp)
    yield from resp.awrite("<h1>Greenhouse</h1>")


@app.route("/about")
def about(req, resp):
    return "A greenhouse with one board"


@app.route("/help")
def help_page(req, resp):
    return "Press the button"


@app.route("/version")
def version(req, resp):
    return "1.0"


@app.route("/state")
def state(req, resp):
    yield from picoweb.jsonify(resp, {"pump": False})


@app.route("/search")
def search(req, resp):
    req.parse_qs()
    return "Nothing about " + req.form["q"]


@app.route("/settings")
def settings(req, resp):
    yield from req.read_form_data()
    yield from picoweb.start_response(resp)
    yield from resp.awrite("%s at %s" % (req.form["plant"], req.form["time"]))


@app.route("/plants")
def plants(req, resp):
    yield from picoweb.start_response(resp)
    yield from app.render_template(resp, "plants.tpl", (("basil", "chives", "mint"),))


@app.route(re.compile("^/plant/(.+)$"))
def plant(req, resp):
    yield from picoweb.start_response(resp)
    yield from resp.awrite("About " + req.url_match.group(1))


@app.route("/contact")
def contact(req, resp):
    return "The gardener"


app.mount("/api", api)
app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=-1)
