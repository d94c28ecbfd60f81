import picoweb
from picoweb.utils import html_escape

PAGE = """<!doctype html>
<form method="post">
<label>Plant <input name="plant"></label> <button>Water it</button>
</form>
"""

app = picoweb.WebApp(__name__)


@app.get("/water")
def form(req, resp):
    return PAGE


@app.post("/water")
async def water(req, resp):
    await req.read_form_data()
    plant = req.form.get("plant", "")
    if not isinstance(plant, str) or not plant:
        picoweb.abort(400, "which plant?")
    return html_escape(plant) + " has water now"


if __name__ == "__main__":
    app.run(debug=True)
