"""Header fields of an answer: as a dict, as a list of pairs, or as bytes.

A dict is the shortest. A list keeps its order, and may have a name twice.
Bytes are for what never changes.
"""

import picoweb

app = picoweb.WebApp(__name__)


@app.route("/")
def index(req, resp):
    return '<a href="dict">dict</a> <a href="list">list</a> <a href="bytes">bytes</a> <a href="returned">returned</a>'


@app.route("/dict")
async def from_dict(req, resp):
    await picoweb.start_response(resp, headers={"X-Plant": "basil", "Cache-Control": "no-store"})
    await resp.awrite("Nobody keeps a copy of this page.")


@app.route("/list")
async def from_list(req, resp):
    cookies = [("Set-Cookie", "plant=mint"), ("Set-Cookie", "pot=7")]
    await picoweb.start_response(resp, headers=cookies)
    await resp.awrite("You have two cookies now.")


@app.route("/bytes")
async def from_bytes(req, resp):
    await picoweb.start_response(resp, headers=b"X-Plant: chives\r\nX-Pot: 3\r\n")
    await resp.awrite("Each line ends in CRLF.")


@app.route("/returned")
def returned(req, resp):
    return "A status and header fields, returned with the page.", 202, {"X-Plant": "sage"}


if __name__ == "__main__":
    app.run(debug=True)
