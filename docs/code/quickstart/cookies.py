import picoweb

app = picoweb.WebApp(__name__)


@app.route("/")
def index(req, resp):
    try:
        visits = int(req.cookies.get("visits", 0)) + 1
    except ValueError:
        visits = 1
    resp.set_cookie("visits", visits, max_age=86400, httponly=True, samesite="Lax")
    return "Visit %d" % visits


@app.route("/forget")
def forget(req, resp):
    resp.delete_cookie("visits")
    return "Who are you?"


if __name__ == "__main__":
    app.run(debug=True)
