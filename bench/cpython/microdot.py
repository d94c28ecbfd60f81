# name: Microdot
# is: Microdot on uvicorn, where it is faster than on its own server
# needs: microdot==2.7.0 uvicorn==0.54.0 httptools==0.9.0 uvloop==0.23.0
# command: -m uvicorn contender:app {uvicorn}
# lacks: limits on time for heads and content
from microdot import send_file
from microdot.asgi import Microdot

HTML = {"Content-Type": "text/html; charset=UTF-8"}
app = Microdot()


@app.get("/")
async def hello(request):
    return "Hello", HTML


@app.get("/json")
async def reading(request):
    return {"temperature": 21.5, "humidity": 40, "place": "kitchen"}


@app.get("/plants/<int:id>")
async def plant(request, id):
    return "plant %d in %s" % (id, request.args["unit"]), HTML


@app.post("/form")
async def form(request):
    return "%s at %s" % (request.form["plant"], request.form["time"]), HTML


@app.get("/10k.txt")
async def file(request):
    return send_file("10k.txt")
