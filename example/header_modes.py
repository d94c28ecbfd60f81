"""What becomes of the header fields of a request: parse, skip or leave them.

By default `req.headers` looks up each field when it is asked for. "skip" goes
without. "leave" lets the handler read the lines itself, from `req.reader`.
"""

import picoweb
from picoweb.utils import html_escape

app = picoweb.WebApp(__name__)


@app.route("/")
def index(req, resp):
    return '<a href="parse">parse</a> <a href="skip">skip</a> <a href="leave">leave</a>'


@app.route("/parse")
def parse(req, resp):
    browser = req.headers.get("User-Agent", "unknown")  # in any case; of bytes, the answer is bytes
    return "Your browser: " + html_escape(browser)


@app.route("/skip", headers="skip")
def skip(req, resp):
    return "It has headers." if hasattr(req, "headers") else "Nobody looked at them."


@app.route("/leave", headers="leave")
async def leave(req, resp):
    count = 0
    while await req.reader.readline() != b"\r\n":
        count += 1
    return "Your browser sent %d lines." % count


if __name__ == "__main__":
    app.run(debug=True)
