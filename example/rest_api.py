"""A REST API: plants that are listed, added, read, changed and deleted.

Rules have variables, and each method has its route. What is wrong with a
request is raised where it shows, and one function makes JSON of it.
"""

import picoweb

app = picoweb.WebApp(__name__, strict=True)
plants = {1: {"name": "basil", "litres": 0.5}}


@app.errorhandler(picoweb.HTTPError)
def as_json(req, error):
    return {"error": error.reason}, error.status, error.headers


def plant_of(id):
    if id not in plants:
        picoweb.abort(404, "no plant %d" % id)
    return plants[id]


async def sent_plant(req):
    """What the client sent, once it is sure to be a plant."""
    plant = await req.json()  # malformed JSON is a 400, other content a 415
    if not isinstance(plant, dict):
        picoweb.abort(400, "send an object")
    if not isinstance(plant.get("name"), str) or not plant["name"].strip():
        picoweb.abort(422, "name: a text is needed")
    if not isinstance(plant.get("litres"), (int, float)) or not 0 < plant["litres"] < 10:
        picoweb.abort(422, "litres: a number between 0 and 10 is needed")
    return {"name": plant["name"], "litres": plant["litres"]}


def shown(id):
    plant = dict(plants[id])
    plant["url"] = app.url_for("read", id=id)
    return plant


@app.get("/")
def index(req, resp):
    return '<a href="plants">All plants</a>'


@app.get("/plants")
def every(req, resp):
    return [shown(id) for id in sorted(plants)]


@app.post("/plants")
async def add(req, resp):
    plant = await sent_plant(req)
    id = max(plants, default=0) + 1
    plants[id] = plant
    return shown(id), 201, {"Location": app.url_for("read", id=id)}


@app.get("/plants/<int:id>")
def read(req, resp, id):
    plant_of(id)
    return shown(id)


@app.put("/plants/<int:id>")
async def change(req, resp, id):
    plant_of(id)
    plants[id] = await sent_plant(req)
    return shown(id)


@app.delete("/plants/<int:id>")
def remove(req, resp, id):
    plant_of(id)
    del plants[id]
    return "", 204


if __name__ == "__main__":
    app.run(debug=True)
