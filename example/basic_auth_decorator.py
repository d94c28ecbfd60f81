"""Pages behind a password, by a decorator: one line for each page.

A decorator that returns an answer of its own keeps the handler from being
called. Try gardener and watering, or guest and welcome.
"""

from binascii import a2b_base64

import picoweb

ACCOUNTS = {"gardener": "watering", "guest": "welcome"}

app = picoweb.WebApp(__name__)


def same(a, b):
    """Compare in a time that does not tell how much of it is right."""
    difference = len(a) ^ len(b)
    for x, y in zip(a, b):
        difference |= x ^ y
    return difference == 0


def user_of(req):
    """The name of who sent the request; None without a right password."""
    scheme, _, coded = req.headers.get("Authorization", "").partition(" ")
    try:
        user, _, password = a2b_base64(coded).decode().partition(":")
    except ValueError:
        return None
    known = scheme.lower() == "basic" and user in ACCOUNTS
    # An unknown name takes as long as a wrong password.
    right = same(password.encode(), ACCOUNTS.get(user, "no password").encode())
    return user if known and right else None


def login_required(handler):
    """Let only those in who say who they are; the handler finds the name in `req.user`."""

    def guarded(req, resp):
        req.user = user_of(req)
        if req.user is None:
            challenge = {"WWW-Authenticate": 'Basic realm="garden", charset="UTF-8"'}
            return "Who are you?", 401, challenge
        return handler(req, resp)

    return guarded


@app.route("/")
def index(req, resp):
    return '<a href="garden">Garden</a>, <a href="tools">tools</a>'


@app.route("/garden")
@login_required
async def garden(req, resp):
    await picoweb.start_response(resp)
    await resp.awrite("Welcome, %s." % req.user)


@app.route("/tools")
@login_required
def tools(req, resp):
    return {"user": req.user, "tools": ["rake", "spade"]}


if __name__ == "__main__":
    app.run(debug=True)
