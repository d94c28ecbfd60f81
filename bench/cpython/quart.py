# name: Quart
# is: Quart on uvicorn
# needs: quart==0.22.0 uvicorn==0.54.0 httptools==0.9.0 uvloop==0.23.0
# command: -m uvicorn contender:app {uvicorn}
# lacks: limits on time for heads
from quart import Quart, request, send_file

app = Quart(__name__)


@app.get("/")
async def hello():
    return "Hello"


@app.get("/json")
async def reading():
    return {"temperature": 21.5, "humidity": 40, "place": "kitchen"}


@app.get("/plants/<int:id>")
async def plant(id):
    return "plant %d in %s" % (id, request.args["unit"])


@app.post("/form")
async def form():
    sent = await request.form
    return "%s at %s" % (sent["plant"], sent["time"])


@app.get("/10k.txt")
async def file():
    return await send_file("10k.txt")
