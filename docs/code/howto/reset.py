"""A page with a button that restarts the board."""

import picoweb

try:
    from machine import reset
except ImportError:  # on a computer

    def reset():
        print("This would be a reset.")


app = picoweb.WebApp(__name__)


@app.get("/")
def index(req, resp):
    return '<form action="/restart" method="post"><button>Restart</button></form>'


@app.post("/restart")
def restart(req, resp):
    yield from picoweb.start_response(resp, status="303", headers={"Location": "/"})
    yield from resp.aclose()  # the answer has left now
    reset()


if __name__ == "__main__":
    app.run(host="0.0.0.0", debug=True)
