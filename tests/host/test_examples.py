"""Every example, as the main program of every interpreter, over real sockets.

An example without a function `check_NAME` here fails. After each check Ctrl-C
has to end the server; only where a handler raises may it have logged an exception.
"""

import ast
import base64
import contextlib
import functools
import http.client
import json
import re
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from interpreters import ROOT, all_interpreters  # noqa: E402

from apps import PATIENCE, STARTER, Client, interrupt, serving  # noqa: E402
from need import skip_or_fail  # noqa: E402

EXAMPLE = ROOT / "example"
NAMES = sorted(path.stem for path in EXAMPLE.glob("*.py"))
BY_COMMAND = ("demo", "legacy")  # on a computer these are started by `picoweb run`


@pytest.mark.parametrize("interpreter", all_interpreters(), ids=lambda each: each.name)
@pytest.mark.parametrize("name", NAMES)
def test_example(name, interpreter, tmp_path):
    if not interpreter.command:
        skip_or_fail(interpreter.why)
    check = globals().get("check_" + name)
    assert check, f"nothing here checks example/{name}.py"
    log = tmp_path / "log"
    with serving(functools.partial(start, interpreter, name), log) as (server, port):
        with contextlib.ExitStack() as stack:
            check(Client(port, stack))
            interrupt(server)
            ended = server.wait(PATIENCE)
    text = log.read_text(errors="replace")
    assert ended in (0, 130), text
    assert ("Traceback" in text) == (name in ("exceptions", "demo")), text
    assert not re.search("ERROR.* GET /live", text), "a page that was left is no error"


@pytest.mark.parametrize("name", NAMES)
def test_docstring_says_what_is_shown(name):
    first, blank, *more = ast.get_docstring(ast.parse((EXAMPLE / f"{name}.py").read_text())).splitlines()
    assert first[-1] == "." and not blank and 1 <= len(more) <= 3


def start(interpreter, name, port, output):
    words = [STARTER, f"example/{name}", port]
    if name in BY_COMMAND and not interpreter.micropython:
        words = ["-m", "picoweb", "run", f"example/{name}.py", "--port", port]
    return interpreter.start(*words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output)


def check_hello(client):
    for _ in range(3):
        assert client.page().startswith("<h1>Hello</h1><p>")


def check_routes_list(client):
    assert 'href="plants/basil"' in client.page()
    assert client.page("/about") == "A window sill with plants."
    assert client.page("/plants/mint") == "This is about mint."
    assert client.get("/pots/7").text == "Pot 7 stands between 6 and 8."
    for path in ("/plants/", "/plants/Mint", "/pots/seven", "/abou", "/about/"):
        assert client.get(path).status == 404


def check_routes_decorator(client):
    assert "The lamp is off." in client.page()
    switched = client.post("/switch", {})
    assert (switched.status, switched.headers["Location"]) == (303, ".")
    assert "The lamp is on." in client.page()
    assert client.get("/lamp").json() == {"on": True}
    assert client.ask("DELETE", "/lamp").json() == {"on": False}
    assert client.ask("PUT", "/lamp").json() == {"on": True}
    refused = client.get("/switch")
    assert (refused.status, refused.headers["Allow"]) == (405, "OPTIONS, POST")
    refused = client.post("/lamp", {})
    assert (refused.status, refused.headers["Allow"]) == (405, "DELETE, GET, HEAD, OPTIONS, PUT")


def check_mounted_apps(client):
    assert 'href="shop/cart/"' in client.page()
    assert 'href="first"' in client.page("/blog/")
    assert client.page("/blog/first") == "The blog answers for /first."
    assert 'href="cart/"' in client.page("/shop/")
    assert client.page("/shop/cart/") == "The cart, which is at /shop/cart of the site, is empty."
    for path in ("/first", "/cart/", "/blogs", "/shop/first"):
        assert client.get(path).status == 404


def check_forms(client):
    assert '<form action="order" method="post">' in client.page()
    assert client.page("/squared?x=12") == "12 squared is 144."
    for query in ("", "?x=", "?x=y", "?x=1&x=2"):
        assert client.get("/squared" + query).status == 400
    answer = client.post("/order", {"name": "Tom & <Ann>", "seeds": ["basil", "mint"]})
    assert answer.text == "<p>Tom &amp; &lt;Ann&gt; orders:<br>basil<br>mint"
    assert client.post("/order", {"name": "", "seeds": "mint"}).text == "<p>nobody orders:<br>mint"
    assert client.post("/order", {"name": "Zoë"}).text == "<p>Zoë orders:"
    assert client.get("/order").status == 405


