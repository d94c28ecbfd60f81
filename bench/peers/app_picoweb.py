import picoweb

app = picoweb.WebApp(__name__)


@app.route("/")
async def hello(req, resp):
    return "Hello, World!"


@app.route("/json")
async def data(req, resp):
    return {"message": "Hello, World!", "values": [1, 2, 3]}


@app.route("/users/<int:number>")
async def user(req, resp, number):
    return {"number": number}


if __name__ == "__main__":
    import sys

    app.run(port=int(sys.argv[1]), debug=-1)  # no log, as the others have none
