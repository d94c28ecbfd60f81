# name: Flask
# is: Flask on gunicorn, one process of four threads
# needs: flask==3.1.3 gunicorn==27.0.1
# command: -m gunicorn contender:app {gunicorn}
# lacks: asynchronous handlers of its own
from flask import Flask, request, send_file

app = Flask(__name__)


@app.get("/")
def hello():
    return "Hello"


@app.get("/json")
def reading():
    return {"temperature": 21.5, "humidity": 40, "place": "kitchen"}


@app.get("/plants/<int:id>")
def plant(id):
    return "plant %d in %s" % (id, request.args["unit"])


@app.post("/form")
def form():
    return "%s at %s" % (request.form["plant"], request.form["time"])


@app.get("/10k.txt")
def file():
    return send_file("10k.txt")
