"""Server-sent events: a page that counts without being loaded again.

Each client has a handler of its own, which runs for as long as the client
stays: to write to one that has gone raises OSError, and that ends it.
"""

import asyncio

import picoweb

PERIOD = 1  # seconds

PAGE = """<!doctype html>
<title>Events</title>
<p>Counted to <output>nothing yet</output>.
<script>
let source = new EventSource("events");
source.onmessage = event => document.querySelector("output").value = event.data;
</script>
"""

app = picoweb.WebApp(__name__)


@app.route("/")
def index(req, resp):
    return PAGE


@app.route("/events")
async def events(req, resp):
    await picoweb.start_response(resp, "text/event-stream", headers={"Cache-Control": "no-store"})
    count = 0
    while True:
        count += 1
        await resp.awrite("id: %d\ndata: %d\n\n" % (count, count))
        await asyncio.sleep(PERIOD)


if __name__ == "__main__":
    app.run(debug=True)
