"""Server-sent events that one task pushes to all clients.

A handler that returns False leaves its stream open, for others to write to.
The task drops the clients that have gone, and ends with the last of them.
"""

import asyncio

import picoweb

PERIOD = 1  # seconds

PAGE = """<!doctype html>
<title>Pushed events</title>
<p>Open this page twice: both say the same.
<p><output>Nothing yet</output>
<script>
let source = new EventSource("events");
source.onmessage = event => document.querySelector("output").value = event.data;
</script>
"""

app = picoweb.WebApp(__name__)
clients = []
pusher = None


@app.route("/")
def index(req, resp):
    return PAGE


@app.route("/events")
async def events(req, resp):
    global pusher
    await picoweb.start_response(resp, "text/event-stream", headers={"Cache-Control": "no-store"})
    await resp.awrite(": welcome\n\n")  # a comment; with it, the client is connected
    clients.append(resp)
    if not pusher:
        pusher = asyncio.create_task(push())
    return False


async def push():
    global pusher
    count = 0
    while clients:
        count += 1
        event = "data: event %d, for %d\n\n" % (count, len(clients))
        for client in list(clients):
            try:
                await client.awrite(event)
            except OSError:
                clients.remove(client)
                client.close()
        await asyncio.sleep(PERIOD)
    pusher = None


if __name__ == "__main__":
    app.run(debug=True)
