from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello():
    return "Hello, World!"


@app.get("/json")
def data():
    return {"message": "Hello, World!", "values": [1, 2, 3]}


@app.get("/users/<int:number>")
def user(number):
    return {"number": number}
