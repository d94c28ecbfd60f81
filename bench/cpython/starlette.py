# name: Starlette
# is: Starlette on uvicorn
# needs: starlette==1.10.0 uvicorn==0.54.0 httptools==0.9.0 uvloop==0.23.0 python-multipart==0.0.34
# command: -m uvicorn contender:app {uvicorn}
# lacks: limits on time for heads and content
from starlette.applications import Starlette
from starlette.responses import FileResponse, HTMLResponse, JSONResponse
from starlette.routing import Route


async def hello(request):
    return HTMLResponse("Hello")


async def reading(request):
    return JSONResponse({"temperature": 21.5, "humidity": 40, "place": "kitchen"})


async def plant(request):
    return HTMLResponse("plant %d in %s" % (request.path_params["id"], request.query_params["unit"]))


async def form(request):
    sent = await request.form()
    return HTMLResponse("%s at %s" % (sent["plant"], sent["time"]))


async def file(request):
    return FileResponse("10k.txt")


app = Starlette(routes=[
    Route("/", hello), Route("/json", reading), Route("/plants/{id:int}", plant),
    Route("/form", form, methods=["POST"]), Route("/10k.txt", file),
])
