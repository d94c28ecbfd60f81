# name: picoweb
# is: picoweb on the loop that it has for apps without asyncio
import sys

import picoweb

app = picoweb.WebApp(None)


# -- hello
@app.route("/")
def index(req, resp):
    yield from picoweb.start_response(resp)
    yield from resp.awrite("Hello")


# -- JSON
@app.route("/json")
def reading(req, resp):
    return {"temperature": 21.5, "humidity": 40, "place": "kitchen"}


# -- parameter
@app.route("/plants/<int:id>")
def plant(req, resp, id):
    return "plant %d in %s" % (id, req.args["unit"])


# -- form
@app.route("/form", methods=["POST"])
async def form(req, resp):
    await req.read_form_data()
    return "%s at %s" % (req.form["plant"], req.form["time"])


# -- file 10
@app.route("/10k.txt")
def file_10(req, resp):
    return app.sendfile(resp, "10k.txt")


# -- file 100
@app.route("/100k.txt")
def file_100(req, resp):
    return app.sendfile(resp, "100k.txt")


# -- template
@app.route("/table")
async def table(req, resp):
    await picoweb.start_response(resp)
    await app.render_template(resp, "rows.tpl", ([(n, "plant %d" % n) for n in range(10)],))


# -- routes
for n in range(ROUTES):
    app.add_url_rule("/route/%d" % n, lambda req, resp: "Hello")

# -- connections
app.limits.connections = 60

# --
app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=-1)
