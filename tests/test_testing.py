"""The client in memory."""

from harness import client_of, make_app
from picoweb.testing import TestClient, TestResponse


def echo(req, resp):
    body = yield from req.body()
    return {"method": req.method, "qs": req.qs, "body": body.decode(),
            "type": req.headers.get("Content-Type"), "mine": req.headers.get("X-Mine")}


def test_every_method():
    client = client_of(("/", echo))
    for method in ("get", "post", "put", "patch", "delete"):
        assert getattr(client, method)("/").json()["method"] == method.upper()
    assert client.head("/").status_code == 200
    assert client.open("/", "PURGE").json()["method"] == "PURGE"


def test_what_can_be_sent():
    client = client_of(("/", echo))
    assert client.get("/?a=b").json()["qs"] == "a=b"
    assert client.post("/", data="text").json()["body"] == "text"
    assert client.post("/", data=b"bytes").json()["body"] == "bytes"
    form = client.post("/", data={"a b": "\u00fc&"}).json()
    assert form["type"] == "application/x-www-form-urlencoded" and form["body"] in ("a%20b=%C3%BC%26", "a+b=%C3%BC%26")
    json = client.post("/", json=[1]).json()
    assert json["body"] == "[1]" and json["type"] == "application/json"
    assert client.get("/", headers={"X-Mine": "1"}).json()["mine"] == "1"


def test_answers():
    answer = TestResponse(b"HTTP/1.1 201 Made\r\nX-A: b\r\nContent-Length: 3\r\n\r\nab")
    assert (answer.status, answer.status_code, answer.headers["x-a"]) == ("201 Made", 201, "b")
    assert answer.text == "ab" and not answer.complete
    answer = TestResponse(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n")
    assert answer.data == b"ab" and answer.complete
    answer = TestResponse(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n")
    assert answer.data == b"ab" and not answer.complete
    assert TestResponse(b"").status_code == 0


def test_handlers_may_wait():
    async def handler(req, resp):
        import asyncio

        await asyncio.sleep(0.01)
        return "waited"

    assert client_of(("/", handler)).get("/").text == "waited"


def test_two_clients_of_one_app():
    app = make_app(routes=[("/", echo)])
    assert TestClient(app).get("/").json() == TestClient(app).get("/").json()


def test_fields_that_are_given_in_place_of_its_own():
    async def handler(req, resp):
        return ["%s: %s" % (name.decode().lower(), value.decode()) for name, value in req.headers.items()]

    client = client_of(("/", handler))
    answer = client.post("/", json=[], headers={"host": "a", "CONTENT-TYPE": "text/x", "content-length": "2", "connection": "close"})
    assert sorted(answer.json()) == ["connection: close", "content-length: 2", "content-type: text/x", "host: a"]
    answer = client.get("/", headers=[("X-A", "1"), ("X-A", "2")])
    assert sorted(answer.json()) == ["connection: close", "host: localhost", "x-a: 1", "x-a: 2"]
