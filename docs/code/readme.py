import picoweb
from picoweb.utils import html_escape

app = picoweb.WebApp(__name__)
plants = ["basil", "mint"]

PAGE = """<!doctype html>
<title>Plants</title>
<ul>{}</ul>
<form action="/plants" method="post"><input name="kind"> <button>Add</button></form>
"""
ITEM = '<li><a href="{}">{}</a>'


@app.get("/")
def index(req, resp):
    items = [ITEM.format(app.url_for("plant", id=n), html_escape(kind)) for n, kind in enumerate(plants)]
    return PAGE.format("".join(items))  # a str is a page


@app.get("/plants/<int:id>")
def plant(req, resp, id):
    if id >= len(plants):
        picoweb.abort(404, "no plant %d" % id)
    return {"id": id, "kind": plants[id]}  # a dict is JSON


@app.post("/plants")
async def add(req, resp):
    await req.read_form_data()  # it may still be on its way
    kind = req.form.get("kind")
    if not isinstance(kind, str):  # None, or a list if it came twice
        return "Which kind?", 400
    plants.append(kind)
    return picoweb.redirect(app.url_for("plant", id=len(plants) - 1), 303)


@app.errorhandler(404)
def missing(req, error):
    return {"error": error.reason}


@app.get("/squares.csv")
async def squares(req, resp):
    await picoweb.start_response(resp, "text/csv")
    for n in range(1000):
        await resp.awrite("%d,%d\n" % (n, n * n))  # each piece leaves at once


if __name__ == "__main__":
    app.run(debug=True)
