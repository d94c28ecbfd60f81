"""An app whose handler raises."""

import tiny

app = tiny.App(__name__)


@app.route("/")
def broken(path):
    raise ValueError("no")


app.handle("/")
