import picoweb

app = picoweb.WebApp(__name__)


@app.route("/")
async def index(req, resp):
    await picoweb.start_response(resp)
    await app.render_template(resp, "plants.html", ("My plants", [("basil & mint", 1), ("sage", 7)]))


@app.route("/short")
def short(req, resp):
    return app.render_str("plants.html", ("One plant", [("chives", 3)]))


if __name__ == "__main__":
    app.run(debug=True)
