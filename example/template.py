"""Pages from templates: text with Python in it, in the folder templates/.

A .tpl writes values as they are, a .html escapes them. Both are compiled when
they are first used, and go out piece by piece.
"""

import picoweb

app = picoweb.WebApp(__name__)

PLANTS = [("basil", 3, "likes sun & warmth"), ("mint", 1, "needs a pot > 20 cm"), ("sage", 7, "is easy")]


@app.route("/")
async def index(req, resp):
    await picoweb.start_response(resp)
    await app.render_template(resp, "plants.html", (PLANTS,))


@app.route("/squares")
async def squares(req, resp):
    await picoweb.start_response(resp)
    await app.render_template(resp, "squares.tpl", ("Squares", range(1, 11)))


@app.route("/squares.txt")
def text(req, resp):
    return app.render_str("squares.txt", (range(1, 4),)), 200, {"Content-Type": "text/plain"}


if __name__ == "__main__":
    app.run(debug=True)
