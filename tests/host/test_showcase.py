"""The showcase that `make demo` serves, in Chromium: on a board's runtime, on this one, and compiled in a small heap."""

import contextlib
import functools
import gzip
import importlib.util
import json
import re
import subprocess
import sys
import zlib

import pytest

import served
from served import on_runtimes
from test_browser import IMAGES, ask, click, text_of
from test_examples import EXAMPLE, NAMES, ROOT

sys.path.insert(0, str(ROOT / "tools"))

from mpy import compile_demo  # noqa: E402

SHOWCASE = EXAMPLE / "showcase"
ASSETS = sorted(path for folder in ("static", "pages") for path in (SHOWCASE / folder).rglob("*") if path.is_file())
SHELF = [name for name in NAMES if name not in ("blink", "demo")]  # the first of which has a loop of its own
PAGES = ("/", "/gallery", "/settings", "/examples")
MOST = 60 * 1024  # bytes of all assets, compressed
HEAP = 100  # KiB that are enough on a board, if all is compiled

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LOST = "net::ERR_(CONNECTION_|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE)"


def demo(runtime, log):
    return served.example(runtime, "demo", log)


def come(page, path="/"):
    """Go to the board's page, and wait until it shows readings."""
    page.goto(path)
    page.wait_for_selector("#state.live, #state.asked")
    page.wait_for_selector("#celsius .trace", state="attached")


def moves(page):
    """Wait for a reading that the page does not have yet."""
    page.wait_for_function("last => readings[readings.length - 1][0] > last", arg=page.evaluate("readings.at(-1)[0]"))


def wait_for(page, name, on):
    page.wait_for_selector(f"#{name}[aria-checked={str(on).lower()}][aria-busy=false], "
                           f"#{name}[aria-checked={str(on).lower()}]:not([aria-busy])")


# The board


@on_runtimes
def test_charts_are_full_at_once_and_move(runtime, chromium, tmp_path):
    def check(page):
        come(page)
        page.wait_for_function("readings.length == 120")
        heap = "KiB" if runtime.micropython else "thousand blocks"
        for id, unit in (("celsius", "°C"), ("lux", "lx"), ("heap", heap)):
            trace = page.get_attribute(f"#{id} .trace", "d")
            page.wait_for_function("([id, was]) => document.querySelector(`#${id} .trace`).getAttribute('d') != was",
                                   arg=[id, trace])
            shown = page.get_attribute(f"#{id} svg", "aria-label")
            assert re.fullmatch(rf"[A-Z][a-z]+, last .*: now [0-9.]+ ({unit}), lowest [0-9.]+, highest [0-9.]+", shown)
            assert len(page.locator(f"#{id} text").all_inner_texts()) >= 4, "axes have labels"
            tops = page.locator(f"#{id} text").evaluate_all("all => all.map(each => each.getBBox().y)")
            assert min(tops) >= 0, "labels are whole"
        assert page.evaluate("readings.every((each, n) => !n || each[0] == readings[n - 1][0] + 1)")
        assert 200 < page.evaluate("readings.at(-1)[3]") < 20000
        page.hover("#lux svg", position={"x": 200, "y": 50})
        page.wait_for_selector("#lux small:has-text('ago')")
        page.click("summary")
        assert json.loads(re.search("data: (.*)", page.inner_text("#raw")).group(1))["heap"]

    log = tmp_path / "log"
    with demo(runtime, log) as (_, port):
        assert chromium.visit(port, check) == [], log.read_text()
    assert "Traceback" not in log.read_text()


@on_runtimes
def test_a_switch_is_the_same_on_all_pages_and_has_an_effect(runtime, chromium, tmp_path):
    def check(page):
        come(page)
        other = page.context.new_page()
        come(other)
        page.click("#heater")
        for each in (page, other):
            wait_for(each, "heater", True)
        warm = page.evaluate("readings.at(-1)[1]") + 300
        page.wait_for_function("warm => readings[readings.length - 1][1] > warm", arg=warm)
        other.click("#lamp")
        wait_for(page, "lamp", True)
        page.wait_for_function("readings[readings.length - 1][2] >= 260")
        page.reload()
        wait_for(page, "heater", True)
        page.click("#heater")
        wait_for(other, "heater", False)
        assert page.inner_text("#trouble") == ""

    log = tmp_path / "log"
    with demo(runtime, log) as (_, port):
        assert chromium.visit(port, check) == [], log.read_text()
    assert "Traceback" not in log.read_text()


