import picoweb
from picoweb import runtime as clock
from picoweb.steps import sleep

PERIOD = 10  # milliseconds

app = picoweb.WebApp(__name__)
turns = [0]


@app.get("/")
def index(req, resp):
    return "%d turns" % turns[0]


@app.get("/slow")
async def slow(req, resp):
    await sleep(0.5)
    return "Half a second later"


@app.post("/end")
def end(req, resp):
    app.shutdown()
    return "Good night"


def turn():
    turns[0] += 1  # the motor, the lamps, the sensor


if __name__ == "__main__":
    due = clock.ticks_ms()
    for _ in app.steps(port=8081):
        if clock.ticks_diff(clock.ticks_ms(), due) >= 0:
            turn()
            due = clock.ticks_add(due, PERIOD)
