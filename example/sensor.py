"""A task that measures beside the server, and a page that shows the value.

Both run in one event loop: the server is started by hand, next to the task.
The page asks for the value again and again.
"""

import asyncio

import picoweb

PERIOD = 1  # seconds

PAGE = """<!doctype html>
<title>Temperature</title>
<p><output>…</output> °C
<script>
async function show() {
    let reading = await (await fetch("reading")).json();
    document.querySelector("output").value = reading.celsius;
    setTimeout(show, 1000);
}
show();
</script>
"""

app = picoweb.WebApp(__name__)
reading = {"celsius": 20, "number": 0}


async def measure():
    step = 1
    while True:
        # Here your own sensor is read; this one goes up and down between 18 and 24 degrees.
        if not 18 <= reading["celsius"] + step <= 24:
            step = -step
        reading["celsius"] += step
        reading["number"] += 1
        await asyncio.sleep(PERIOD)


@app.route("/")
def index(req, resp):
    return PAGE


@app.route("/reading")
def latest(req, resp):
    return reading, 200, {"Cache-Control": "no-store"}


async def main(host="127.0.0.1", port=8081):
    app.log = picoweb.Log()
    task = asyncio.create_task(measure())
    await app.start_server(host, port)
    await app.serve_forever()
    task.cancel()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
