import picoweb
from soil import moisture, pump_is

app = picoweb.WebApp(__name__)
state = {"moisture": moisture(), "pump": False}
settings = {"plant": "basil", "least": 30}


def page(message=""):
    state["moisture"] = moisture()
    return app.render_str("box.html", (settings["plant"], state, settings, message, app.url_for))


@app.get("/")
def index(req, resp):
    return page()


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


@app.get("/state")
def get_state(req, resp):
    state["moisture"] = moisture()
    return state, 200, {"Cache-Control": "no-store"}


@app.put("/pump/<re('on|off'):how>")
def switch(req, resp, how):
    state["pump"] = how == "on"
    pump_is(state["pump"])
    return state


if __name__ == "__main__":
    app.run(debug=True)
