"""Text of all languages: in pages, in paths and in forms, all of it UTF-8.

Paths and forms arrive decoded. What people wrote is escaped before it becomes
part of a page, and quoted before it becomes part of a URL.
"""

import re

import picoweb
from picoweb.utils import html_escape, quote

GREETINGS = (("dansk", "Goddag"), ("ελληνικά", "Γεια"), ("日本語", "こんにちは"), ("עברית", "שלום"), ("emoji", "👋"))

app = picoweb.WebApp(__name__)


@app.route("/")
async def index(req, resp):
    await picoweb.start_response(resp)
    await resp.awrite('<!doctype html><meta charset="utf-8"><title>Grüße</title><ul>')
    for language, _ in GREETINGS:
        await resp.awrite('<li><a href="in/%s">%s</a>' % (quote(language), language))
    await resp.awrite('</ul><form method="post" action="echo"><input name="text" value="Žluťoučký kůň">')
    await resp.awrite("<button>✓</button></form>")


@app.route(re.compile("^/in/(.+)$"))
def greet(req, resp):
    language = req.url_match.group(1)
    for each, greeting in GREETINGS:
        if each == language:
            return greeting
    return "No greeting in “%s”." % html_escape(language), 404


@app.route("/echo", methods=["POST"])
async def echo(req, resp):
    await req.read_form_data()
    text = str(req.form.get("text", ""))
    await picoweb.start_response(resp)
    await resp.awrite("<p>%s<p>%d characters" % (html_escape(text), len(text)))


if __name__ == "__main__":
    app.run(debug=True)
