# name: FastAPI
# is: FastAPI on uvicorn
# needs: fastapi==0.165.0 uvicorn==0.54.0 httptools==0.9.0 uvloop==0.23.0 python-multipart==0.0.34
# command: -m uvicorn contender:app {uvicorn}
# lacks: limits on time for heads and content
from typing import Annotated

from fastapi import FastAPI, Form
from fastapi.responses import FileResponse, HTMLResponse

app = FastAPI()


@app.get("/", response_class=HTMLResponse)
async def hello():
    return "Hello"


@app.get("/json")
async def reading():
    return {"temperature": 21.5, "humidity": 40, "place": "kitchen"}


@app.get("/plants/{id}", response_class=HTMLResponse)
async def plant(id: int, unit: str):
    return "plant %d in %s" % (id, unit)


@app.post("/form", response_class=HTMLResponse)
async def form(plant: Annotated[str, Form()], time: Annotated[str, Form()]):
    return "%s at %s" % (plant, time)


@app.get("/10k.txt")
async def file():
    return FileResponse("10k.txt")
