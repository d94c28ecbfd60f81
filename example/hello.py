"""The smallest app: one page, written piece by piece.

A handler gets the request and the stream that takes its answer.
"""

import picoweb

app = picoweb.WebApp(__name__)


@app.route("/")
async def index(req, resp):
    await picoweb.start_response(resp)
    await resp.awrite("<h1>Hello</h1>")
    await resp.awrite("<p>A few lines of Python, and no more.</p>")


if __name__ == "__main__":
    app.run(debug=True)
