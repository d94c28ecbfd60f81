import picoweb

app = picoweb.WebApp(__name__)


@app.route("/plants/<kind>")
def plant(req, resp, kind):
    return {"plant": kind}


@app.route("/", endpoint="home")
def index(req, resp):
    return "\n".join([
        app.url_for("home"),
        app.url_for("plant", kind="sweet basil"),
        app.url_for("plant", kind="mint", days=3),
        app.url_for("static", filename="leaf.css"),
    ])


if __name__ == "__main__":
    app.run(debug=True)
