"""The examples: each is loaded when somebody visits it, and dropped when memory gets short."""

import asyncio
import gc
import sys

import picoweb

NAMES = (
    "hello", "routes_list", "routes_decorator", "mounted_apps", "forms", "todo", "json_api", "rest_api", "template",
    "images", "unicode", "extra_headers", "header_modes", "raw_response", "exceptions", "basic_auth",
    "basic_auth_decorator", "event_stream", "event_stream_push", "sensor", "legacy",
)
TASKS = {"sensor": "measure", "legacy": "blink"}  # what an example run by itself starts beside its server
SMALL = 163840  # bytes of a heap in which memory may get short
ROOM = 16384  # bytes of it that are to be free for a request

ITEM = """<li><a class="example" href="{0}/">{0}</a> <a class="source" href="source/{0}" aria-label="Source of {0}">source</a>
<p>{1}</p></li>
"""


class Shelf:
    """The examples in a folder (str), as a pattern of the app's map: it matches what is not mounted yet."""

    def __init__(self, app, folder):
        self.app = app
        self.folder = folder
        self.tasks = {}
        self.loaded = []  # names of modules
        self.small = hasattr(gc, "mem_free") and gc.mem_free() + gc.mem_alloc() < SMALL

    def match(self, path):
        name = path[1:].split("/", 1)[0]
        return name if name in NAMES else None

    def handle(self, req, resp):
        """Load the example that a request is for, and have it answer."""
        name = req.url_match
        if self.small and is_short():
            raise picoweb.HTTPError(503, "this heap has no room for %s beside what it has served already" % name)
        try:
            module = __import__(name)
        except (ImportError, MemoryError) as error:
            raise picoweb.HTTPError(503, "%s: %s; start the demo by: picoweb run demo.py" % (name, error))
        self.app.mount("/" + name, module.app)
        self.loaded.append(name)
        if name in TASKS:
            self.tasks[name] = asyncio.create_task(getattr(module, TASKS[name])())
        return self.app.find(req)[1](req, resp)

    def make_room(self):
        """Where memory is short, drop examples, those that were loaded first."""
        while self.small and self.loaded and is_short():
            name = self.loaded.pop(0)
            self.app.mounts.remove(sys.modules.pop(name).app)
            if name in self.tasks:
                self.tasks.pop(name).cancel()

    def items(self):
        """Yield the items of a list: each example, and what it shows."""
        for name in NAMES:
            with open(self.folder + name + ".py", "rb") as f:
                yield ITEM.format(name, f.readline().decode().strip().strip('"'))


def is_short():
    if gc.mem_free() < ROOM:
        gc.collect()
    return gc.mem_free() < ROOM
