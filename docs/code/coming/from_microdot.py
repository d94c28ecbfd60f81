import asyncio

import picoweb
from picoweb.utils import html_escape

app = picoweb.WebApp(__name__)
sub = picoweb.WebApp(__name__)


# -- route
@app.get("/plants/<int:id>")
async def plant(req, resp, id):
    return {"plant": id}


# -- re
@app.get("/rows/<re('[a-f]'):row>")
async def row(req, resp, row):
    return "Row " + row


# -- args
@app.get("/search")
async def search(req, resp):
    word = req.args.get("word", "")
    # -- end
    return html_escape(str(word))


# -- form
@app.post("/order")
async def order(req, resp):
    await req.read_form_data()
    kind = req.form.get("kind", "")
    # -- end
    return html_escape(str(kind))


# -- json
@app.post("/api")
async def api(req, resp):
    data = await req.json()
    # -- end
    return {"got": data}


# -- html
@app.get("/page")
async def page(req, resp):
    return "<h1>Hello</h1>"


# -- file
@app.get("/plan")
async def plan(req, resp):
    await app.sendfile(resp, "static/plan.txt")


# -- stream
@app.get("/count")
async def count(req, resp):
    await picoweb.start_response(resp)
    for n in range(3):
        await resp.awrite("%d\n" % n)


# -- sse
@app.get("/events")
async def events(req, resp):
    source = picoweb.EventSource(req, resp)
    for n in range(3):
        await source.send({"n": n})


# -- body
@app.put("/big")
async def big(req, resp):
    size = 0
    while True:
        data = await req.reader.read(512)
        if not data:
            break
        size += len(data)
    # -- end
    return str(size)


# -- error
@app.errorhandler(ZeroDivisionError)
async def division(req, error):
    return "Not by zero", 400


# -- end


@app.get("/divide")
async def divide(req, resp):
    return str(1 // 0)


@sub.get("/")
async def desk(req, resp):
    return "Below " + sub.url


# -- mount
app.mount("/sub", sub)


# -- stop
@app.post("/shutdown")
async def stop(req, resp):
    app.shutdown()
    return "Bye"


# -- server
async def main(host="0.0.0.0", port=5000):
    await app.start_server(host, port)
    await app.serve_forever()


# -- end

if __name__ == "__main__":
    asyncio.run(main())
