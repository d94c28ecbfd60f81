import sys

import uvloop
from aiohttp import web

routes = web.RouteTableDef()


@routes.get("/")
async def hello(request):
    return web.Response(text="Hello, World!", content_type="text/html")


@routes.get("/json")
async def data(request):
    return web.json_response({"message": "Hello, World!", "values": [1, 2, 3]})


@routes.get(r"/users/{number:\d+}")
async def user(request):
    return web.json_response({"number": int(request.match_info["number"])})


app = web.Application()
app.add_routes(routes)

if __name__ == "__main__":
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, loop=uvloop.new_event_loop(), print=None)
