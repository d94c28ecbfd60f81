import picoweb
from soil import moisture

app = picoweb.WebApp(__name__)

PAGE = """<!doctype html>
<meta name="viewport" content="width=device-width">
<title>Box</title>
<h1>The box</h1>
<p>The soil is at %d %%.
"""


@app.get("/")
def index(req, resp):
    return PAGE % moisture()


if __name__ == "__main__":
    app.run(debug=True)
