import asyncio

import picoweb

PERIOD = 1  # seconds

app = picoweb.WebApp(__name__)
beats = [0]


async def heart():
    while True:
        beats[0] += 1
        await asyncio.sleep(PERIOD)


@app.get("/")
def index(req, resp):
    return "%d beats" % beats[0]


@app.post("/stop")
def stop(req, resp):
    app.shutdown()
    return "Good night"


async def main(host="127.0.0.1", port=8081):
    task = asyncio.create_task(heart())
    await app.start_server(host, port, debug=True)
    await app.serve_forever()
    task.cancel()
    print("The end, after %d beats" % beats[0])


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
