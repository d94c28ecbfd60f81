"""A page of twenty images, which come row by row, as files and as text. Runs on MicroPython and CPython alike."""

import struct

import picoweb

app = picoweb.WebApp(None, serve_static=False)
connections = []  # of each image


@app.get("/")
def index(req, resp):
    images = ['<img src="%d?%s">' % (n, req.qs) for n in range(20)]
    return "<!doctype html><title>Gallery</title>" + "".join(images)


@app.get("/seen")
def seen(req, resp):
    return {"images": len(connections), "connections": len(set(connections))}


@app.get("/<int:n>")
def image(req, resp, n):
    connections.append(str(resp.get_extra_info("peername")))
    size = 4 * n + 4
    if n % 4 == 1:
        return app.sendfile(resp, "../../static/leaf.png")
    if n % 4 == 3:
        text = '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"><circle r="9"/></svg>' % (size, size)
        return text, 200, {"Content-Type": "image/svg+xml"}
    return draw(resp, size, n % 4 and 3 * size * size + 54)


def draw(resp, size, length):
    # Row by row; in between it gives way to the images on other connections.
    yield from picoweb.start_response(resp, "image/bmp", length=length or -1)
    content = 3 * size * size
    yield from resp.awrite(struct.pack("<2s3I", b"BM", 54 + content, 0, 54))
    yield from resp.awrite(struct.pack("<3I2H6I", 40, size, size, 1, 24, 0, content, 0, 0, 0, 0))
    for y in range(size):
        yield from resp.awrite(bytes((3 * y, 99, 255 - 3 * y)) * size)
        yield


if __name__ == "__main__":
    app.run(debug=0)
