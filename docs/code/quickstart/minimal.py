import picoweb

app = picoweb.WebApp(__name__)


@app.route("/")
def index(req, resp):
    return "<p>Hello, World!</p>"


app.run(debug=True)
