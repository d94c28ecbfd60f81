from quart import Quart

app = Quart(__name__)


@app.get("/")
async def hello():
    return "Hello, World!"


@app.get("/json")
async def data():
    return {"message": "Hello, World!", "values": [1, 2, 3]}


@app.get("/users/<int:number>")
async def user(number):
    return {"number": number}
