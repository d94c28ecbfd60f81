import picoweb

app = picoweb.WebApp(__name__)


@app.route("/water")
def water(req, resp):
    app.log.info("%s waters", req.remote_addr)
    return "Done"


if __name__ == "__main__":
    app.run(debug=True)
