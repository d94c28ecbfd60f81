import sys

from sanic import Sanic
from sanic.response import html, json

app = Sanic("race")


@app.get("/")
async def hello(request):
    return html("Hello, World!")


@app.get("/json")
async def data(request):
    return json({"message": "Hello, World!", "values": [1, 2, 3]})


@app.get("/users/<number:int>")
async def user(request, number):
    return json({"number": number})


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), single_process=True, access_log=False, motd=False)
