"""Routes as a list of tuples: a path or a regular expression, and its handler.

The first that fits is taken. What the groups of an expression matched is in
`req.url_match`. A handler that has all of its answer at hand returns it.
"""

import re

import picoweb

PAGE = """<!doctype html>
<title>Routes in a list</title>
<p><a href="about">About</a>
<p><a href="plants/basil">Basil</a>, <a href="plants/mint">mint</a>
<p><a href="pots/7">Pot 7</a>
"""


def index(req, resp):
    return PAGE


def about(req, resp):
    return "A window sill with plants."


def plant(req, resp):
    return "This is about %s." % req.url_match.group(1)


async def pot(req, resp):
    number = int(req.url_match.group(1))
    await picoweb.start_response(resp, "text/plain; charset=utf-8")
    await resp.awrite("Pot %d stands between %d and %d." % (number, number - 1, number + 1))


routes = [
    ("/", index),
    ("/about", about),
    (re.compile("^/plants/([a-z]+)$"), plant),
    (re.compile("^/pots/([0-9]+)$"), pot),
]

app = picoweb.WebApp(__name__, routes)

if __name__ == "__main__":
    app.run(debug=True)
