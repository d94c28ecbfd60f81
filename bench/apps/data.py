"""One route that returns a dict, which goes out as JSON."""
import sys

import picoweb

app = picoweb.WebApp(None)


@app.route("/")
def index(req, resp):
    return {"temperature": 21.5, "humidity": 40, "place": "kitchen"}


app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=-1)
