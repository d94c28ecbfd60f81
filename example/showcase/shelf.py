"""The examples: each is loaded when somebody visits it, and dropped when memory gets short."""

import asyncio
import sys

import picoweb

from .board import is_short

TASKS = {"sensor": "measure", "legacy": "blink"}  # what an example run by itself starts beside its server

ITEM = """<li><a class="example" href="{0}/">{0}</a> <a class="source" href="source/{0}" aria-label="Source of {0}">source</a>
<p>{1}</p></li>
"""


def mount(app, loaded, tasks, name, room):
    """Load the example of this name (str) and mount it. Raises HTTPError 503."""
    if is_short(room):
        raise picoweb.HTTPError(503, "this heap has no room for %s beside what it has served already" % name)
    try:
        module = __import__(name)
    except (ImportError, MemoryError) as error:
        raise picoweb.HTTPError(503, "%s: %s; start the demo by: picoweb run example/demo.py" % (name, error))
    module.app.pkg = None  # its static/ and templates/ are in the current directory, as when it runs by itself
    app.mount("/" + name, module.app)
    loaded.append(name)
    if name in TASKS:
        tasks[name] = asyncio.create_task(getattr(module, TASKS[name])())


def make_room(app, loaded, tasks, room):
    """Where memory is short, drop examples, those that were loaded first."""
    while loaded and is_short(room):
        name = loaded.pop(0)
        app.mounts.remove(sys.modules.pop(name).app)
        if name in tasks:
            tasks.pop(name).cancel()


def items(folder):
    """Yield the items of a list: each example, and what it shows."""
    with open(folder + "showcase/examples.txt") as names:
        for name in names:
            name = name.strip()
            try:
                with open("%s%s.py" % (folder, name), "rb") as f:
                    yield ITEM.format(name, f.readline().decode().strip().strip('"'))
            except OSError:  # it was not copied to the board
                pass