@on_runtimes
def test_back_and_reload(runtime, chromium, tmp_path):
    def check(page):
        come(page)
        for path in PAGES[1:]:
            click(page, f"nav [href='{path[1:]}']")
            assert page.url.endswith(path) and page.locator("nav [aria-current]").inner_text() == page.inner_text("h1")
        for _ in range(3):
            page.go_back()
        page.wait_for_selector("#state.live")
        moves(page)
        page.go_forward()
        page.reload()
        assert page.inner_text("h1") == "Gallery"
        page.go_back()
        page.wait_for_selector("#state.live")
        moves(page)
        served.eventually(lambda: ask(port, "/news")["watching"], 1)

    log = tmp_path / "log"
    with demo(runtime, log) as (_, port):
        problems = chromium.visit(port, check)
        assert [each for each in problems if "/static/" not in each] == [], log.read_text()  # images may be left behind
    assert "Traceback" not in log.read_text()


@on_runtimes
def test_more_pages_than_streams(runtime, chromium, tmp_path):
    def check(page):
        pages = [page, *(page.context.new_page() for _ in range(4))]
        for each in pages:
            come(each)
        news = ask(port, "/news")
        assert news["watching"] == (2 if runtime.micropython else 5)
        assert sum("by asking" in each.inner_text("#state") for each in pages) == 5 - news["watching"]
        for _ in range(2):
            for each in pages:
                moves(each)
        pages[4].click("#fan")
        for each in pages:
            wait_for(each, "fan", True)
        pages[0].close()
        for each in pages[1:]:  # one of them has its place soon
            each.wait_for_selector("#state.live, #state.asked")
            moves(each)

    log = tmp_path / "log"
    with demo(runtime, log) as (_, port):
        assert chromium.visit(port, check) == [], log.read_text()
    assert "Traceback" not in log.read_text()


@on_runtimes
def test_a_page_that_nobody_sees_gives_its_connection_back(runtime, chromium, tmp_path):
    def check(page):
        def look(hidden):
            page.evaluate("hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});"
                          "document.dispatchEvent(new Event('visibilitychange')) }", hidden)

        come(page)
        look(True)
        served.eventually(lambda: ask(port, "/news")["watching"], 0)
        look(False)
        moves(page)
        assert page.evaluate("readings.every((each, n) => !n || each[0] == readings[n - 1][0] + 1)"), "nothing is missing"

    with demo(runtime, tmp_path / "log") as (_, port):
        assert chromium.visit(port, check) == []


def test_a_board_that_is_away_and_comes_back(chromium, tmp_path):
    runtime = served.RUNTIMES[0]

    def check(page):
        come(page)
        page.evaluate("said = []; new MutationObserver(() => said.push(place('state').textContent))"
                      ".observe(place('state'), {childList: true})")
        server.kill()
        server.wait()
        page.wait_for_selector("#state.lost")
        assert "lost" in page.inner_text("#state")
        page.click("#lamp")
        page.wait_for_selector("#trouble:has-text('the lamp stays off')")
        wait_for(page, "lamp", False)
        with served.again(runtime, "demo", port, tmp_path / "log2"):
            page.wait_for_selector("#state.live")
            assert page.evaluate("said.at(-1)") == "Back again. Live, by one event stream."
            page.wait_for_function("readings.length == 120")
            moves(page)
            page.click("#lamp")
            wait_for(page, "lamp", True)
            assert page.inner_text("#trouble") == ""

    with demo(runtime, tmp_path / "log") as (server, port):
        problems = chromium.visit(port, check)
    assert problems and all(re.search(LOST, each) for each in problems), problems


# The other pages


