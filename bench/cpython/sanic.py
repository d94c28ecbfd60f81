# name: Sanic
# is: Sanic's own server, on uvloop
# needs: sanic==25.12.1 uvloop==0.23.0
import sys

from sanic import Sanic
from sanic.response import file, html, json

app = Sanic("bench")


@app.get("/")
async def hello(request):
    return html("Hello")


@app.get("/json")
async def reading(request):
    return json({"temperature": 21.5, "humidity": 40, "place": "kitchen"})


@app.get("/plants/<id:int>")
async def plant(request, id):
    return html("plant %d in %s" % (id, request.args.get("unit")))


@app.post("/form")
async def form(request):
    return html("%s at %s" % (request.form.get("plant"), request.form.get("time")))


@app.get("/10k.txt")
async def send(request):
    return await file("10k.txt")


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), single_process=True, access_log=False, motd=False)
