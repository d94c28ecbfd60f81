"""A list of things to do: forms, and answers that send the browser back to the page.

What happened is told once, on the next page: a cookie carries the message
there, and is deleted with it.
"""

import picoweb
from picoweb.utils import html_escape, quote, unquote

PAGE = """<!doctype html>
<title>To do</title>
<p><output>%s</output>
<ul>%s</ul>
<form method="post" action="add"><input name="text" required autofocus> <button>Add</button></form>
"""
ITEM = '<li>%s <form method="post" action="done/%d"><button>Done</button></form>'

app = picoweb.WebApp(__name__)
items = {}


def back(resp, message, url="."):
    # By itself a browser would send the cookie only to where it comes from, such as /done.
    resp.set_cookie("message", quote(message), path=app.url + "/", httponly=True, samesite="Lax")
    return picoweb.redirect(url, 303)


@app.get("/")
def index(req, resp):
    message = req.cookies.get("message", "")
    if message:
        resp.delete_cookie("message", path=app.url + "/")
    rows = [ITEM % (html_escape(items[id]), id) for id in sorted(items)]
    return PAGE % (html_escape(unquote(message)), "".join(rows))


@app.post("/add")
async def add(req, resp):
    await req.read_form_data()
    text = req.form.get("text", "")
    if not isinstance(text, str) or not text.strip():
        return back(resp, "Nothing to do?")
    items[max(items, default=0) + 1] = text.strip()
    return back(resp, "Added: " + text.strip())


@app.post("/done/<int:id>")
def done(req, resp, id):
    if id not in items:
        picoweb.abort(404, "no such thing to do")
    return back(resp, "Done: " + items.pop(id), "..")


if __name__ == "__main__":
    app.run(debug=True)