@on_runtimes
def test_settings(runtime, chromium, tmp_path):
    def check(page):
        page.goto("/settings")
        asked = []
        page.on("request", lambda request: asked.append(request.method) if request.method == "POST" else None)
        for field, value in (("name", ""), ("interval", "61"), ("interval", ""), ("limit", "9"), ("limit", "12.5")):
            before = page.input_value(f"#{field}")
            page.fill(f"#{field}", value)
            page.click("button")
            assert page.evaluate("field => document.getElementById(field).matches(':user-invalid')", field)
            page.fill(f"#{field}", before)
        assert not asked, "the browser has found these"
        page.evaluate("document.forms[0].noValidate = true")
        page.fill("#name", "Tom & <Ann>")
        page.fill("#interval", "99")
        click(page, "button[class]")
        assert page.locator("[aria-invalid=true]").get_attribute("id") == "interval"
        assert page.inner_text("#interval-error") == "A whole number from 1 to 60."
        assert page.input_value("#name") == "Tom & <Ann>" and page.input_value("#interval") == "99"
        page.fill("#interval", "2")
        page.fill("#limit", "10")
        page.check("[value=F]")
        click(page, "button[class]")
        assert page.url.endswith("/settings?saved") and page.inner_text(".saved") == "Saved."
        page.reload()
        assert page.input_value("#name") == "Tom & <Ann>" and page.is_checked("[value=F]")
        come(page)
        assert page.inner_text("h1") == "Tom & <Ann>" and page.title() == "Tom & <Ann> · picoweb"
        assert page.inner_text("#interval") == "2" and page.inner_text("#celsius abbr") == "°F"
        page.wait_for_selector("#celsius small.bad:has-text('above the limit')")

    log = tmp_path / "log"
    with demo(runtime, log) as (_, port):
        assert chromium.visit(port, check) == ["POST /settings: 422"], log.read_text()
    assert "Traceback" not in log.read_text()


@on_runtimes
def test_settings_without_scripts(runtime, chromium, tmp_path):
    def check(page):
        page.goto("/settings")
        page.fill("#name", "Attic")
        click(page, "button[class]")
        assert "Saved." in text_of(page) and page.input_value("#name") == "Attic"
        page.goto("/")
        click(page, "main [href='examples']")
        assert page.locator(".example").count() == len(SHELF)

    with demo(runtime, tmp_path / "log") as (_, port):
        assert chromium.visit(port, check, java_script_enabled=False) == []


@on_runtimes
def test_twenty_pictures_over_few_connections(runtime, chromium, tmp_path):
    def check(page):
        watching = page.context.new_page()
        come(watching)
        for turn in range(3):
            page.goto(f"/gallery?{turn}")
            assert page.locator("img").evaluate_all(IMAGES) == [120] * 16 + [48] * 4
            page.wait_for_selector("#log tr:has-text('this page'):has-text('20 files')")
        page.click("#all")
        page.wait_for_selector("#log tr:has-text('all again'):has-text('20 files')")
        moves(watching)

    log = tmp_path / "log"
    with demo(runtime, log) as (_, port):
        assert chromium.visit(port, check) == [], log.read_text()
    assert "Traceback" not in log.read_text()


@on_runtimes
def test_what_goes_over_the_wire(runtime, chromium, tmp_path):
    def check(page):
        page.goto("/gallery")
        page.click("#part")
        page.wait_for_selector("#log tr:has-text('206 Partial Content, bytes 0-99/'):has-text('100')", timeout=5000)
        page.click("#again")
        page.wait_for_selector("#log tr:has-text('basil.svg, if changed'):has-text('304 Not Modified')")
        page.click("#all")
        page.wait_for_selector("#log tr:has-text('20 files, 20 had not changed')")

    with demo(runtime, tmp_path / "log") as (_, port):
        assert chromium.visit(port, check) == []


