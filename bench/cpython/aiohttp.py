# name: aiohttp
# is: aiohttp's own server, on uvloop
# needs: aiohttp==3.14.5 uvloop==0.23.0
import sys

import uvloop
from aiohttp import web

routes = web.RouteTableDef()


@routes.get("/")
async def hello(request):
    return web.Response(text="Hello", content_type="text/html")


@routes.get("/json")
async def reading(request):
    return web.json_response({"temperature": 21.5, "humidity": 40, "place": "kitchen"})


@routes.get(r"/plants/{id:\d+}")
async def plant(request):
    text = "plant %d in %s" % (int(request.match_info["id"]), request.query["unit"])
    return web.Response(text=text, content_type="text/html")


@routes.post("/form")
async def form(request):
    sent = await request.post()
    return web.Response(text="%s at %s" % (sent["plant"], sent["time"]), content_type="text/html")


@routes.get("/10k.txt")
async def file(request):
    return web.FileResponse("10k.txt")


app = web.Application()
app.add_routes(routes)
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, loop=uvloop.new_event_loop(), print=None)
