import picoweb
from picoweb.utils import html_escape

app = picoweb.WebApp(__name__)


# -- route
@app.get("/plants/<int:id>/<kind>")
def plant(req, resp, id, kind):
    return "%d: %s" % (id, html_escape(kind))


# -- args
@app.get("/search")
def search(req, resp):
    word = req.args.get("word", "")
    # -- end
    return html_escape(str(word))


# -- form
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
    return {"got": data}


# -- template
@app.get("/hello/<who>")
async def hello(req, resp, who):
    await picoweb.start_response(resp)
    await app.render_template(resp, "hello.html", (who,))


# -- redirect
@app.get("/old")
def old(req, resp):
    return picoweb.redirect(app.url_for("hello", who="you"))


# -- abort
@app.get("/secret")
def secret(req, resp):
    picoweb.abort(403, "not for you")


# -- cookie
@app.get("/remember")
def remember(req, resp):
    resp.set_cookie("lang", "cs")
    return "I will"


# -- stream
@app.get("/rows.csv")
async def rows(req, resp):
    await picoweb.start_response(resp, "text/csv")
    for n in range(3):
        await resp.awrite("%d,%d\n" % (n, n * n))


# -- file
@app.get("/plan")
async def plan(req, resp):
    await app.sendfile(resp, "static/plan.txt")


# -- before
@app.before_request
def guard(req, resp):
    if req.path == "/guarded":
        picoweb.abort(401)


# -- after
@app.after_request
def mark(req, answer):
    if answer:
        answer[2]["X-Made-By"] = "me"


# -- error
@app.errorhandler(404)
def missing(req, error):
    return "<h1>Gone</h1>", 404


# -- blueprint
admin = picoweb.WebApp(__name__)


@admin.get("/")
def desk(req, resp):
    return "The desk"


app.mount("/admin", admin)
# -- end

if __name__ == "__main__":
    # -- run
    app.run(host="0.0.0.0", port=5000, debug=True)
