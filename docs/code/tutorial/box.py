import asyncio

import picoweb
from soil import moisture, pump_is

KEY = "the key to the pump"
PERIOD = 1  # seconds between two looks at the soil

app = picoweb.WebApp(__name__)
api = picoweb.WebApp(__name__, serve_static=False)
app.mount("/api", api)

state = {"moisture": moisture(), "pump": False}
settings = {"plant": "basil", "least": 30}
watching = picoweb.Broadcast()


async def care():
    """Look after the plant for as long as the app runs, whatever goes wrong with the sensor."""
    while True:
        try:
            look()
        except Exception as error:
            app.log.exc(error, "the box cannot look after the plant")
        await asyncio.sleep(PERIOD)


def look():
    """Measure, water the plant if it is thirsty, and tell who is watching."""
    state["moisture"] = moisture()
    water(state["moisture"] < settings["least"])
    watching.send(state)


def water(on):
    if on != state["pump"]:
        state["pump"] = on
        pump_is(on)


def page(message=""):
    return app.render_str("live.html", (settings["plant"], state, settings, message, app.url_for))


@app.get("/")
def index(req, resp):
    return page()


@app.get("/events")
async def events(req, resp):
    await watching.serve(req, resp)


@app.post("/settings")
async def change(req, resp):
    await req.read_form_data()
    message = changed(req.form.get("plant"), req.form.get("least"))
    if message:
        return page(message), 400
    return picoweb.redirect(app.url_for("index"), 303)


def changed(plant, least):
    """Change the settings. Returns what is wrong with them, or None."""
    if not isinstance(plant, str) or not plant.strip():
        return "The plant needs a name."
    try:
        least = int(str(least))
    except (TypeError, ValueError):
        return "A number is needed."
    if not 0 <= least <= 100:
        return "Percent are between 0 and 100."
    settings["plant"] = plant.strip()
    settings["least"] = least


@app.errorhandler(404)
def lost(req, error):
    return page("There is no such page.")


@api.before_request
def key_needed(req, resp):
    if req.method != "GET" and req.headers.get("X-Key") != KEY:
        picoweb.abort(403, "the key is needed")


@api.after_request
def never_cached(req, answer):
    if answer:
        answer[2]["Cache-Control"] = "no-store"


@api.errorhandler(picoweb.HTTPError)
def as_json(req, error):
    return {"error": error.reason}, error.status, error.headers


@api.get("/state")
def get_state(req, resp):
    return state


@api.put("/pump/<re('on|off'):how>")
def switch(req, resp, how):
    water(how == "on")
    return state


async def main(host, port):
    app.log = picoweb.Log()
    task = asyncio.create_task(care())
    await app.start_server(host, port)
    await app.serve_forever()
    task.cancel()


def run(host="127.0.0.1", port=8081):
    try:
        asyncio.run(main(host, port))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    run()
