import picoweb
from picoweb.utils import html_escape

app = picoweb.WebApp(__name__)


# -- page
@app.route("/")
def index(req, resp):
    return "Hello"


# -- pieces
@app.route("/pieces")
async def pieces(req, resp):
    await picoweb.start_response(resp)
    await resp.awrite("Hello")


# -- method
@app.get("/order")
def form(req, resp):
    return '<form method="post">...'


@app.post("/order")
async def order(req, resp):
    await req.read_form_data()
    return html_escape(str(req.form.get("kind")))


# -- query
@app.route("/search")
def search(req, resp):
    word = req.args.get("word", "")
    # -- end
    return html_escape(str(word))


# -- rule
@app.route("/iam/<who>")
def iam(req, resp, who):
    return "Hello, " + html_escape(who)


# -- json
@app.route("/state")
def state(req, resp):
    return {"on": True}


# -- error
@app.route("/missing")
def missing(req, resp):
    picoweb.abort(404)


# -- header
@app.route("/kind")
def kind(req, resp):
    kind = req.headers.get("Content-Type")
    # -- end
    return html_escape(str(kind))


if __name__ == "__main__":
    app.run(debug=1)