@on_runtimes
def test_the_tune_can_be_wound(runtime, chromium, tmp_path):
    def check(page):
        page.goto("/gallery")
        page.evaluate("player.muted = true; player.preload = 'metadata'; player.load()")
        page.wait_for_function("player.duration > 6")
        assert page.evaluate("player.seekable.length && player.seekable.end(0)") > 6
        page.evaluate("player.currentTime = 5")
        page.wait_for_function("!player.seeking && player.currentTime >= 5", timeout=5000)
        assert page.evaluate("player.error") is None

    with demo(runtime, tmp_path / "log") as (_, port):
        problems = chromium.visit(port, check)
        assert set(problems) <= {"GET /static/tune.wav failed: net::ERR_ABORTED"}, "players leave what they do not need"


# For everybody


@on_runtimes
def test_keyboard_only(runtime, chromium, tmp_path):
    def check(page):
        def press(*keys):
            for key in keys:
                page.keyboard.press(key)

        def focused():
            return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")

        come(page)
        press("Tab")
        assert focused() == "Skip to the content"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        press("Enter", "Tab")
        assert focused() == "lamp"
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "3px"
        press("Space")
        wait_for(page, "lamp", True)
        press("Tab", "Tab", "Enter")
        wait_for(page, "heater", True)
        press("Tab", "Enter")
        page.wait_for_selector("details[open]")
        page.goto("/settings")
        press(*["Tab"] * 7)
        assert focused() == "name"
        page.keyboard.type("Attic")
        press("Tab", "ArrowUp", "Tab", "Tab", "ArrowRight", "Tab")
        with page.expect_navigation():
            press("Enter")
        assert page.url.endswith("?saved") and page.input_value("#name") == "Attic"
        assert page.input_value("#interval") == "2" and page.is_checked("[value=F]")

    with demo(runtime, tmp_path / "log") as (_, port):
        assert chromium.visit(port, check) == []


SMALL_TARGETS = """all => all.filter(each => {
    let {width, height} = each.getBoundingClientRect();
    return width && !each.closest(".skip, label, main p, noscript") && (height < 44 || width < 44);
}).map(each => each.outerHTML)"""


@pytest.mark.parametrize("width", [320, 390])
def test_phone(width, chromium, tmp_path):
    def check(page):
        for path in PAGES:
            page.goto(path)
            assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [width, width], path
            wrong = page.locator("a, button, input:not([type=radio]), fieldset label, summary").evaluate_all(SMALL_TARGETS)
            assert wrong == [], path
        come(page)
        page.tap("#lamp")
        wait_for(page, "lamp", True)
        assert page.evaluate("document.documentElement.scrollWidth") == width

    with demo(served.RUNTIMES[1], tmp_path / "log") as (_, port):
        phone = dict(PHONE, viewport={"width": width, "height": 844})
        assert chromium.visit(port, check, **phone) == []


CONTRASTS = """() => {
    let canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    let rgb = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
                         return [...canvas.getImageData(0, 0, 1, 1).data]; };
    let light = color => color.slice(0, 3).map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
    let ground = each => { for (; each; each = each.parentElement) {
        let color = rgb(getComputedStyle(each).backgroundColor); if (color[3] == 255) return color; } };
    let found = [];
    for (let walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walker.nextNode();) {
        let parent = walker.currentNode.parentElement, style = getComputedStyle(parent);
        if (!walker.currentNode.data.trim() || !parent.getClientRects().length || parent.closest("script, noscript")) continue;
        let pair = [rgb(parent.closest("svg") ? style.fill : style.color), ground(parent)].map(light).sort((a, b) => b - a);
        found.push([(pair[0] + 0.05) / (pair[1] + 0.05), walker.currentNode.data.trim()]);
    }
    return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(scheme, chromium, tmp_path):
    def check(page):
        grounds = set()
        for path in PAGES:
            page.goto(path)
            if path == "/":
                page.wait_for_selector("#celsius .trace", state="attached")
                page.evaluate("place('trouble').textContent = 'The board did not answer'")
            if path == "/settings":
                page.evaluate("document.forms[0].noValidate = true")
                page.fill("#interval", "99")
                click(page, "button[class]")
            found = page.evaluate(CONTRASTS)
            assert len(found) > 10 and [each for each in found if each[0] < 4.5] == [], path
            grounds.add(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
        assert grounds == {"rgb(243, 241, 234)" if scheme == "light" else "rgb(10, 20, 17)"}

    with demo(served.RUNTIMES[1], tmp_path / "log") as (_, port):
        assert chromium.visit(port, check, color_scheme=scheme) == ["POST /settings: 422"]


def test_nothing_moves_for_those_who_want_it_so(chromium, tmp_path):
    def durations(page):
        come(page)
        found.append(page.evaluate("getComputedStyle(document.querySelector('.switch i')).transitionDuration"))

    found = []
    with demo(served.RUNTIMES[1], tmp_path / "log") as (_, port):
        chromium.visit(port, durations)
        chromium.visit(port, durations, reduced_motion="reduce")
    assert found == ["0.15s", "0s"]


# What it is made of


def test_size():
    assert len(ASSETS) >= 26
    assert sum(len(gzip.compress(path.read_bytes(), mtime=0)) for path in ASSETS) < MOST


@pytest.mark.parametrize("path", [path for path in ASSETS if path.suffix not in (".png", ".wav")], ids=lambda path: path.name)
def test_nothing_comes_from_elsewhere(path):
    text = re.sub("""xmlns=['"]http://www.w3.org/2000/svg['"]""", "", path.read_text())
    assert not re.search(r"https?:|(src|href)=\"//|url\(", text)


