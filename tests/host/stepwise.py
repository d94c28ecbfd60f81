"""Imported before an app: its `run` serves by `app.steps`, as a loop that does other things in between."""

import time

import picoweb


def listening(app, host, port):
    """The socket to serve on; None: of the framework's own."""


def run(app, host="127.0.0.1", port=8081, debug=-1, ssl=None):
    app.debug = debug
    app.ssl = ssl
    for _ in app.steps(listening(app, host, port), host=host, port=port):
        time.sleep(0.0005)


picoweb.WebApp.run = run
