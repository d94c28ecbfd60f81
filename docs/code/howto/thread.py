import time

import picoweb

app = picoweb.WebApp(__name__)
lines = []


@app.get("/")
def index(req, resp):
    return "%d lines" % len(lines)


@app.post("/end")
def end(req, resp):
    lines.append("end")
    return "Good night"


if __name__ == "__main__":
    app.start_thread(port=8081)
    print(app)

    @app.get("/late")
    def late(req, resp):
        return "added while it serves"

    while "end" not in lines:
        time.sleep(0.1)
    app.stop()
    print("The end")
