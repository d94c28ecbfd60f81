"""An app with a bit of everything, run in the way that is asked for: PORT WAY. Runs on MicroPython and CPython alike."""

import sys

import picoweb
from certified import context

app = picoweb.WebApp("app_runtimes")
app.limits.body, app.limits.body_ms, app.limits.head_ms = 2000, 1000, 1000
mounted = picoweb.WebApp(None, serve_static=False)


@app.route("/plain")
def plain(req, resp):
    return "plain"


@app.route("/generator")
def generator(req, resp):
    yield
    yield from picoweb.start_response(resp)
    yield from resp.awrite("generator")


@app.route("/coroutine")
async def coroutine(req, resp):
    await picoweb.start_response(resp)
    await resp.awrite("coroutine")


@mounted.route("/<name>/<int:number>")
def rules(req, resp, name, number):
    return {name: number + 1}


@app.route("/page")
async def page(req, resp):
    await picoweb.start_response(resp)
    await app.render_template(resp, "runtimes.tpl", ("<3>",))


@app.route("/form", methods=["POST"])
async def form(req, resp):
    await req.read_form_data()
    return req.form


@app.route("/json", methods=["POST"])
async def post_json(req, resp):
    return [await req.json()]


@app.route("/echo", methods=["POST"])
async def echo(req, resp):
    return await req.body()


@app.route("/cookie")
def cookie(req, resp):
    resp.set_cookie("seen", "1")
    return req.cookies.get("seen", "never")


@app.route("/fault")
def fault(req, resp):
    raise KeyError("as it was to be")


@app.errorhandler(KeyError)
def mend(req, error):
    return "mended", 503


@app.after_request
def sign(req, answer):
    if answer and req.path == "/plain":
        return answer[0], answer[1], {"X-Signed": "yes"}


@app.route("/raw")
async def raw(req, resp):
    await resp.awrite("HTTP/1.1 203 Raw\r\nContent-Type: text/plain\r\n\r\nraw")


@app.route("/pieces")
async def pieces(req, resp):
    await picoweb.start_response(resp)
    await resp.awrite("one")
    await req.body()  # which comes when the client has seen the first piece
    await resp.awrite("two")


@app.route("/sleep")
async def sleep(req, resp):
    await picoweb.steps.sleep(0.3)
    return "slept"


@app.route("/tasks")
async def tasks(req, resp):
    import asyncio

    async def work():
        await asyncio.sleep(0.05)
        done.set()

    done = asyncio.Event()
    asyncio.create_task(work())
    await asyncio.wait_for(done.wait(), 5)
    return "worked"


@app.route("/events")
async def events(req, resp):
    source = picoweb.EventSource(req, resp)
    await source.start()
    for n in range(2):
        await source.send(str(n))


asked_to_stop = []


@app.route("/endless")
async def endless(req, resp):
    asked_to_stop.clear()
    await picoweb.start_response(resp, "text/plain")
    while not asked_to_stop:
        await resp.awrite("x")


@app.route("/stop")
def stop(req, resp):
    asked_to_stop.append(1)
    return "stopped"


@app.route("/add")
def add(req, resp):
    app.route("/added")(lambda req, resp: "added")
    return "yes"


@app.route("/end")
def end(req, resp):
    app.shutdown()
    return "bye"


app.mount("/mounted", mounted)


def main(port, way):
    if way in ("run", "computer", "asyncio"):
        if way == "asyncio":
            import asyncio  # noqa: F401
        app.run(port=port, debug=-1, ssl=context())
    elif way == "blocking":
        app.ssl = context()
        app.run(port=port, debug=-1, mode="blocking")
    elif way == "thread":
        import time

        app.ssl = context()
        app.start_thread(port=port)
        while app.server:
            time.sleep(0.05)
    else:
        import time

        from barely import listening

        app.ssl = context()
        listener = None
        if way == "bare":
            listener = listening(app, "127.0.0.1", port)
        for _ in app.steps(listener, port=port):
            time.sleep(0.0005)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
