# name: Bottle
# is: Bottle on gunicorn, one process of four threads
# needs: bottle==0.13.4 gunicorn==27.0.1
# command: -m gunicorn contender:app {gunicorn}
# lacks: asynchronous handlers
from bottle import Bottle, request, static_file

app = Bottle()


@app.get("/")
def hello():
    return "Hello"


@app.get("/json")
def reading():
    return {"temperature": 21.5, "humidity": 40, "place": "kitchen"}


@app.get("/plants/<id:int>")
def plant(id):
    return "plant %d in %s" % (id, request.query["unit"])


@app.post("/form")
def form():
    return "%s at %s" % (request.forms["plant"], request.forms["time"])


@app.get("/10k.txt")
def file():
    return static_file("10k.txt", root=".")
