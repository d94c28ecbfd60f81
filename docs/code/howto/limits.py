import picoweb

app = picoweb.WebApp(__name__)
app.limits.body = 1000  # of a form, or whatever is read in one piece
app.limits.drain = 2000
app.limits.line = 200
app.limits.head = 1000
app.limits.fields = 20
app.limits.head_ms = app.limits.body_ms = app.limits.idle_ms = 2000
app.limits.connections = 3


@app.post("/note")
async def note(req, resp):
    text = await req.body()
    return "%d bytes" % len(text)


@app.post("/pin")
async def pin(req, resp):
    text = await req.body(4)
    return "%d digits" % len(text)


if __name__ == "__main__":
    app.run(debug=True)
