import picoweb
from soil import moisture, pump_is

app = picoweb.WebApp(__name__)
state = {"moisture": moisture(), "pump": False}

PAGE = """<!doctype html>
<meta name="viewport" content="width=device-width">
<title>Box</title>
<h1>The box</h1>
<p>The soil is at %d %%.
<p><a href="state">As JSON</a>
"""


@app.get("/")
def index(req, resp):
    state["moisture"] = moisture()
    return PAGE % state["moisture"]


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
