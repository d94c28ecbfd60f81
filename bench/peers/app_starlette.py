from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route


async def hello(request):
    return HTMLResponse("Hello, World!")


async def data(request):
    return JSONResponse({"message": "Hello, World!", "values": [1, 2, 3]})


async def user(request):
    return JSONResponse({"number": request.path_params["number"]})


app = Starlette(routes=[Route("/", hello), Route("/json", data), Route("/users/{number:int}", user)])