def content(name, data):
    return zlib.decompress(data[data.index(b"IDAT") + 4 : -16]) if name.endswith(".png") else data


def test_pictures_and_tune_are_what_the_tool_makes():
    spec = importlib.util.spec_from_file_location("gallery", ROOT / "tools" / "gallery.py")
    gallery = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(gallery)
    for name, data in gallery.files():
        assert content(name, data) == content(name, (SHOWCASE / "static" / name).read_bytes()), name


# A small board


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """A folder with the demo as it is put on a small board: compiled, and its PERIOD shorter."""
    folder = tmp_path_factory.mktemp("board") / "demo"
    compile_demo(folder, period=0.5)
    return folder


@contextlib.contextmanager
def on_a_small_board(folder, log):
    """As `demo`, with what `compiled` has made."""
    runtime = served.RUNTIMES[0]

    def start(runtime, port, output):
        command = [re.sub(r"heapsize=\d+k", f"heapsize={HEAP}k", word) for word in runtime.command]
        assert command != runtime.command
        return subprocess.Popen([*command, "main.py", str(port)], cwd=folder, env={"MICROPYPATH": ".frozen"},
                                stdin=subprocess.DEVNULL, stdout=output, stderr=output)

    with served.serving(runtime, functools.partial(start, runtime), log) as found:
        yield found


def test_all_of_it_in_a_small_heap(compiled, chromium, tmp_path):
    def check(page):
        pages = page, page.context.new_page()
        for each in pages:
            come(each)
        for turn in range(3):
            third = page.context.new_page()
            answer = third.goto("/gallery")
            assert answer.status == 200, answer.text()
            assert third.locator("img").evaluate_all(IMAGES) == [120] * 16 + [48] * 4
            third.goto("/settings")
            third.fill("#name", f"Board {turn}")
            click(third, "button[class]")
            assert third.url.endswith("?saved")
            third.goto("/examples")
            assert third.locator(".example").count() == len(SHELF)
            third.close()
            page.click("#heater")
            for each in pages:
                wait_for(each, "heater", turn % 2 == 0)
                each.wait_for_selector(f"h1:has-text('Board {turn}')")
            for _ in range(4):
                for each in pages:
                    moves(each)
        for name in SHELF:  # what is too much for this heap is refused, and harms nobody
            status = page.context.request.get(f"/{name}/").status
            assert status in (200, 401, 503), name
        for each in pages:
            moves(each)
            assert "Live" in each.inner_text("#state")
        assert page.evaluate("readings.at(-1)[3]") < 10 * HEAP

    log = tmp_path / "log"
    with on_a_small_board(compiled, log) as (_, port):
        assert chromium.visit(port, check) == [], log.read_text()
        assert ask(port, "/news")["name"] == "Board 2"
