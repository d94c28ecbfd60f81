# name: Microdot
# is: Microdot on its own server, which is asyncio's
# needs: microdot==2.7.0
# keeps: no
# lacks: HTTP/1.1, limits on time and on the number of connections
import sys

from microdot import Microdot

app = Microdot()


# -- hello
@app.get("/")
async def index(request):
    return "Hello"


# -- JSON
@app.get("/json")
async def reading(request):
    return {"temperature": 21.5, "humidity": 40, "place": "kitchen"}


# -- parameter
@app.get("/plants/<int:id>")
async def plant(request, id):
    return "plant %d in %s" % (id, request.args["unit"])


# -- form
@app.post("/form")
async def form(request):
    return "%s at %s" % (request.form["plant"], request.form["time"])


# -- file 10
from microdot import send_file


@app.get("/10k.txt")
async def file_10(request):
    return send_file("10k.txt")


# -- file 100
from microdot import send_file


@app.get("/100k.txt")
async def file_100(request):
    return send_file("100k.txt")


# -- template
def render(rows):  # what utemplate makes of rows.tpl
    yield "<table>\n"
    for n, name in rows:
        yield "<tr><td>"
        yield str(n)
        yield "<td>"
        yield str(name)
        yield "\n"
    yield "</table>\n"


@app.get("/table")
async def table(request):
    return render([(n, "plant %d" % n) for n in range(10)]), {"Content-Type": "text/html"}


# -- routes
for n in range(ROUTES):
    app.route("/route/%d" % n)(lambda request: "Hello")

# --
app.run(host="127.0.0.1", port=int(sys.argv[1]))
