import picoweb
from picoweb.utils import html_escape

app = picoweb.WebApp(__name__)


@app.route("/search")
def search(req, resp):
    word = req.args.get("word", "")
    if not isinstance(word, str):
        picoweb.abort(400, "one word, please")
    return "You look for " + html_escape(word)


if __name__ == "__main__":
    app.run(debug=True)
