import picoweb

app = picoweb.WebApp(__name__)
PLANTS = ["basil & mint", "chives", "sage"]


@app.get("/")
async def index(req, resp):
    await picoweb.start_response(resp)
    await app.render_template(resp, "plants.html", plants=PLANTS)


@app.get("/search/<word>")
async def search(req, resp, word):
    found = [plant for plant in PLANTS if word in plant]
    await picoweb.start_response(resp)
    await app.render_template(resp, "plants.html", {"plants": found, "word": word})


@app.get("/first")
def first(req, resp):
    return app.render_str("plants.html", (PLANTS[:1],))


if __name__ == "__main__":
    app.run(debug=True)
