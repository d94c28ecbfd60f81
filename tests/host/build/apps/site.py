"""An app on picoweb that uses much of it, asked in memory: what it prints must be the same however it was built."""

import picoweb
from picoweb.testing import TestClient


class Site(picoweb.WebApp):
    """Overrides a step, and calls a method of its base that is loaded late."""

    def mount(self, url, sub):
        return super().mount(url, sub)


app = Site(None)
part = picoweb.WebApp(None)


@app.route("/")
async def index(req, resp):
    await picoweb.start_response(resp)
    await resp.awrite("hello")


@app.route("/item/<int:number>")
def item(req, resp, number):
    return {"number": number, "query": req.args, "agent": req.headers.get("x-agent")}


@app.post("/form")
def form(req, resp):
    yield from req.read_form_data()
    resp.set_cookie("seen", "1")
    return dict(req.form)


@app.route("/json", methods=["PUT"])
def json(req, resp):
    value = yield from req.json()
    return value, 201


@app.route("/page")
async def page(req, resp):
    await picoweb.start_response(resp)
    await app.render_template(resp, "page.html", (["<a>", "b"],))


@app.route("/wrong")
def wrong(req, resp):
    raise ValueError("no")


@app.errorhandler(404)
def nothing(req, error):
    return "nothing at " + req.path, 404


@part.route("/deep")
def deep(req, resp):
    return req.cookies.get("a", "none"), 200, {"X-Deep": "1"}


app.mount("/part", part)
client = TestClient(app)
for answer in (
    client.get("/"), client.get("/item/5?a=1&a=2", headers={"X-Agent": "me"}), client.get("/item/x"),
    client.post("/form", data=b"a=1&b=%20"), client.put("/json", json=[1, {"a": None}]), client.get("/json"),
    client.get("/page"), client.get("/wrong"), client.get("/part/deep", headers={"Cookie": "a=b"}), client.get("/none"),
    client.head("/"), client.open("/json", "OPTIONS"),
):
    fields = [answer.headers.get(name) for name in ("Content-Type", "Content-Length", "Allow", "Set-Cookie", "X-Deep")]
    print(answer.status, fields, answer.text if answer.text[:1] != "{" else sorted(answer.json().items()))
