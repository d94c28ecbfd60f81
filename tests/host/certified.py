"""The SSLContext for a server with the certificate that the environment names. Runs on MicroPython and CPython alike."""

import os


def context():
    """From PATH.pem and PATH.key, CERTIFICATE being PATH; None where there is none."""
    path = os.getenv("CERTIFICATE")
    if not path:
        return None
    try:
        import ssl

        files = path + ".pem", path + ".key"
    except ImportError:  # what a board's module of that name is made of, and takes the content of the files
        import tls as ssl

        files = open(path + ".pem", "rb").read(), open(path + ".key", "rb").read()
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(*files)
    return found
