import picoweb

app = picoweb.WebApp(__name__)
lamp = {"on": False}


@app.get("/lamp")
def state(req, resp):
    return lamp


@app.route("/lamp", methods=["PUT", "DELETE"])
def switch(req, resp):
    lamp["on"] = req.method == "PUT"
    return lamp


if __name__ == "__main__":
    app.run(debug=True)
