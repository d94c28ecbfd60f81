import sys

import picoweb

try:
    import ssl
except ImportError:  # firmware without the module of that name has what is below it
    import tls as ssl

app = picoweb.WebApp(__name__)


@app.get("/")
def index(req, resp):
    return "Nobody else reads this."


@app.post("/note")
async def note(req, resp):
    text = await req.body()
    return "%d bytes" % len(text)


def certified():
    """A context with the certificate and the key of this server."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if sys.implementation.name == "micropython":
        with open("cert.der", "rb") as cert, open("key.der", "rb") as key:
            context.load_cert_chain(cert.read(), key.read())
    else:
        context.load_cert_chain("cert.pem", "key.pem")
    return context


if __name__ == "__main__":
    app.run(debug=True, ssl=certified())
