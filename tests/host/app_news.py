"""Events for all who listen, in an app that needs no asyncio until somebody does.

Runs on MicroPython and CPython alike.
"""

import picoweb

PAGE = """<!doctype html>
<meta charset="utf-8">
<title>Events</title>
<script>
let seen = [], opened = 0, failed = 0;
let source = new EventSource(location.search.slice(1));
for (let type of ["message", "tick", "Größe"])
    source.addEventListener(type, event => seen.push([event.type, event.lastEventId, event.data]));
source.onopen = () => opened++;
source.onerror = () => failed++;
</script>
"""

app = picoweb.WebApp(None, serve_static=False)
broadcasts = []


def news():
    if not broadcasts:
        broadcasts.append(picoweb.Broadcast())  # brings asyncio along
    return broadcasts[0]


@app.get("/")
def index(req, resp):
    return PAGE


@app.get("/news")
async def listen(req, resp):
    await news().serve(req, resp)


@app.post("/news")
async def tell(req, resp):
    await req.read_form_data()
    news().send(req.form["text"], event=req.form.get("event"), id=req.form.get("id"))
    return {"listen": len(news())}


if __name__ == "__main__":
    app.run(debug=0)
