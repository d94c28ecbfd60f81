"""The limits of an app are a board's, wherever it is tested in memory, and a computer's where a computer serves it."""

import threading

import pytest

import picoweb
from harness import Log, with_server
from net import free_port
from picoweb.host.asgi import ASGI
from picoweb.host.computer import LIMITS
from picoweb.testing import TestClient


def of(app):
    """Those of an app's limits that are others on a computer."""
    return {name: getattr(app.limits, name) for name in LIMITS}


BOARD = of(picoweb.WebApp(None))


async def nothing(net):
    pass


def by_asyncio(app):
    with_server(app, nothing)


def by_steps(app):
    app.steps(port=free_port()).close()


def in_a_thread(app):
    app.start_thread(port=free_port())
    app.stop()


def blocking(app):
    @app.route("/end")
    def end(req, resp):
        app.shutdown()
        return "bye"

    thread = threading.Thread(target=app.run, kwargs={"port": free_port(), "mode": "blocking", "debug": -1})
    thread.start()
    while not app.server:
        pass
    app.shutdown()
    thread.join()


@pytest.mark.parametrize("serve", [by_asyncio, by_steps, in_a_thread, blocking, ASGI])
def test_who_serves_has_the_limits_of_a_computer(serve):
    app = picoweb.WebApp(None)
    app.limits.body = 5
    app.limits.head = picoweb.Limits.head
    serve(app)
    connections = 1 if serve is blocking else LIMITS["connections"]
    assert of(app) == {**LIMITS, "body": 5, "head": picoweb.Limits.head, "connections": connections}
    assert of(picoweb.WebApp(None)) == BOARD


def test_who_is_tested_in_memory_has_those_of_a_board():
    app = picoweb.WebApp(None)
    TestClient(app).get("/")
    assert of(app) == BOARD


def test_a_class_of_limits_stays():
    class Mine(picoweb.Limits):
        body = 6

    app = picoweb.WebApp(None)
    app.limits = Mine()
    by_steps(app)
    assert of(app) == {**LIMITS, "body": 6}


def failing(handler):
    """What the log says of a handler that fails."""
    app = picoweb.WebApp(None)
    app.log = Log()
    app.route("/")(handler)
    assert TestClient(app).get("/").status_code == 500
    return str(app.log.errors[-1])


@pytest.mark.parametrize("handler, said", [
    (lambda req, resp: resp.headers, "resp.set_header(name, value)"),
    (lambda req, resp: resp.send("x"), "await resp.awrite(content)"),
    (lambda req, resp: setattr(resp, "status_code", 404), "return content, 404"),
    (lambda req, resp: resp.nix, "no attribute 'nix'"),
    (lambda req, resp: req.get_json(), "await req.json()"),
    (lambda req, resp: req.nix, "no attribute 'nix'"),
    (lambda req, resp: req.form, "read_form_data()"),
    (lambda req, resp: ("x", {"A": "b"}, 200), "(content, status, headers)"),
    (lambda req, resp: None, "is a return or an await missing?"),
])
def test_what_other_frameworks_have_is_answered_with_what_to_write(handler, said):
    assert said in failing(handler)


def test_requests_take_attributes_of_the_app():
    app = picoweb.WebApp(None)

    @app.route("/")
    def set_both(req, resp):
        req.data = resp.user = "mine"
        return req.data + resp.user

    assert TestClient(app).get("/").text == "minemine"
