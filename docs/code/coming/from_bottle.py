import picoweb
from picoweb.utils import html_escape

app = picoweb.WebApp(__name__)


# -- route
@app.get("/plants/<int:id>")
def plant(req, resp, id):
    return {"plant": id}


# -- filter
@app.get("/rows/<re('[a-f]'):row>")
def row(req, resp, row):
    return "Row " + row


# -- query
@app.get("/search")
def search(req, resp):
    word = req.args.get("word", "")
    # -- end
    return html_escape(str(word))


# -- forms
@app.post("/order")
async def order(req, resp):
    await req.read_form_data()
    kind = req.form.get("kind", "")
    # -- end
    return html_escape(str(kind))


# -- json
@app.post("/api")
async def api(req, resp):
    data = await req.json()
    # -- end
    return {"got": data}


# -- static
@app.get("/plan")
async def plan(req, resp):
    await app.sendfile(resp, "static/plan.txt")


# -- header
@app.get("/teapot")
def teapot(req, resp):
    return "short and stout", 418, {"X-Pot": "tea"}


# -- cookie
@app.get("/remember")
def remember(req, resp):
    before = req.cookies.get("lang")
    resp.set_cookie("lang", "cs", path="/")
    # -- end
    return str(before)


# -- redirect
@app.get("/old")
def old(req, resp):
    return picoweb.redirect("/teapot")


# -- template
@app.get("/hello/<who>")
def hello(req, resp, who):
    return app.render_str("hello.html", (who,))


# -- error
@app.errorhandler(404)
def missing(req, error):
    return "<h1>Gone</h1>"


# -- hook
@app.before_request
def guard(req, resp):
    if req.path == "/guarded":
        picoweb.abort(401)


# -- end

if __name__ == "__main__":
    # -- run
    app.run(host="0.0.0.0", port=8080)
