"""Checks of docs/code that no transcript can make: `check_FOLDER_NAME` is for FOLDER/NAME.py, and gets an apps.Client.

`client.server` is the process, `client.log` the Path of what it printed, `client.folder` of the folder it runs in, and
`client.on_a_board` is true on MicroPython. `prepare_FOLDER_NAME` gets that folder before.
"""

import contextlib
import json
import select
import shutil
import socket
import ssl
import subprocess
import time

import pytest
from apps import PATIENCE, interrupt
from need import skip_or_fail

RAISING = ("howto/error_pages",)  # their handlers raise, and the log has a traceback
BY_COMMAND = ("example/legacy",)  # on a computer these are started by `picoweb run`
ON_A_BOARD = ("quickstart/main", "tutorial/main")  # they need modules of a board: tests/host/board has stand-ins


def logged(client, text):
    """Wait until the server has printed `text`: a request is logged behind its answer."""
    until = time.monotonic() + PATIENCE
    while text not in client.log.read_text():
        assert time.monotonic() < until, "%r is not in the log: %s" % (text, client.log.read_text())
        time.sleep(0.01)


def check_readme(client):
    assert '<li><a href="/plants/1">mint</a>' in client.page()
    for fields in ({}, {"kind": ["a", "b"]}):
        assert client.post("/plants", fields).status == 400
    added = client.post("/plants", {"kind": "<b>"}).headers["Location"]
    assert '<a href="%s">&lt;b&gt;</a>' % added in client.page() and client.get(added).json()["kind"] == "<b>"
    for path in ("/plants/mint", "/soup"):
        answer = client.get(path)
        assert answer.status == 404 and list(answer.json()) == ["error"] and answer.json()["error"]
    answer = client.get("/squares.csv")
    assert answer.headers["Content-Type"] == "text/csv"
    assert answer.text == "".join("%d,%d\n" % (n, n * n) for n in range(1000))


def check_howto_reset(client):
    assert 'action="/restart"' in client.page()
    answer = client.post("/restart", {})
    assert (answer.status, answer.headers["Location"], answer.text) == (303, "/", "")
    logged(client, "This would be a reset.")


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
    logged(client, "INFO:picoweb:127.0.0.1 waters\n")
    logged(client, "INFO:picoweb:127.0.0.1 GET /water 200\n")


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
    assert 'action="/settings"' in client.page("/kitchen/left", 404)
    check_errors_of_the_interface(client)
    assert client.post("/settings", {"plant": "<mint>", "least": "99"}).status == 303
    check_bad_settings(client)


def check_errors_of_the_interface(client):
    """They are JSON, with what the answer needs, also where picoweb found them."""
    for method, path, status, allow in (
            ("GET", "/api/kitchen", 404, None), ("PATCH", "/api/state", 405, "GET, HEAD, OPTIONS")):
        answer = client.ask(method, path, headers={"X-Key": "the key to the pump"})
        assert (answer.status, answer.headers["Allow"]) == (status, allow)
        assert list(answer.json()) == ["error"] and answer.json()["error"]


def check_tutorial_box(client):
    assert 'new EventSource("/events")' in client.page()
    assert 'new EventSource("/events")' in client.page("/kitchen/left", 404)
    check_errors_of_the_interface(client)
    logged(client, " GET /kitchen/left 404\n")
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


def check_howto_forms(client):
    assert 'name="seeds"' in client.page("/order")
    assert client.post("/order", {}).status == 400


def check_howto_broadcast(client):
    assert 'new EventSource("events")' in client.page()
    listeners = [client.events("/events") for _ in range(3)]
    until = time.monotonic() + PATIENCE
    while client.post("/say", {"text": "hush"}).json() != {"listeners": 3}:
        assert time.monotonic() < until, "they do not listen"
    client.post("/say", {"text": "<hello>"})
    for events in listeners:
        events.until(lambda data: json.loads(data) == {"text": "<hello>"})
        events.leave()
    while client.post("/say", {"text": "hush"}).json() != {"listeners": 0}:
        assert time.monotonic() < until, "they are not forgotten"


def check_howto_auth(client):
    assert client.get("/shed/").headers["Location"] == "/login"
    assert "password" in client.page("/login")
    for fields in ({}, {"password": "water"}, {"password": ["watering", "watering"]}):
        assert client.post("/login", fields).status == 403
    answer = client.post("/login", {"password": "watering"})
    assert (answer.status, answer.headers["Location"]) == (303, "/shed/")
    cookie, attributes = answer.headers["Set-Cookie"].split("; ", 1)
    assert attributes == "Max-Age=86400; Path=/; SameSite=Strict; HttpOnly"
    assert client.get("/shed/", {"Cookie": cookie}).text == "Rake, spade, watering can."
    assert client.get("/shed/", {"Cookie": "token=" + "0" * 32}).status == 303
    assert client.ask("POST", "/logout", headers={"Cookie": cookie}).headers["Location"] == "/login"
    assert client.get("/shed/", {"Cookie": cookie}).status == 303


