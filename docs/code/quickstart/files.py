import picoweb

app = picoweb.WebApp(__name__)


@app.route("/")
def index(req, resp):
    return '<link rel="stylesheet" href="static/style.css"><h1>Green</h1>'


@app.route("/source")
async def source(req, resp):
    await app.sendfile(resp, "files.py", "text/plain; charset=utf-8")


if __name__ == "__main__":
    app.run(debug=True)
