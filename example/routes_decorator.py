"""Routes as decorators, each for the methods it names.

A path may have a handler for each method. Any other method is answered with
405 and the list of those that are allowed.
"""

import picoweb

app = picoweb.WebApp(__name__)
lamp = {"on": False}


@app.route("/")
async def index(req, resp):
    await picoweb.start_response(resp)
    await resp.awrite("<!doctype html><title>A lamp</title>")
    await resp.awrite("<p>The lamp is %s.</p>" % ("on" if lamp["on"] else "off"))
    await resp.awrite('<form method="post" action="switch"><button>Switch</button></form>')


@app.route("/switch", methods=["POST"])
async def switch(req, resp):
    lamp["on"] = not lamp["on"]
    await picoweb.redirect(resp, ".", 303)  # the page is asked for again


@app.route("/lamp", methods=["GET"])
def state(req, resp):
    return lamp


@app.route("/lamp", methods=["PUT", "DELETE"])
def change(req, resp):
    lamp["on"] = req.method == "PUT"
    return lamp


if __name__ == "__main__":
    app.run(debug=True)
