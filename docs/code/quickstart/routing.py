import re

import picoweb
from picoweb.utils import html_escape

app = picoweb.WebApp(__name__)


@app.route("/")
def index(req, resp):
    return "The window sill"


@app.route("/plants/<name>")
def plant(req, resp, name):
    return "About %s" % html_escape(name)


@app.route("/pots/<int:number>/<float:litres>")
def pot(req, resp, number, litres):
    return "Pot %d takes %.1f litres" % (number, litres)


@app.route("/files/<path:name>")
def file(req, resp, name):
    return "The file " + html_escape(name)


@app.route("/rows/<re('[a-f]'):letter>")
def row(req, resp, letter):
    return "Row " + letter


@app.route(re.compile("^/old/([0-9]+)$"))
def old(req, resp):
    return "Once it was page " + req.url_match.group(1)


if __name__ == "__main__":
    app.run(debug=True)
