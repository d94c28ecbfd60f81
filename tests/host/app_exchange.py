"""Content of every framing, forms, cookies, redirects. Runs on MicroPython and CPython alike."""

import picoweb

PATTERN = bytes(range(256)) * 4  # every byte there is

app = picoweb.WebApp(None, serve_static=False)
app.limits.body = app.limits.drain = 16384  # a board's, on every runtime


@app.get("/bytes/<int:size>")
async def of_known_length(req, resp, size):
    await picoweb.start_response(resp, "application/octet-stream", length=size)
    await send_pattern(resp, size, PATTERN)


@app.get("/chunks/<int:size>")
async def of_unknown_length(req, resp, size):
    await picoweb.start_response(resp, "application/octet-stream")
    await send_pattern(resp, size, PATTERN * 5)


async def send_pattern(resp, size, piece):
    while size:
        n = min(size, len(piece))
        await resp.awrite(piece, 0, n)
        size -= n


@app.route("/echo", methods=["POST", "PUT"])
async def echo(req, resp):
    """The content, back while it comes."""
    await picoweb.start_response(resp, req.headers.get("Content-Type", "application/octet-stream"))
    while True:
        data = await req.reader.read(1000)
        if not data:
            break
        await resp.awrite(data)


@app.post("/count")
async def count(req, resp):
    """The length and the sum of the content, once all of it was read."""
    size = total = 0
    while True:
        data = await req.reader.read(1000)
        if not data:
            return {"size": size, "sum": total}
        size += len(data)
        total += sum(data)


@app.post("/form")
async def form(req, resp):
    await req.read_form_data()
    return req.form


@app.post("/json")
async def json(req, resp):
    return {"sent": await req.json()}


@app.get("/query")
def query(req, resp):
    return {"path": req.path, "args": req.args}


@app.route("/who")
def who(req, resp):
    """Which connection asks, and what it says in header fields of any case."""
    return {"peer": str(resp.get_extra_info("peername")), "method": req.method, "field": req.headers.get("x-FIELD")}


@app.post("/idle/<int:ms>")
def idle(req, resp, ms):
    """From now on, this is how long a connection may say nothing."""
    app.limits.idle_ms = ms
    return {"peer": str(resp.get_extra_info("peername"))}


@app.get("/cookies")
def cookies(req, resp):
    return req.cookies


@app.get("/cookies/set")
def set_cookies(req, resp):
    resp.set_cookie("plant", "mint", path="/")
    resp.set_cookie("pot", "7", httponly=True)
    resp.set_cookie("shelf", "a/b", max_age=600, samesite="Lax")
    return picoweb.redirect("/cookies")


@app.get("/cookies/delete")
def delete_cookies(req, resp):
    resp.delete_cookie("pot")
    return picoweb.redirect("../cookies", 303)


@app.route("/moved/<int:status>")
def moved(req, resp, status):
    return picoweb.redirect("/echo" if status > 303 else "/who", status)


@app.get("/nothing")
def nothing(req, resp):
    return "", 204


if __name__ == "__main__":
    app.run(debug=0)
