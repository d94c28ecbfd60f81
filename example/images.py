"""Images: files from the folder static/, and one that is drawn while it is sent.

The drawing takes the memory of one row, however large it is. As its size is
known before, the connection stays open for the next request.
"""

import struct

import picoweb

WIDTH = 96  # a multiple of 4, as rows of a BMP file have to be
HEIGHT = 64

PAGE = """<!doctype html>
<title>Images</title>
<p><img src="static/board.svg" alt="A board with a chip" width="96">
<p><img src="static/leaf.png" alt="A leaf" width="96">
<p><img src="sky.bmp" alt="The sky at dusk">
"""

app = picoweb.WebApp(__name__)


@app.route("/")
def index(req, resp):
    return PAGE


@app.route("/sky.bmp")
async def sky(req, resp):
    content = 3 * WIDTH * HEIGHT
    size = 54 + content
    await picoweb.start_response(resp, "image/bmp", headers={"Content-Length": size})
    await resp.awrite(struct.pack("<2s3I", b"BM", size, 0, 54))
    await resp.awrite(struct.pack("<3I2H6I", 40, WIDTH, HEIGHT, 1, 24, 0, content, 2835, 2835, 0, 0))
    for y in range(HEIGHT):  # from the bottom, in blue, green and red
        color = bytes((90 + y, 140 - y, 240 - 3 * y))
        await resp.awrite(color * WIDTH)


if __name__ == "__main__":
    app.run(debug=True)
