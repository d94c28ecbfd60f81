# name: picoweb, uvloop
# is: picoweb as it is run where uvloop is installed
# needs: uvloop==0.23.0
import os
import sys

import picoweb

app = picoweb.WebApp(None)

for n in range(int(os.environ.get("ROUTES", "0"))):
    app.add_url_rule("/route/%d" % n, lambda req, resp: "Hello")


@app.get("/")
async def hello(req, resp):
    return "Hello"


@app.get("/json")
async def reading(req, resp):
    return {"temperature": 21.5, "humidity": 40, "place": "kitchen"}


@app.get("/plants/<int:id>")
async def plant(req, resp, id):
    return "plant %d in %s" % (id, req.args["unit"])


@app.post("/form")
async def form(req, resp):
    await req.read_form_data()
    return "%s at %s" % (req.form["plant"], req.form["time"])


@app.get("/10k.txt")
def file(req, resp):
    return app.sendfile(resp, "10k.txt")


if __name__ == "__main__":
    app.limits.connections = 2000
    app.run(port=int(sys.argv[1]), debug=-1)  # no log, as the others have none
