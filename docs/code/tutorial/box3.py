import picoweb
from picoweb.utils import html_escape
from soil import moisture, pump_is

app = picoweb.WebApp(__name__)
state = {"moisture": moisture(), "pump": False}
settings = {"plant": "basil", "least": 30}

PAGE = """<!doctype html>
<meta name="viewport" content="width=device-width">
<title>Box</title>
<h1>%s</h1>
<p>The soil is at %d %%.
<form action="settings" method="post">
<p><label>Plant <input name="plant" value="%s" required></label>
<p><label>Water below <input name="least" value="%d" size="3"> %%</label>
<p><button>Save</button>
</form>
"""


@app.get("/")
def index(req, resp):
    state["moisture"] = moisture()
    plant = html_escape(settings["plant"])
    return PAGE % (plant, state["moisture"], plant, settings["least"])


@app.post("/settings")
async def change(req, resp):
    await req.read_form_data()
    plant = req.form.get("plant")
    least = req.form.get("least")
    if not isinstance(plant, str) or not plant.strip():
        return "The plant needs a name.", 400
    try:
        least = int(str(least))
    except (TypeError, ValueError):
        return "A number is needed.", 400
    if not 0 <= least <= 100:
        return "Percent are between 0 and 100.", 400
    settings["plant"] = plant.strip()
    settings["least"] = least
    return picoweb.redirect(".", 303)


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
