"""What people fill in: a form in the URL, and one in the content of a POST.

`req.args` is the query, and after `read_form_data()` `req.form` is the content.
A field that came once is a str, one that came more often a list of them.
"""

import picoweb
from picoweb.utils import html_escape

PAGE = """<!doctype html>
<title>Forms</title>
<form action="squared">
<label>A number <input name="x" value="12"></label> <button>Square it</button>
</form>
<form action="order" method="post">
<p><label>Your name <input name="name"></label>
<p><label><input type="checkbox" name="seeds" value="basil"> basil</label>
<label><input type="checkbox" name="seeds" value="mint"> mint</label>
<p><button>Order seeds</button>
</form>
"""

app = picoweb.WebApp(__name__)


@app.route("/")
def index(req, resp):
    return PAGE


@app.route("/squared")
def squared(req, resp):
    try:
        x = int(req.args["x"])
    except (KeyError, TypeError, ValueError):
        return "Ask with a number: squared?x=12", 400
    return "%d squared is %d." % (x, x * x)


@app.route("/order", methods=["POST"])
async def order(req, resp):
    await req.read_form_data()
    name = req.form.get("name") or "nobody"
    seeds = req.form.get("seeds", [])
    if not isinstance(seeds, list):
        seeds = [seeds]
    await picoweb.start_response(resp)
    await resp.awrite("<p>%s orders:" % html_escape(str(name)))
    for each in seeds:
        await resp.awrite("<br>" + html_escape(str(each)))


if __name__ == "__main__":
    app.run(debug=True)