def check_header_modes(client):
    assert 'href="leave"' in client.page()
    assert client.get("/parse", {"user-agent": "a <b>"}).text == "Your browser: a &lt;b&gt;"
    assert client.get("/parse").text == "Your browser: unknown"
    assert client.get("/skip", {"User-Agent": "x"}).text == "Nobody looked at them."
    few, more = (client.get("/leave", {"X-Field-%d" % n: "x" for n in range(count)}) for count in (0, 3))
    assert int(re.search("[0-9]+", few.text)[0]) + 3 == int(re.search("[0-9]+", more.text)[0])
    assert client.get("/parse").status == 200


def check_extra_headers(client):
    assert 'href="dict"' in client.page()
    headers = client.get("/dict").headers
    assert (headers["X-Plant"], headers["Cache-Control"]) == ("basil", "no-store")
    assert client.get("/list").headers.get_all("Set-Cookie") == ["plant=mint", "pot=7"]
    answer = client.get("/bytes")
    assert (answer.headers["X-Plant"], answer.headers["X-Pot"]) == ("chives", "3")
    assert answer.text == "Each line ends in CRLF."
    answer = client.get("/returned")
    assert (answer.status, answer.reason, answer.headers["X-Plant"]) == (202, "Accepted", "sage")


def login(text, scheme="Basic"):
    return {"Authorization": f"{scheme} {base64.b64encode(text.encode()).decode()}"}


def check_login(client, path, granted, welcome):
    """One user gets in; nobody, a wrong one and a malformed one do not."""
    wrong = ("gardener:wateringg", "gardener:waterin", "gardener:", "gardene:watering", "", ":", "x", "nobody:no password")
    malformed = ({}, {"Authorization": "Basic"}, {"Authorization": "Basic ??"}, {"Authorization": "Basic /w=="})
    for headers in [*map(login, wrong), *malformed, login(granted, "Bearer")]:
        answer = client.get(path, headers)
        assert answer.status == 401, headers
        assert answer.headers["WWW-Authenticate"].startswith('Basic realm="')
    for headers in (login(granted), login(granted, "basic")):
        answer = client.get(path, headers)
        assert (answer.status, answer.text) == (200, welcome)


def check_basic_auth(client):
    assert 'href="shed"' in client.page()
    check_login(client, "/shed", "gardener:watering", "Rake, spade, watering can.")


def check_basic_auth_decorator(client):
    assert 'href="garden"' in client.page()
    check_login(client, "/garden", "gardener:watering", "Welcome, gardener.")
    check_login(client, "/garden", "guest:welcome", "Welcome, guest.")
    assert client.get("/tools", login("guest:welcome")).json() == {"user": "guest", "tools": ["rake", "spade"]}
    assert client.get("/tools").status == 401


def check_raw_response(client):
    for _ in range(2):
        answer = client.get(closes=True)
        assert (answer.status, answer.reason) == (200, "Looks Good To Me")
        assert answer.text == "Every byte of this is from the handler.\n"
        assert sorted(answer.headers) == ["Connection", "Content-Type"]


def check_event_stream(client):
    assert 'EventSource("events")' in client.page()
    first = client.events("/events")
    assert [next(first) for _ in range(3)] == ["1", "2", "3"]
    second = client.events("/events")
    assert [next(second) for _ in range(2)] == ["1", "2"]
    assert int(next(first)) > 3
    first.leave()
    assert [next(second) for _ in range(3)] == ["3", "4", "5"]
    assert client.page()


def check_event_stream_push(client):
    assert 'EventSource("events")' in client.page()
    first = client.events("/events")
    second = client.events("/events")
    event = first.until(lambda data: data.endswith("for 2"))
    assert second.until(lambda data: data.endswith("for 2")) == event
    for _ in range(3):
        event = next(first)
        assert next(second) == event
    first.leave()
    second.until(lambda data: data.endswith("for 1"))
    third = client.events("/events")
    event = third.until(lambda data: True)
    assert second.until(lambda data: data.endswith("for 2")) == event
    assert client.page()


