"""An answer that the handler writes whole, down to the status line.

picoweb passes it on as it is, and closes the connection behind it: what to
tell the client about that is the handler's business.
"""

import picoweb

app = picoweb.WebApp(__name__)


@app.route("/")
async def index(req, resp):
    await resp.awrite("HTTP/1.1 200 Looks Good To Me\r\n")
    await resp.awrite("Content-Type: text/plain; charset=utf-8\r\n")
    await resp.awrite("Connection: close\r\n")
    await resp.awrite("\r\n")
    await resp.awrite("Every byte of this is from the handler.\n")


if __name__ == "__main__":
    app.run(debug=True)
