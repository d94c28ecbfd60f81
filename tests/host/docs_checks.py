"""Checks of docs/code that no transcript can make: `check_FOLDER_NAME` is for FOLDER/NAME.py, and gets an apps.Client.

`client.log` is the Path of what the server printed.
"""

import time

from apps import PATIENCE

RAISING = ()  # their handlers raise, and the log has a traceback
BY_COMMAND = ()  # on a computer these are started by `picoweb run`
ON_A_BOARD = ("quickstart/main",)  # they need modules of a board: tests/host/board has stand-ins


def logged(client, text):
    """Wait until the server has printed `text`: a request is logged behind its answer."""
    until = time.monotonic() + PATIENCE
    while text not in client.log.read_text():
        assert time.monotonic() < until, "%r is not in the log: %s" % (text, client.log.read_text())
        time.sleep(0.01)


def check_quickstart_main(client):
    assert client.page() == "<p>Hello from the board!</p>"


def check_quickstart_writing(client):
    assert client.page("/table").count("<tr>") == 1000
    answer = client.get("/readings.csv")
    assert answer.headers["Cache-Control"] == "no-store" and answer.text.startswith("0,18.0\n1,18.5\n")


def check_quickstart_forms(client):
    assert '<form method="post">' in client.page("/water")


def check_quickstart_cookies(client):
    assert "Max-Age=0" in client.get("/forget").headers["Set-Cookie"]
    assert client.page() == "Visit 1"


def check_quickstart_errors(client):
    assert client.page("/plants/1") == "mint" and client.page("/other", 404) == "<h1>Nothing here</h1>"


def check_quickstart_files(client):
    assert client.get("/source").text.startswith("import picoweb\n") and client.get("/static/x.css").status == 404


def check_quickstart_template(client):
    assert "<li>Water chives every 3 days.\n" in client.page("/short")


def check_quickstart_log(client):
    assert client.page("/water") == "Done"
    logged(client, "INFO:picoweb:127.0.0.1 waters\nINFO:picoweb:GET /water\n")
