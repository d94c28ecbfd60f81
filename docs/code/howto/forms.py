import picoweb
from picoweb.utils import html_escape

PAGE = """<!doctype html>
<title>Order</title>
<p><strong>{error}</strong>
<form method="post">
<p><label>Your name <input name="name" value="{name}" required></label>
<p><label>Pots <input name="pots" type="number" value="{pots}" min="1" max="9"></label>
<p><label><input type="checkbox" name="seeds" value="basil"> basil</label>
<label><input type="checkbox" name="seeds" value="mint"> mint</label>
<p><label><input type="checkbox" name="gift"> it is a gift</label>
<p><button>Order</button>
</form>
"""

app = picoweb.WebApp(__name__)
orders = []


def one(form, name, default=""):
    """The value of a field that should have come once, as a str."""
    value = form.get(name, default)
    return value.strip() if isinstance(value, str) else default


def several(form, name):
    """The values of a field that may have come more than once, as a list."""
    value = form.get(name, [])
    return value if isinstance(value, list) else [value]


def page(name="", pots="1", error=""):
    return PAGE.format(name=html_escape(name), pots=html_escape(pots), error=error)


@app.get("/order")
def show(req, resp):
    return page()


@app.post("/order")
async def order(req, resp):
    await req.read_form_data()
    name = one(req.form, "name")
    pots = one(req.form, "pots", "1")
    if not name:
        return page(name, pots, "Who are you?"), 400
    if pots not in "1 2 3 4 5 6 7 8 9".split():
        return page(name, pots, "One to nine pots, please."), 400
    seeds = [seed for seed in several(req.form, "seeds") if seed in ("basil", "mint")]
    orders.append({"name": name, "pots": int(pots), "seeds": seeds, "gift": "gift" in req.form})
    return picoweb.redirect(app.url_for("thanks"), 303)


@app.get("/thanks")
def thanks(req, resp):
    return "Orders so far: %d" % len(orders)


if __name__ == "__main__":
    app.run(debug=True)