def check_exceptions(client):
    assert 'href="divide"' in client.page()
    assert "It was a ZeroDivisionError" in client.page("/divide", 500)
    answer = client.get("/teapot")
    assert (answer.status, answer.reason, answer.text) == (418, "I'm a Teapot", "418 I'm a Teapot: there is tea\n")
    client.connection.request("GET", "/midway")
    with pytest.raises(http.client.IncompleteRead) as cut:
        client.connection.getresponse().read()
    assert cut.value.partial == b"<p>One, two, "
    client.connection.close()
    assert client.page()


def check_images(client):
    page = client.page()
    types = {"svg": "image/svg+xml", "png": "image/png"}
    for name in ("board.svg", "leaf.png"):
        assert f'src="static/{name}"' in page
        answer = client.get("/static/" + name)
        assert answer.headers["Content-Type"] == types[name[-3:]]
        assert answer.body == (ROOT / "static" / name).read_bytes()
        assert int(answer.headers["Content-Length"]) == len(answer.body)
    for _ in range(2):
        answer = client.get("/sky.bmp")
        assert answer.headers["Content-Type"] == "image/bmp"
        check_bmp(answer.body, 96, 64)
    assert client.ask("HEAD", "/sky.bmp").headers["Content-Length"] == str(len(answer.body))
    assert client.get("/static/none.png").status == 404


def check_bmp(data, width, height):
    assert data[:2] == b"BM" and len(data) == 54 + 3 * width * height
    assert int.from_bytes(data[2:6], "little") == len(data)
    assert int.from_bytes(data[10:14], "little") == 54
    assert [int.from_bytes(data[at : at + 4], "little") for at in (18, 22)] == [width, height]
    assert data[54:60] == bytes((90, 140, 240)) * 2 and data[-3:] == bytes((153, 77, 51))


def check_unicode(client):
    page = client.page()
    assert "<title>Grüße</title>" in page and "Žluťoučký kůň" in page
    links = re.findall('href="([^"]+)"', page)
    greetings = [client.page("/" + link) for link in links]
    assert greetings == ["Goddag", "Γεια", "こんにちは", "שלום", "👋"]
    assert client.page("/in/" + urllib.parse.quote("<ß>"), 404) == "No greeting in “&lt;ß&gt;”."
    assert client.post("/echo", {"text": "<Žluťoučký 👋>"}).text == "<p>&lt;Žluťoučký 👋&gt;<p>13 characters"
    assert client.get("/in/%ff").status == 404


def check_template(client):
    page = client.page()
    assert "basil: water every 3 days; it likes sun &amp; warmth\n" in page
    assert "mint: water every day; it needs a pot &gt; 20 cm\n" in page
    assert "comment" not in page
    rows = "".join(f"<tr><th>{n}<td>{n * n}\n" for n in range(1, 11))
    assert client.page("/squares") == f"<!doctype html>\n<title>Squares</title>\n<h1>Squares</h1>\n<table>\n{rows}</table>\n"
    answer = client.get("/squares.txt")
    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.text == "1 squared is 1.\n2 squared is 4.\n3 squared is 9.\n"


def check_json_api(client):
    assert 'href="notes"' in client.page()
    assert client.get("/notes").json() == [{"id": 1, "text": "water the basil"}]
    added = client.ask("POST", "/notes", json.dumps({"text": "gieß die Minze"}))
    assert (added.status, added.json(), added.headers["Location"]) == (201, {"id": 2}, "notes/2")
    assert client.get("/notes/2").json() == {"id": 2, "text": "gieß die Minze"}
    assert len(client.get("/notes").json()) == 2
    missing = client.get("/notes/3")
    assert (missing.status, missing.json()) == (404, {"error": "no note 3"})
    for body in ("[]", "{}", '{"text": 1}', "{", ""):
        assert client.ask("POST", "/notes", body).status == 400
    deleted = client.ask("DELETE", "/notes/1")
    assert (deleted.status, deleted.body) == (204, b"")
    assert [note["id"] for note in client.get("/notes").json()] == [2]
    assert client.ask("PUT", "/notes/2").headers["Allow"] == "DELETE, GET, HEAD, OPTIONS"


