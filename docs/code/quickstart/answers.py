import picoweb

app = picoweb.WebApp(__name__)


@app.route("/page")
def page(req, resp):
    return "<h1>A str is a page of HTML</h1>"


@app.route("/data")
def data(req, resp):
    return {"celsius": 21.5}


@app.route("/made", methods=["POST"])
def made(req, resp):
    return "It is there now", 201


@app.route("/text")
def text(req, resp):
    return "Only text", 200, {"Content-Type": "text/plain", "Cache-Control": "no-store"}


if __name__ == "__main__":
    app.run(debug=True)
