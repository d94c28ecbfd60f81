"""A lamp that is switched a hundred times a second, in time, while pages are served.

The loop is the app's own: it serves a step, and looks at the clock. Nothing here needs asyncio.
"""

import picoweb
from picoweb import runtime as clock

PERIOD = 10000  # microseconds
NOTED = 1000  # times

PAGE = """<!doctype html>
<title>Lamp</title>
<p>The lamp was switched %d times. It is %s.
"""

app = picoweb.WebApp(__name__)


class Lamp:
    """Stands in for `machine.Pin(2, machine.Pin.OUT)`, and notes when it was switched, by `clock.ticks_us()`."""

    def __init__(self):
        self.on = False
        self.count = 0
        self.times = []

    def toggle(self):
        self.on = not self.on
        self.count += 1
        if len(self.times) < NOTED:
            self.times.append(clock.ticks_us())


lamp = Lamp()


@app.route("/")
def index(req, resp):
    return PAGE % (lamp.count, "on" if lamp.on else "off")


def blink(steps):
    """Run the steps of a server, and switch the lamp when it is time."""
    due = clock.ticks_us()
    for _ in steps:
        if clock.ticks_diff(clock.ticks_us(), due) >= 0:
            lamp.toggle()
            due = clock.ticks_add(due, PERIOD)


if __name__ == "__main__":
    try:
        blink(app.steps(port=8081))
    except KeyboardInterrupt:
        pass
