"""An app for ASGI servers: what they serve is `asgi_app`. It prints what a client cannot see."""

import asyncio
import os

import httpx
import picoweb
from picoweb.host.asgi import ASGI

app = picoweb.WebApp(None)
app.limits.body_ms = 1000


class Sub(picoweb.WebApp):
    def init(self):
        super().init()
        print("init of the mounted app", flush=True)


sub = Sub(None)
app.mount("/sub", sub)


@app.route("/")
def hello(req, resp):
    return "hello"


@app.route("/pid")
def pid(req, resp):
    return str(os.getpid())


@app.route("/slow")
async def slow(req, resp):
    await asyncio.sleep(0.2)
    return "slow"


@app.route("/echo")
async def echo(req, resp):
    await picoweb.start_response(resp, "application/octet-stream")
    while True:
        data = await req.reader.read(10000)
        if not data:
            return
        await resp.awrite(data)


@app.route("/pieces")
def pieces(req, resp):
    yield from picoweb.start_response(resp)
    for each in ("one ", "two ", "three"):
        yield
        yield from resp.awrite(each)


@app.route("/raw")
def raw(req, resp):
    yield from resp.awrite("HTTP/1.0 201 Mine\r\nX-Ra")
    yield from resp.awrite("w: 1\r\nContent-Length: 3\r\nConnection: close\r\n\r\na")
    yield from resp.awrite(b"bc")


@app.route("/events")
async def events(req, resp):
    source = picoweb.EventSource(req, resp)
    try:
        await source.send("hello")
        await asyncio.sleep(100)
    finally:
        print("ended", flush=True)


@app.route("/cut")
async def cut(req, resp):
    await picoweb.start_response(resp)
    await resp.awrite("begun")
    raise KeyError("reason")


@app.route("/timeout")
async def timeout(req, resp):
    try:
        if hasattr(asyncio, "timeout"):
            async with asyncio.timeout(0.01):
                await asyncio.sleep(100)
        await asyncio.wait_for(asyncio.sleep(100), 0.01)
    except asyncio.TimeoutError:
        return str(asyncio.current_task() is not None)


@app.route("/fetch")
async def fetch(req, resp):
    async with httpx.AsyncClient() as client:
        answer = await client.get("http://%s/" % req.headers["Host"])
    return "fetched " + answer.text


asgi_app = ASGI(app)
