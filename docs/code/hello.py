import picoweb

app = picoweb.WebApp(__name__)


@app.route("/")
def index(req, resp):
    return "<h1>Hello from a board</h1>"


@app.get("/plants/<name>")
def plant(req, resp, name):
    return {"plant": name, "litres": 0.5}


if __name__ == "__main__":
    app.run(debug=True)
