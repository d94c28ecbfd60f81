"""Checks of docs/code that no transcript can make: `check_FOLDER_NAME` is for FOLDER/NAME.py, and gets an apps.Client.

`client.log` is the Path of what the server printed.
"""

import json
import time

from apps import PATIENCE

RAISING = ()  # their handlers raise, and the log has a traceback
BY_COMMAND = ()  # on a computer these are started by `picoweb run`
ON_A_BOARD = ("quickstart/main", "tutorial/main")  # they need modules of a board: tests/host/board has stand-ins


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


def check_tutorial_box3(client):
    assert "<h1>mint</h1>" in client.page()
    assert client.post("/settings", {"plant": "<mint>", "least": "45"}).status == 303
    assert 'value="&lt;mint&gt;"' in client.page() and 'value="45"' in client.page()
    check_bad_settings(client)
    assert set(client.get("/state").json()) == {"moisture", "pump"}


def check_bad_settings(client):
    for fields in ({}, {"plant": " ", "least": "4"}, {"plant": "a", "least": "wet"}, {"plant": "a", "least": "-1"},
                   {"plant": ["a", "b"], "least": "1"}, {"plant": "a", "least": ["1", "2"]}):
        assert client.post("/settings", fields).status == 400
    assert '&lt;mint&gt;' in client.page()


def check_tutorial_box4(client):
    assert "<title>basil</title>\n<h1>basil</h1>\n<p>The soil" in client.page()
    answer = client.post("/settings", {"plant": "mint", "least": "wet"})
    assert answer.status == 400 and "<strong>A number is needed.</strong>" in answer.text
    assert client.post("/settings", {"plant": "<mint>", "least": "99"}).status == 303
    assert 'value="&lt;mint&gt;"' in client.page() and "It is thirsty." in client.page()
    check_bad_settings(client)


def check_tutorial_box5(client):
    assert "<h1>basil</h1>" in client.page()
    assert client.get("/api/state").headers["Cache-Control"] == "no-store"
    assert "There is no such page." in client.page("/kitchen", 404)
    assert client.get("/api/kitchen").json() == {"error": "status 404"}
    assert client.post("/settings", {"plant": "<mint>", "least": "99"}).status == 303
    check_bad_settings(client)


def check_tutorial_box(client):
    assert 'new EventSource("events")' in client.page()
    first, second = client.events("/events"), client.events("/events")
    before = json.loads(next(first))
    assert json.loads(first.until(lambda data: json.loads(data)["moisture"] < before["moisture"]))["pump"] is False
    assert client.post("/settings", {"plant": "<mint>", "least": "80"}).status == 303
    for events in (first, second):
        events.until(lambda data: json.loads(data)["pump"] is True)
    check_bad_settings(client)
    switched = client.ask("PUT", "/api/pump/on", headers={"X-Key": "the key to the pump"})
    assert switched.status == 200 and switched.json()["pump"] is True


def check_tutorial_main(client):
    assert json.loads(next(client.events("/events"))) == {"moisture": 38, "pump": False}
    assert client.get("/api/state").json() == {"moisture": 38, "pump": False}
    logged(client, "The box is http://192.0.2.7/")
