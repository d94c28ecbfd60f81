"""A page behind a password, by hand: HTTP's basic authentication (RFC 7617).

It sends the password with each request as it is, so it is for networks you
trust. Try gardener and watering.
"""

from binascii import a2b_base64

import picoweb

ACCOUNT = b"gardener:watering"

app = picoweb.WebApp(__name__)


def same(a, b):
    """Compare in a time that does not tell how much of it is right."""
    difference = len(a) ^ len(b)
    for x, y in zip(a, b):
        difference |= x ^ y
    return difference == 0


def is_gardener(req):
    scheme, _, coded = req.headers.get(b"Authorization", b"").partition(b" ")
    try:
        return scheme.lower() == b"basic" and same(a2b_base64(coded), ACCOUNT)
    except ValueError:
        return False


@app.route("/")
def index(req, resp):
    return '<a href="shed">The shed</a> is locked.'


@app.route("/shed")
async def shed(req, resp):
    if not is_gardener(req):
        challenge = {"WWW-Authenticate": 'Basic realm="shed", charset="UTF-8"'}
        return "Who are you?", 401, challenge
    await picoweb.start_response(resp)
    await resp.awrite("Rake, spade, watering can.")


if __name__ == "__main__":
    app.run(debug=True)
