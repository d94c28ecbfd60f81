"""The smallest app."""

import tiny

app = tiny.App(__name__)


@app.route("/")
def index(path):
    return "hello"


print(app.handle("/"), app.handle("/nothing"), app.count())