def check_howto_error_pages(client):
    logged(client, "OSError")
    logged(client, "ZeroDivisionError")


def check_howto_tasks(client):
    until = time.monotonic() + PATIENCE
    while int(client.page().split()[0]) < 3:
        assert time.monotonic() < until, "the heart does not beat"
    assert client.post("/stop", {}).text == "Good night"
    assert client.server.wait(PATIENCE) == 0 and "The end, after " in client.log.read_text()
    logged(client, " POST /stop 200\n")


def check_howto_beside(client):
    until = time.monotonic() + PATIENCE
    while int(client.page().split()[0]) < 3:
        assert time.monotonic() < until, "the heart does not beat"
    assert client.post("/water", {}).text == "For ten minutes"
    logged(client, "The pump is on")
    assert "off" not in client.log.read_text()
    interrupt(client.server)
    assert client.server.wait(PATIENCE) == 0
    logged(client, "The pump is off")


def check_howto_uploads(client):
    assert 'method: "PUT"' in client.page()
    data = bytes(range(256)) * 400
    assert client.ask("PUT", "/files/big.bin", data).text == "102400 bytes"
    assert (client.folder / "upload-big.bin").read_bytes() == data
    assert client.ask("PUT", "/files/chunks.bin", iter([b"ab", b"c"])).text == "3 bytes"
    too_much = client.connect()
    too_much.request("PUT", "/files/huge.bin", b"x" * 200001)
    assert too_much.getresponse().read() == b"413 Content Too Large: at most 200000 bytes\n"


def check_howto_limits(client):
    assert client.ask("POST", "/note", b"x" * 1000).text == "1000 bytes"
    assert client.ask("POST", "/note", b"x" * 1001, closes=True).status == 413
    assert client.ask("POST", "/pin", b"1234").text == "4 digits"
    assert client.ask("POST", "/pin", b"12345").status == 413
    assert client.ask("POST", "/", b"x" * 2000).status == 404
    assert client.ask("POST", "/", b"x" * 2001, closes=True).status == 404
    many = {"X-%d" % n: "" for n in range(20)}
    for path, fields, status in (("/" + "x" * 200, {}, 414), ("/", {"X-Pot": "x" * 1000}, 431), ("/", many, 431)):
        assert client.get(path, fields, closes=True).status == status
    check_slow_clients(client)


def check_slow_clients(client):
    """Three are let in: an idle one gives way, and who comes after those that are slow waits until one has ended."""
    client.connection.close()
    head = b"POST /note HTTP/1.1\r\nHost: x\r\nContent-Length: "
    clients = [ask(client, data) for data in (b"", b"GET / HT", head, head + b"9\r\n\r\n12345")]
    idle, *slow = clients
    assert read(idle) == b""
    waiting = ask(client, head + b"1\r\n\r\n.")
    ready, _, _ = select.select([*slow, waiting], [], [], PATIENCE)
    assert set(ready) & set(slow), "more than three are served"
    for s in slow:
        assert read(s).startswith(b"HTTP/1.1 408 ")
    assert b"\r\n\r\n1 bytes" in read(waiting)


def ask(client, data):
    """A socket, over which these bytes have been sent."""
    s = socket.create_connection(("127.0.0.1", client.port), PATIENCE)
    client.stack.callback(s.close)
    s.sendall(data)
    return s


def read(s):
    """All that comes before the server closes the connection."""
    return b"".join(iter(lambda: s.recv(4096), b""))


def prepare_howto_https(folder):
    if not shutil.which("openssl"):
        skip_or_fail("openssl is missing")
    subprocess.run(["sh", "-e", "certificate.sh"], cwd=folder, check=True, capture_output=True)