def check_rest_api(client):
    assert 'href="plants"' in client.page()
    basil = {"name": "basil", "litres": 0.5, "url": client.get("/plants/1").json()["url"]}
    assert client.get("/plants").json() == [basil]
    added = client.ask("POST", "/plants", json.dumps({"name": "mint", "litres": 1}))
    assert (added.status, added.json()["name"]) == (201, "mint") and added.headers["Location"] == added.json()["url"]
    assert client.ask("PUT", "/plants/2", json.dumps({"name": "mint", "litres": 2})).json()["litres"] == 2
    assert client.get("/plants/2").json()["litres"] == 2
    for body, status, why in (
            ("[]", 400, "send an object"), ("{", 400, "malformed JSON at 1"), ('{"name": " "}', 422, "name: a text is needed"),
            ('{"name": "x", "litres": "1"}', 422, "litres: a number between 0 and 10 is needed")):
        answer = client.ask("POST", "/plants", body)
        assert (answer.status, answer.json()) == (status, {"error": why})
    assert client.get("/plants/7").json() == {"error": "no plant 7"}
    assert client.get("/plants/x").status == 404
    wrong = client.ask("PATCH", "/plants/1")
    assert (wrong.status, wrong.headers["Allow"]) == (405, "DELETE, GET, HEAD, OPTIONS, PUT")
    assert client.ask("DELETE", "/plants/1").status == 204 and client.get("/plants/1").status == 404


def check_todo(client):
    assert "<output></output>" in client.page()
    added = client.post("/add", {"text": "water <b>"})
    assert (added.status, added.headers["Location"]) == (303, ".")
    cookie = added.headers["Set-Cookie"].split(";")[0]
    client.connection.request("GET", "/", headers={"Cookie": cookie})
    answer = client.connection.getresponse()
    page = answer.read().decode()
    assert "<output>Added: water &lt;b&gt;</output>" in page and "Max-Age=0" in answer.headers["Set-Cookie"]
    assert client.post("/add", {"text": " "}).status == 303
    done = client.post("/done/1", {})
    assert (done.status, done.headers["Location"]) == (303, "..")
    assert "<li>" not in client.page() and client.post("/done/1", {}).status == 404


def check_blink(client):
    before, after = (int(re.search(r"switched (\d+) times", client.page()).group(1)) for _ in range(2))
    until = time.monotonic() + PATIENCE
    while after <= before + 2:
        assert time.monotonic() < until, "the lamp does not blink"
        after = int(re.search(r"switched (\d+) times", client.page()).group(1))


def check_sensor(client):
    assert 'fetch("reading")' in client.page()
    seen = set()
    until = time.monotonic() + PATIENCE
    while len(seen) < 3:
        assert time.monotonic() < until, "nobody measures"
        answer = client.get("/reading")
        assert answer.headers["Cache-Control"] == "no-store"
        assert 18 <= answer.json()["celsius"] <= 24
        seen.add(answer.json()["number"])
        time.sleep(0.02)


def check_legacy(client):
    assert "Say your name" in client.page()
    assert client.get("/iam/basil").text == "Hello, basil"
    assert client.get("/form?plant=mint+tea").text == "The plant is mint tea"
    assert client.post("/form", {"plant": "sage"}).text == "The plant is sage"
    until = time.monotonic() + PATIENCE
    while client.get("/status").json()["blinks"] < 2:
        assert time.monotonic() < until, "nobody blinks"
        time.sleep(0.05)
    assert client.get("/raw", closes=True).text == "A head that the app writes itself."
    answer = client.post("/content", {"who": "b&b", "plant": "sage"})
    assert answer.text == "b&b waters the sage" and answer.headers["Content-Type"] == "text/plain"
    answer = client.get("/fails")
    assert answer.status == 500 and answer.text.startswith("That went wrong: ValueError(")
    assert client.get("/fails?x").status == 404


