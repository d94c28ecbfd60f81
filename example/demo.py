"""All examples in one app, each below its name, and a page that lists them.

An example is loaded when somebody first visits it, so that a board with a
small heap can show them all.
"""

import asyncio
import gc
import re
import time

import picoweb
from picoweb.template import Loader

EXAMPLES = (
    "hello", "routes_list", "routes_decorator", "mounted_apps", "forms", "todo", "json_api", "rest_api", "template",
    "images", "unicode", "extra_headers", "header_modes", "raw_response", "exceptions", "basic_auth",
    "basic_auth_decorator", "event_stream", "event_stream_push", "sensor", "legacy",
)
TASKS = {"sensor": "measure", "legacy": "blink"}  # what an example run by itself starts beside its server
PERIOD = 1  # seconds between two events of live values
FOLDER = __file__[: __file__.replace("\\", "/").rfind("/") + 1]


class Demo(picoweb.WebApp):
    """Counts requests, and mounts an example when the first request for it comes."""

    def __init__(self):
        super().__init__(None, serve_static=False)
        self.template_loader = Loader(FOLDER, "templates")
        self.started = time.time()
        self.served = 0
        self.watching = 0
        self.tasks = {}

    def handle(self, req, resp):
        self.served += 1
        return super().handle(req, resp)

    def find(self, req):
        name = req.path[1:].split("/", 1)[0]
        if name in EXAMPLES:
            if req.path == "/" + name:  # links on its pages are relative
                raise picoweb.HTTPError(308, "", [("Location", name + "/")])
            self.load(name)
        return super().find(req)

    def load(self, name):
        if any(each.url == "/" + name for each in self.mounts):
            return
        try:
            module = __import__(name)
        except ImportError as error:
            raise picoweb.HTTPError(503, "%s; start the demo by: picoweb run demo.py" % error)
        self.mount("/" + name, module.app)
        if name in TASKS:
            self.tasks[name] = asyncio.create_task(getattr(module, TASKS[name])())

    def live(self):
        """The values that change, as a dict."""
        values = {"uptime": int(time.time() - self.started), "served": self.served, "watching": self.watching}
        values["loaded"] = len(self.mounts)
        if hasattr(gc, "mem_alloc"):
            values["heap"] = gc.mem_alloc() // 1024
        return values


app = Demo()


def examples():
    """Yield (name, what it shows) of each example."""
    for name in EXAMPLES:
        with open(FOLDER + name + ".py", "rb") as f:
            yield name, f.readline().decode().strip().strip('"')


@app.route("/")
async def index(req, resp):
    await picoweb.start_response(resp)
    await app.render_template(resp, "demo.html", (examples(), app.live()))


@app.route("/live")
async def live(req, resp):
    source = picoweb.EventSource(req, resp)  # when the client has gone, it ends this handler
    app.watching += 1
    try:
        while True:
            await source.send(app.live())
            await asyncio.sleep(PERIOD)
    finally:
        app.watching -= 1


@app.route("/demo.css")
def style(req, resp):
    return app.sendfile(resp, FOLDER + "static/demo.css", headers={"Cache-Control": "max-age=600"})


@app.route(re.compile("^/source/([a-z_]+)$"))
def source(req, resp):
    name = req.url_match.group(1)
    if name not in EXAMPLES and name != "demo":
        raise picoweb.HTTPError(404)
    return app.sendfile(resp, FOLDER + name + ".py", "text/plain; charset=utf-8")


if __name__ == "__main__":
    app.run(debug=True)
