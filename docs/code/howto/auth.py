import os
from binascii import hexlify

import picoweb

PASSWORD = "watering"
DAY = 86400  # seconds

app = picoweb.WebApp(__name__)
shed = picoweb.WebApp(__name__, serve_static=False)
app.mount("/shed", shed)
sessions = []  # tokens of who has logged in, the newest last

FORM = """<form method="post"><input name="password" type="password"> <button>Open</button></form>"""


def same(a, b):
    """Compare in a time that does not tell how much of it is right."""
    difference = len(a) ^ len(b)
    for x, y in zip(a, b):
        difference |= x ^ y
    return difference == 0


@app.get("/login")
def form(req, resp):
    return FORM


@app.post("/login")
async def login(req, resp):
    await req.read_form_data()
    password = req.form.get("password")
    if not isinstance(password, str) or not same(password.encode(), PASSWORD.encode()):
        return FORM, 403
    token = hexlify(os.urandom(16)).decode()
    sessions.append(token)
    del sessions[:-8]  # no more than eight at a time
    resp.set_cookie("token", token, max_age=DAY, httponly=True, samesite="Strict")
    return picoweb.redirect("/shed/", 303)


@app.post("/logout")
def logout(req, resp):
    if req.cookies.get("token") in sessions:
        sessions.remove(req.cookies["token"])
    resp.delete_cookie("token")
    return picoweb.redirect("/login", 303)


@shed.before_request
def only_those_who_logged_in(req, resp):
    if req.cookies.get("token") not in sessions:
        return picoweb.redirect("/login", 303)


@shed.get("/")
def tools(req, resp):
    return "Rake, spade, watering can."


if __name__ == "__main__":
    app.run(debug=True)
