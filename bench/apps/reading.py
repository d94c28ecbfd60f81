"""What reads content in each way that there is, and says which methods a route is for; with it strangers are tried."""
import sys

import picoweb

app = picoweb.WebApp(None)


@app.route("/", methods=["GET"])
def index(req, resp):
    return "Hello"


@app.route("/echo", methods=["POST"])
async def echo(req, resp):
    return await req.body()


@app.route("/pieces", methods=["POST"])
async def pieces(req, resp):
    count = 0
    while await req.reader.read(100):
        count += 1
    return str(count)


@app.route("/settings", methods=["POST"])
async def settings(req, resp):
    await req.read_form_data()
    return "%s at %s" % (req.form["plant"], req.form["time"])


app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=-1)
