"""Chromium as the client: event streams, every example, and many images at once."""

import contextlib
import http.client
import json
import os
import re
import subprocess
import sys
import time
import urllib.parse

import pytest

import served
from chromium import TOOL
from served import PATIENCE, eventually, on_loops, on_runtimes
from test_examples import EXAMPLE, NAMES

def ask(port, path, form=None):
    """The JSON that is answered to a GET, or to a POST of a form (dict), on a connection of its own."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("POST" if form else "GET", path, form and urllib.parse.urlencode(form))
        return json.load(connection.getresponse())


def descriptors(server):
    return len(os.listdir(f"/proc/{server.pid}/fd"))


def descriptors_at_rest(server):
    """As many as there are while nobody is connected; the last connection may be ending just now."""
    counts = []
    for _ in range(20):
        counts.append(descriptors(server))
        time.sleep(0.02)
    return min(counts)


def test_where_no_browser_can_be_had_the_tool_says_why(tmp_path):
    env = {"PATH": "", "PICOWEB_CACHE": str(tmp_path)}
    done = subprocess.run([sys.executable, TOOL], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert done.returncode and not done.stdout and "there is no apt-get" in done.stderr


# Event streams


@on_runtimes
def test_events_of_all_kinds_and_a_client_that_comes_again(runtime, chromium, tmp_path):
    def check(page):
        page.goto("/?kinds")
        page.wait_for_function("seen.length == 9")
        *kinds, json_event, data, long, end, again = page.evaluate("seen")
        assert kinds == [
            ["message", "", "plain"], ["message", "1", " two\n\nlines \n"],
            ["Größe", "1", "Žluťoučký kůň 👋"], ["tick", "1", ""],
        ]
        assert json_event[:2] == ["tick", "two"] and json.loads(json_event[2]) == {"list": [1, None, "ü"]}
        assert data == ["message", "two", "id: 9\ndata: €"]
        assert long == ["message", "two", "0123456789abcdef" * 1024]
        assert end == ["message", "ü 7: 👋", "end"]
        assert again == ["message", "ü 7: 👋", "welcome back"]
        assert page.evaluate("[source.readyState, opened, failed]") == [1, 2, 1]

    with served.app(runtime, "app_events", tmp_path / "log") as (_, port):
        assert chromium.visit(port, check) == []
        assert ask(port, "/state")["ids"] == [None, "ü 7: 👋"]


@on_runtimes
def test_nothing_is_left_of_a_page_that_was_closed(runtime, chromium, tmp_path):
    def check(page):
        open_pages = page, page.context.new_page(), page.context.new_page()
        for each, path in zip(open_pages, ("still", "listen", "listen")):
            each.goto(f"/?{path}")
            each.wait_for_function("opened == 1")
        eventually(lambda: ask(port, "/state")["listen"], 2)
        assert ask(port, "/state")["handlers"] == 3
        closed, left, kept = open_pages
        closed.close()
        eventually(lambda: ask(port, "/state")["handlers"], 2)
        left.goto("about:blank")
        eventually(lambda: ask(port, "/state")["handlers"], 1)
        assert ask(port, "/state")["listen"] == 1
        kept.evaluate("source.close()")
        eventually(lambda: ask(port, "/state"), before)

    with served.app(runtime, "app_events", tmp_path / "log") as (server, port):
        ask(port, "/state")  # with the first connection, uvloop opens a descriptor for itself
        count = descriptors_at_rest(server)
        before = ask(port, "/state")
        assert chromium.visit(port, check) == []
        eventually(lambda: descriptors(server), count)
        eventually(lambda: ask(port, "/state"), before)
    assert "Traceback" not in (tmp_path / "log").read_text()


@on_loops
def test_two_pages_get_what_is_broadcast(runtime, modules, chromium, tmp_path):
    def tell(**form):
        return ask(port, "/news", form)["listen"]

    def check(page):
        pages = page, page.context.new_page()
        for each in pages:
            each.goto("/?news")
            each.wait_for_function("opened == 1")
        assert tell(text="one") == tell(text="zwei für alle", id="2", event="tick") == 2
        for n in range(5):
            assert tell(text=f"number {n}\n...") == 2
        for each in pages:
            each.wait_for_function("seen.length == 7")
            assert each.evaluate("seen") == [
                ["message", "", "one"], ["tick", "2", "zwei für alle"],
                *(["message", "2", f"number {n}\n..."] for n in range(5)),
            ]
        for _ in range(5):
            page.reload()
            page.wait_for_function("opened == 1")
        eventually(lambda: tell(text="last"), 2)
        page.wait_for_function("seen.length")

    with served.app(runtime, "app_news", tmp_path / "log", modules) as (_, port):
        assert chromium.visit(port, check) == []
        eventually(lambda: tell(text="nobody hears it"), 0)


@on_runtimes
def test_heartbeats_are_not_noticed(runtime, chromium, tmp_path):
    def check(page):
        page.goto("/?quiet")
        page.wait_for_function("seen.length")
        assert page.evaluate("[seen, opened, failed, source.readyState]") == [[["message", "", "at last"]], 1, 0, 1]

    with served.app(runtime, "app_events", tmp_path / "log") as (_, port):
        assert chromium.visit(port, check) == []


def test_an_event_stream_goes_on_after_the_board_was_started_anew(chromium, tmp_path):
    runtime = served.RUNTIMES[0]

    def check(page):
        page.goto("/")
        page.evaluate("counted = []; source.addEventListener('message', event => counted.push(+event.data))")
        page.wait_for_function("counted.length > 2")
        server.kill()
        server.wait()
        page.wait_for_function("source.readyState == EventSource.CONNECTING")
        before = page.evaluate("counted.length")
        with served.again(runtime, "event_stream", port, tmp_path / "log2"):
            page.wait_for_function("before => counted.length > before + 2", arg=before)
        counted = page.evaluate("counted")
        assert counted == list(range(counted[0], counted[0] + len(counted)))

    with served.example(runtime, "event_stream", tmp_path / "log") as (server, port):
        problems = chromium.visit(port, check)
    assert problems and all(re.search("net::ERR_(INCOMPLETE_CHUNKED_ENCODING|CONNECTION_)", each) for each in problems)


IMAGES = """all => Promise.all(all.map(async image => {
    await image.decode();
    return image.naturalWidth;
}))"""


@on_loops
def test_twenty_images_at_once(runtime, modules, chromium, tmp_path):
    def check(page):
        for turn in range(3):
            page.goto(f"/?{turn}")
            widths = page.locator("img").evaluate_all(IMAGES)
            assert widths == [48 if n % 4 == 1 else 4 * n + 4 for n in range(20)]
        seen = ask(port, "/seen")
        assert seen["images"] == 60 and seen["connections"] > 3

    log = tmp_path / "log"
    with served.app(runtime, "app_gallery", log, modules) as (_, port):
        assert chromium.visit(port, check) == [], log.read_text()
    assert "Traceback" not in log.read_text()


# The examples. Each `browse_NAME` begins on the example's first page, wherever that is.


PROBLEMS = {  # those that an example is there to show
    "exceptions": [
        "GET /divide: 500", "GET /midway failed: net::ERR_INCOMPLETE_CHUNKED_ENCODING", "GET /teapot: 418",
        "console: Failed to load resource: net::ERR_INCOMPLETE_CHUNKED_ENCODING",
    ],
}


def browse_blink(page):
    def count():
        return int(re.fullmatch(r"The lamp was switched (\d+) times. It is (on|off).", text_of(page)).group(1))

    before = count()
    page.wait_for_timeout(100)
    page.reload()
    assert count() > before + 5


def browse(page, name):
    function = globals().get("browse_" + name)
    assert function, f"nothing here browses example/{name}.py"
    function(page)


@on_runtimes
@pytest.mark.parametrize("name", [name for name in NAMES if name != "demo"])
def test_example(name, runtime, chromium, tmp_path):
    def check(page):
        page.goto("/")
        browse(page, name)

    log = tmp_path / "log"
    with served.example(runtime, name, log) as (_, port):
        assert chromium.visit(port, check) == PROBLEMS.get(name, []), log.read_text()
    assert ("Traceback" in log.read_text()) == (name == "exceptions")


@on_runtimes
def test_demo(runtime, chromium, tmp_path):
    def check(page):
        page.goto("/examples")
        links = page.locator("a.example").all_inner_texts()
        assert sorted([*links, "blink", "demo"]) == NAMES, "but for one that has a loop of its own"
        for name in links:
            click(page, f".example[href='{name}/']")
            assert page.url.endswith(f"/{name}/")
            assert text_of(page) or page.locator("img").count()
            page.go_back()
            assert page.locator(f"[href='source/{name}']").count() == 1
        assert (EXAMPLE / "forms.py").read_text().strip() == follow(page, "[href='source/forms']")
        page.goto("/")
        page.wait_for_function("loaded => document.getElementById('loaded').innerText == loaded", arg=str(len(links)))

    log = tmp_path / "log"
    with served.example(runtime, "demo", log) as (_, port):
        assert chromium.visit(port, check) == [], log.read_text()
    assert "Traceback" not in log.read_text()


def text_of(page):
    return page.inner_text("body").strip()


def click(page, text):
    """Click a link or button that leads to another page, and wait for that. text: what it says, or a selector."""
    with page.expect_navigation():
        page.click(text if "[" in text else f"text={text}")


def enter(page, selector):
    """Send a form by the Enter key in a field of it."""
    with page.expect_navigation():
        page.press(selector, "Enter")


def follow(page, link):
    """Click a link. Returns the text of the page behind it, and goes back."""
    click(page, link)
    text = text_of(page)
    page.go_back()
    return text


def fetch(page, method, path, value=None):
    """Have a script on the page ask. Returns (status, value of the JSON)."""
    script = """async ([method, path, body]) => {
        let answer = await fetch(path, {method, body, headers: body ? {"Content-Type": "application/json"} : {}});
        let text = await answer.text();
        return [answer.status, text && JSON.parse(text)];
    }"""
    return tuple(page.evaluate(script, [method, path, value and json.dumps(value)]))


def browse_hello(page):
    for _ in range(3):
        assert page.inner_text("h1") == "Hello" and "A few lines of Python" in page.inner_text("p")
        page.reload()


def browse_routes_list(page):
    assert page.title() == "Routes in a list"
    assert follow(page, "About") == "A window sill with plants."
    assert follow(page, "mint") == "This is about mint."
    assert follow(page, "Pot 7") == "Pot 7 stands between 6 and 8."


def browse_routes_decorator(page):
    for state in ("off", "on", "off"):
        assert f"The lamp is {state}." in text_of(page)
        click(page, "Switch")
    url = page.url
    assert fetch(page, "GET", "lamp") == (200, {"on": True})
    assert fetch(page, "DELETE", "lamp") == fetch(page, "GET", "lamp") == (200, {"on": False})
    page.reload()
    assert page.url == url and "The lamp is off." in text_of(page)


def browse_mounted_apps(page):
    assert follow(page, "Shop") == "Seeds and pots. Your cart"
    assert "is empty." in follow(page, "cart")
    click(page, "Blog")
    assert follow(page, "The first post") == "The blog answers for /first."


def browse_forms(page):
    page.fill("[name=x]", "-7")
    click(page, "Square it")
    assert text_of(page) == "-7 squared is 49." and page.url.endswith("/squared?x=-7")
    page.go_back()
    page.fill("[name=name]", "Tom & <Zoë> 100% + 1")
    page.check("[value=basil]")
    page.check("[value=mint]")
    click(page, "Order seeds")
    assert text_of(page) == "Tom & <Zoë> 100% + 1 orders:\nbasil\nmint"
    page.go_back()
    page.check("[value=mint]")
    page.fill("[name=name]", "")
    page.uncheck("[value=basil]")
    enter(page, "[name=name]")
    assert text_of(page) == "nobody orders:\nmint"


def browse_todo(page):
    url = page.url

    def shown():
        assert page.url == url
        return page.inner_text("output"), page.locator("li").evaluate_all("all => all.map(li => li.innerText.trim())")

    assert shown() == ("", [])
    page.click("text=Add")  # an empty field is not sent
    page.fill("[name=text]", "water the basil; 50% & <more>")
    click(page, "Add")
    first, second = "water the basil; 50% & <more>\nDone", "gieß den Salbei 🌿\nDone"
    assert shown() == ("Added: water the basil; 50% & <more>", [first])
    page.reload()
    assert shown() == ("", [first])  # it was told once, and nothing was sent again
    page.fill("[name=text]", "gieß den Salbei 🌿")
    enter(page, "[name=text]")
    assert shown() == ("Added: gieß den Salbei 🌿", [first, second])
    click(page, "Done >> nth=0")
    assert shown() == ("Done: water the basil; 50% & <more>", [second])
    page.goto("about:blank")
    page.go_back()
    page.reload()
    assert shown() == ("", [second])


def browse_json_api(page):
    assert json.loads(follow(page, "All notes"))[0]["text"] == "water the basil"
    status, added = fetch(page, "POST", "notes", {"text": "gieß die Minze"})
    assert status == 201 and fetch(page, "GET", f"notes/{added['id']}")[1]["text"] == "gieß die Minze"
    assert fetch(page, "DELETE", f"notes/{added['id']}") == (204, "")
    assert len(fetch(page, "GET", "notes")[1]) == 1


def browse_rest_api(page):
    assert "basil" in follow(page, "All plants")
    status, mint = fetch(page, "POST", "plants", {"name": "Minze ü", "litres": 1})
    assert status == 201 and mint["name"] == "Minze ü"
    assert fetch(page, "PUT", mint["url"], {"name": "mint", "litres": 2.5})[1]["litres"] == 2.5
    assert fetch(page, "GET", mint["url"]) == (200, dict(mint, name="mint", litres=2.5))
    assert fetch(page, "DELETE", mint["url"]) == (204, "")


def browse_template(page):
    assert page.inner_text("h1") == "Plants"
    assert page.inner_text("li >> nth=0") == "basil: water every 3 days; it likes sun & warmth"
    assert page.inner_text("li >> nth=1") == "mint: water every day; it needs a pot > 20 cm"
    click(page, "Squares")
    rows = page.locator("tr").evaluate_all("rows => rows.map(row => row.innerText)")
    assert rows == [f"{n}\t{n * n}" for n in range(1, 11)]
    page.go_back()
    assert follow(page, "as text") == "1 squared is 1.\n2 squared is 4.\n3 squared is 9."


def browse_images(page):
    widths = page.locator("img").evaluate_all(IMAGES)
    assert len(widths) == 3 and all(widths) and widths[2] == 96


def browse_unicode(page):
    assert page.title() == "Grüße" and page.input_value("[name=text]") == "Žluťoučký kůň"
    for language, greeting in (("ελληνικά", "Γεια"), ("日本語", "こんにちは"), ("עברית", "שלום"), ("emoji", "👋")):
        assert follow(page, language) == greeting
    page.fill("[name=text]", "<b>“Žluťoučký” & 👋 +%20")
    click(page, "✓")
    assert text_of(page) == "<b>“Žluťoučký” & 👋 +%20\n\n23 characters"


def browse_extra_headers(page):
    assert follow(page, "dict") == "Nobody keeps a copy of this page."
    assert follow(page, "list") == "You have two cookies now."
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert cookies == {"plant": "mint", "pot": "7"}
    assert follow(page, "bytes") == "Each line ends in CRLF."
    assert follow(page, "returned") == "A status and header fields, returned with the page."


def browse_header_modes(page):
    assert "Chrome/" in follow(page, "parse") and "Nobody looked" in follow(page, "skip")
    count = follow(page, "leave")
    assert re.fullmatch("Your browser sent [0-9]+ lines.", count) and int(re.search("[0-9]+", count)[0]) > 5


def browse_raw_response(page):
    for _ in range(3):
        assert text_of(page) == "Every byte of this is from the handler."
        page.reload()


def browse_exceptions(page):
    assert "It was a ZeroDivisionError" in follow(page, "Divide by zero")
    assert follow(page, "ask for coffee") == "418 I'm a Teapot: there is tea"
    with page.expect_event("requestfailed"):
        page.click("text=fail midway")
    page.wait_for_function("document.body && document.body.innerText.trim() == 'One, two,'")


def browse_basic_auth(page):
    login(page, "shed", "Rake, spade, watering can.")


def browse_basic_auth_decorator(page):
    login(page, "garden", "Welcome, gardener.")
    assert '"rake"' in follow(page, "tools")


def login(page, path, welcome):
    """Open a page behind a password as people do: the browser asks them, and knows from then on."""
    url = urllib.parse.urljoin(page.url, path)
    page.goto(url.replace("://", "://gardener:watering@"))
    assert text_of(page) == welcome
    page.go_back()
    assert follow(page, path) == welcome


def moves(page, times=3):
    """The text of the page's <output> changes again and again."""
    for _ in range(times):
        text = page.inner_text("output")
        page.wait_for_function("text => document.querySelector('output').innerText != text", arg=text)
    return page.inner_text("output")


def browse_event_stream(page):
    assert int(moves(page)) >= 3


def browse_event_stream_push(page):
    second = page.context.new_page()
    second.goto(page.url)
    for each in (page, second):
        each.wait_for_function("document.querySelector('output').innerText.endsWith('for 2')")
    assert moves(page).endswith("for 2")
    second.close()
    page.wait_for_function("document.querySelector('output').innerText.endsWith('for 1')")


def browse_sensor(page):
    assert 18 <= int(moves(page, 1)) <= 24 and "°C" in text_of(page)


def browse_legacy(page):
    assert "blinked" in text_of(page)
    assert follow(page, "Say your name") == "Hello, basil"
    assert fetch(page, "GET", "status")[1]["blinks"] > 0
    click(page, "GET")
    assert text_of(page) == "The plant is mint"
    page.go_back()
    page.fill("[name=plant] >> nth=1", "mint & 100%")
    click(page, "POST")
    assert text_of(page) == "The plant is mint & 100%"
