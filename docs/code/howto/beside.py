import asyncio

import picoweb

PERIOD = 1  # seconds

app = picoweb.WebApp(__name__)
beats = [0]


@app.on_startup
async def heart():
    while True:
        beats[0] += 1
        await asyncio.sleep(PERIOD)


@app.get("/")
def index(req, resp):
    return "%d beats" % beats[0]


async def water(seconds):
    print("The pump is on")
    try:
        await asyncio.sleep(seconds)
    finally:
        print("The pump is off")


@app.post("/water")
def start(req, resp):
    app.create_task(water(600))
    return "For ten minutes"


if __name__ == "__main__":
    app.run(debug=True)
