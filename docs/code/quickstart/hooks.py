import picoweb

app = picoweb.WebApp(__name__)
served = {"well": 0, "badly": 0}


@app.before_request
def maintenance(req, resp):
    if req.path == "/pump":
        return "The pump is being mended", 503


@app.after_request
def never_cached(req, answer):
    if answer:
        answer[2]["Cache-Control"] = "no-store"


@app.teardown
def count(req, error):
    served["badly" if error else "well"] += 1


@app.route("/")
def index(req, resp):
    return "All is well"


if __name__ == "__main__":
    app.run(debug=True)
