from microdot.asgi import Microdot

app = Microdot()


@app.get("/")
async def hello(request):
    return "Hello, World!", {"Content-Type": "text/html; charset=utf-8"}


@app.get("/json")
async def data(request):
    return {"message": "Hello, World!", "values": [1, 2, 3]}


@app.get("/users/<int:number>")
async def user(request, number):
    return {"number": number}
