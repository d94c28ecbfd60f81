"""Server-sent events: a page that counts without being loaded again.

Each client has a handler of its own, which runs for as long as the client
stays: when it has gone, the handler ends, whatever it waits for.
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
    source = picoweb.EventSource(req, resp)
    count = int(source.last_event_id or 0)  # a client that comes again goes on where it was
    while True:
        count += 1
        await source.send(count, id=count)
        await asyncio.sleep(PERIOD)


if __name__ == "__main__":
    app.run(debug=True)
