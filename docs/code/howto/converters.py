import picoweb

app = picoweb.WebApp(__name__)


def color(text):
    """From "ff8000" to (255, 128, 0)."""
    if len(text) != 6:
        raise ValueError
    return tuple(int(text[n : n + 2], 16) for n in (0, 2, 4))


app.converters["color"] = color


@app.put("/lamp/<color:value>")
def light(req, resp, value):
    return "red %d, green %d, blue %d" % value


if __name__ == "__main__":
    app.run(debug=True)
