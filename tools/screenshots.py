#!/usr/bin/env python3
"""Make the documentation's pictures of the showcase anew, in docs/_static: on MicroPython, in Chromium.

    python tools/screenshots.py [FOLDER]
"""
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "host"))

from chromium import Chromium  # noqa: E402
from served import RUNTIMES, example  # noqa: E402

DESKTOP = {"viewport": {"width": 1180, "height": 900}}
SMALL = {"viewport": {"width": 1020, "height": 780}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
SHOTS = {
    "showcase": ("/", {**DESKTOP, "color_scheme": "light"}),
    "showcase-dark": ("/", {**DESKTOP, "color_scheme": "dark"}),
    "showcase-phone": ("/", {**PHONE, "color_scheme": "light"}),
    "showcase-settings": ("/settings", {**PHONE, "color_scheme": "dark"}),
    "showcase-gallery": ("/gallery", {**SMALL, "color_scheme": "light"}),
    "showcase-examples": ("/examples", {**SMALL, "color_scheme": "dark"}),
}


def shoot(page, path, file):
    page.goto(path)
    if path == "/":
        page.wait_for_function("readings.length == 120 && readings.every(each => each[3] != null)")
    if path == "/gallery":
        page.click("#part")
        page.locator("#log tr", has_text="0–99").wait_for()
        page.click("#again")
        page.locator("#log tr", has_text="if changed").wait_for()
        page.click("#all")
        page.locator("#log tr", has_text="all again").wait_for()
    page.screenshot(path=file, full_page=path in ("/", "/gallery"))


def main(folder):
    browser = Chromium()
    with tempfile.TemporaryDirectory() as scratch:
        with example(RUNTIMES[0], "demo", Path(scratch, "log")) as (_, port):
            def begin(page):
                page.goto("/")
                page.wait_for_function("readings.length == 120 && readings.slice(-60)[0][3] != null")
                page.click("#heater")
                page.click("#lamp")
                page.wait_for_timeout(4000)
                page.click("#fan")

            browser.visit(port, begin)
            for name, (path, options) in SHOTS.items():
                browser.visit(port, lambda page: shoot(page, path, folder / f"{name}.png"), **options)
    browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "_static")
