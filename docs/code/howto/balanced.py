import picoweb

app = picoweb.WebApp(__name__)


@app.route("/")
def index(req, resp):
    return "hello\n"


if __name__ == "__main__":
    app.run(host="0.0.0.0")