def check_howto_https(client):
    logged(client, "* Running on https://127.0.0.1:")
    plain = ask(client, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    with pytest.raises(ssl.SSLCertVerificationError):
        ssl.create_default_context().wrap_socket(ask(client, b""), server_hostname="127.0.0.1")
    client.connection = client.connect("cert.pem")
    for n in (1, 1000, 16000):
        assert client.ask("POST", "/note", b"x" * n).text == "%d bytes" % n
    plain.setblocking(False)
    with contextlib.suppress(BlockingIOError, ConnectionResetError):
        assert b"HTTP" not in plain.recv(4096)


def check_howto_steps(client):
    assert client.page("/slow") == "Half a second later"
    assert int(client.page().split()[0]) > 10
    assert client.post("/end", {}).text == "Good night"
    assert client.server.wait(PATIENCE) == 0


def check_howto_garden(client):
    assert "<li>chives\n" in client.page() and client.page("/search/sage").count("<li>") == 1
    assert '<li>No "&lt;x&gt;" here\n' in client.page("/search/%3Cx%3E")
    assert client.page("/first").count("<li>") == 1


def check_howto_thread(client):
    assert client.page() == "0 lines"
    until = time.monotonic() + PATIENCE
    while client.get("/late").status == 404:  # the thread serves before the main program adds it
        assert time.monotonic() < until
        time.sleep(0.01)
    assert client.page("/late") == "added while it serves"
    assert client.post("/end", {}).text == "Good night"
    assert client.server.wait(PATIENCE) == 0
    logged(client, "open     http://127.0.0.1:%d/" % client.port)
    logged(client, "The end")


def check_howto_shutdown(client):
    idle = ask(client, b"")
    asking = ask(client, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    time.sleep(0.3)
    if client.on_a_board:
        assert client.post("/end", {}).text == "Good night"
    else:
        client.server.terminate()
    assert read(idle) == b"" and read(asking).endswith(b"The pump is on")
    assert client.server.wait(PATIENCE) == 0 and client.log.read_text().endswith("The pump is off\n")


def check_howto_lean(client):
    assert client.page().count("<p>") == 100
    assert client.post("/settings", {"plant": "mint"}).text == "Thank you"


def plan(client):
    """What is in a file that the app is asked for."""
    (client.folder / "static").mkdir(exist_ok=True)
    (client.folder / "static" / "plan.txt").write_text("water daily")
    return "water daily"


def check_coming_from_flask(client):
    text = plan(client)
    assert client.page("/plants/7/mint") == "7: mint" and client.page("/search?word=a+b") == "a b"
    assert client.post("/order", {"kind": "mint"}).text == "mint"
    answer = client.ask("POST", "/api", "[1]")
    assert answer.json() == {"got": [1]} and answer.headers["X-Made-By"] == "me"
    assert client.page("/hello/%3Cyou%3E") == "<h1>Hello, &lt;you&gt;</h1>\n"
    assert client.get("/old").headers["Location"] == "/hello/you"
    assert client.get("/secret").text == "403 Forbidden: not for you\n"
    assert client.get("/remember").headers["Set-Cookie"] == "lang=cs; Path=/"
    assert client.get("/rows.csv").text == "0,0\n1,1\n2,4\n" and client.get("/plan").text == text
    assert client.get("/guarded").status == 401 and client.page("/x", 404) == "<h1>Gone</h1>"
    assert client.page("/admin/") == "The desk"


def check_coming_from_bottle(client):
    text = plan(client)
    assert client.get("/plants/7").json() == {"plant": 7} and client.page("/rows/b") == "Row b"
    assert client.get("/rows/g").status == 404 and client.page("/search?word=a") == "a"
    assert client.post("/order", {"kind": "mint"}).text == "mint" and client.get("/plan").text == text
    assert client.ask("POST", "/api", "[1]").json() == {"got": [1]}
    answer = client.get("/teapot")
    assert (answer.status, answer.headers["X-Pot"]) == (418, "tea")
    answer = client.get("/remember", {"Cookie": "lang=de"})
    assert (answer.text, answer.headers["Set-Cookie"]) == ("de", "lang=cs; Path=/")
    assert client.get("/old").headers["Location"] == "/teapot"
    assert client.page("/hello/you") == "<h1>Hello, you</h1>\n"
    assert client.get("/guarded").status == 401 and client.page("/x", 404) == "<h1>Gone</h1>"


def check_coming_from_microdot(client):
    text = plan(client)
    assert client.get("/plants/7").json() == {"plant": 7} and client.page("/rows/b") == "Row b"
    assert client.page("/search?word=a") == "a" and client.page("/page") == "<h1>Hello</h1>"
    assert client.post("/order", {"kind": "mint"}).text == "mint" and client.get("/plan").text == text
    assert client.ask("POST", "/api", "[1]").json() == {"got": [1]}
    assert client.page("/count") == "0\n1\n2\n" and client.ask("PUT", "/big", b"x" * 16000).text == "16000"
    assert client.ask("PUT", "/big", b"x" * 50000).text == "50000"
    events = client.events("/events")
    assert [json.loads(next(events)) for _ in range(3)] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert client.page("/divide", 400) == "Not by zero" and client.page("/sub/") == "Below /sub"
    assert client.post("/shutdown", {}).text == "Bye"
    assert client.server.wait(PATIENCE) == 0


def check_coming_from_picoweb1(client):
    check_picoweb1(client)
    assert client.page("/pieces") == "Hello" and client.page("/order").startswith("<form")


def check_coming_old_picoweb1(client):
    check_picoweb1(client)


def check_picoweb1(client):
    assert client.page() == "Hello" and client.post("/order", {"kind": "mint"}).text == "mint"
    assert client.get("/search?word=a").text == "a" and client.get("/iam/me").text == "Hello, me"
    assert client.get("/state").json() == {"on": True} and client.get("/missing").status == 404
    assert client.get("/kind", {"Content-Type": "x/y"}).text == "x/y"
