import picoweb
from picoweb.utils import html_escape

app = picoweb.WebApp(__name__)


@app.route("/")
def index(req, resp):
    return html_escape(req.headers.get("X-Pot", "no pot"))


@app.route("/who")
def who(req, resp):
    return "You come from %s" % req.remote_addr


if __name__ == "__main__":
    app.run(debug=True)