def check_demo(client):
    page = client.page("/examples")
    shown = [name for name in NAMES if name != "blink"]  # which has a loop of its own
    for name in shown:
        assert f'href="source/{name}"' in page
        source = (EXAMPLE / f"{name}.py").read_text()
        assert client.get("/source/" + name).text == source
        if name != "demo":
            assert source[3:].splitlines()[0] in page
    live = client.events("/live")
    before = json.loads(next(live))
    assert 0 < len(before["readings"]) <= 8 and before["readings"][0][1] > 0, "it has a past"
    for each in ("/", "/gallery", "/settings"):
        page += client.page(each)
    for link in re.findall('(?:href|src)="([a-z./][^":]*)"', page):
        answer = client.get("/" + link.replace("./", ""), closes=link == "raw_response/")
        assert answer.status == 200, link
    moved = client.get("/hello")
    assert (moved.status, moved.headers["Location"]) == (308, "hello/")
    check_mounted(client)
    after = json.loads(live.until(lambda data: json.loads(data)["loaded"] == len(shown) - 1))
    assert after["served"] > before["served"] + len(shown) and after["watching"] == 1
    assert after["uptime"] >= before["uptime"]
    live.leave()
    client.events("/live").until(lambda data: json.loads(data)["watching"] == 1)
    for path in ("/source/nothing", "/nothing/", "/source/../demo", "/source/os", "/static/none.svg"):
        assert client.get(path).status == 404
    check_readings(client)
    check_switches(client)
    check_settings(client)


def check_readings(client):
    """From whatever number on somebody asks, what is kept after it comes, in order and in pieces."""
    oldest, *more = client.get("/news").json()["readings"]
    assert [each[0] for each in more] == list(range(oldest[0] + 1, oldest[0] + 4))
    for since in ("x", "-5", "1" * 30, "999999", "%ff", ""):
        assert client.get("/news?since=" + since).json()["readings"][0][0] >= oldest[0]
    newest = client.get(f"/news?since={oldest[0] + 60}").json()["readings"][-1][0]
    until = time.monotonic() + PATIENCE
    while not client.get(f"/news?since={newest}").json()["readings"]:
        assert time.monotonic() < until, "the board does not measure"
    with contextlib.closing(client.connect()) as connection:
        connection.request("GET", "/live", headers={"Last-Event-ID": str(newest - 3)})
        lines = connection.getresponse()
        event = next(line for line in lines if line.startswith(b"data: "))
    assert json.loads(event[6:])["readings"][0][0] >= newest - 2


def check_switches(client):
    assert client.ask("POST", "/switch", '{"lamp": true}').json() == {"lamp": True, "fan": False, "heater": False}
    assert client.get("/news").json()["lamp"] is True
    for body, status in (("", 400), ("lamp", 400), (b'"\xff"', 400), ("[]", 422), ('{"lamp": 1}', 422), ('{"door": true}', 422)):
        assert client.ask("POST", "/switch", body).status == status
    assert client.get("/switch").status == 405


def check_settings(client):
    good = {"name": "Tom & <Ann>", "interval": "2", "limit": "30", "unit": "F"}
    for field, value in (("name", " "), ("name", "x" * 25), ("interval", "0"), ("interval", "61"), ("interval", "1.5"),
                         ("limit", "9"), ("limit", "٣٣"), ("limit", "²"), ("limit", ["20", "21"]), ("unit", "K")):
        answer = client.post("/settings", {**good, field: value})
        assert answer.status == 422 and answer.text.count('aria-invalid="true"') == (field != "unit"), (field, value)
        assert "Tom &amp; &lt;Ann&gt;" in answer.text or field == "name"
    assert client.get("/news").json()["name"] == "Window sill"
    saved = client.post("/settings", good)
    assert (saved.status, saved.headers["Location"]) == (303, "settings?saved")
    page = client.page("/settings?saved")
    assert "Saved." in page and 'value="Tom &amp; &lt;Ann&gt;"' in page
    news = client.get("/news").json()
    assert [news[each] for each in good] == ["Tom & <Ann>", 2, 30, "F"]


def check_mounted(client):
    """Examples do below their names what they do by themselves."""
    assert client.get("/images/static/leaf.png").body == (ROOT / "static" / "leaf.png").read_bytes()
    assert "<tr><th>10<td>100\n" in client.page("/template/squares")
    assert client.page("/mounted_apps/blog/first") == "The blog answers for /first."
    assert next(client.events("/event_stream_push/events")) == "event 1, for 1"
    assert next(client.events("/event_stream/events")) == "1"
    assert client.get("/sensor/reading").json()["number"] > 0
    assert client.get("/legacy/status").json()["blinks"] > 0
    assert client.get("/exceptions/teapot").status == 418
    assert "It was a ZeroDivisionError" in client.page("/exceptions/divide", 500)
