import picoweb

app = picoweb.WebApp(__name__)
plants = ["basil", "mint"]


@app.route("/")
def index(req, resp):
    return picoweb.redirect(app.url_for("plant", number=0))


@app.route("/plants/<int:number>")
def plant(req, resp, number):
    if number >= len(plants):
        picoweb.abort(404, "no plant %d" % number)
    return plants[number]


@app.errorhandler(404)
def missing(req, error):
    return "<h1>Nothing here</h1>"


if __name__ == "__main__":
    app.run(debug=True)
