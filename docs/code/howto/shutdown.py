import asyncio

import picoweb

app = picoweb.WebApp(__name__)
app.limits.grace_ms = 8000
pump = [True]


@app.get("/")
async def index(req, resp):
    await asyncio.sleep(1)
    return "The pump is %s" % ("on" if pump[0] else "off")


@app.post("/end")
def end(req, resp):
    app.shutdown()
    return "Good night"


if __name__ == "__main__":
    app.run(debug=True)
    pump[0] = False
    print("The pump is off")
