"""Says what it was asked, once it has all of it. Runs on MicroPython and CPython alike."""

from binascii import hexlify

import picoweb


class Everything:
    def match(self, path):
        return True


async def echo(req, resp):
    """What the handler got, line by line; nothing of it for content that is malformed or cut short."""
    data = await req.body()
    fields = b"".join(name + b":" + value + b";" for name, value in req.headers.items())
    await picoweb.start_response(resp, "text/plain")
    for each in (req.method.encode(), req.path.encode(), req.qs.encode(), fields, data):
        text = hexlify(each) + b"\n"
        for start in range(0, len(text), 500):  # longer pieces are cut, as the runtime has it
            await resp.awrite(text[start : start + 500])


app = picoweb.WebApp(None, routes=[(Everything(), echo)], serve_static=False)
limits = app.limits  # a board's, wherever it runs
limits.line, limits.head, limits.fields, limits.body, limits.drain = 1024, 4096, 64, 16384, 16384

if __name__ == "__main__":
    app.run()
