"""A Chromium without a window, and what goes wrong in it."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from need import skip_or_fail

TOOL = Path(__file__).resolve().parent.parent.parent / "tools" / "chromium"
PATIENCE = 20000  # milliseconds, for whatever should happen at once
SWITCHES = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)


class Chromium:
    """A browser that runs until `close()`. Its profile is a new one for each visit."""

    def __init__(self):
        found = subprocess.run([sys.executable, TOOL], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if found.returncode:
            skip_or_fail(found.stderr.strip())
        # Playwright leaves an event loop running in its thread, where nobody else could run one then.
        self._thread = ThreadPoolExecutor(1)
        self._call(self._start, found.stdout.strip())

    def _call(self, function, *args):
        return self._thread.submit(function, *args).result()

    def _start(self, path):
        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(executable_path=path, args=SWITCHES)

    def close(self):
        self._call(self._browser.close)
        self._call(self._playwright.stop)
        self._thread.shutdown()

    def visit(self, port, check, **options):
        """Call `check` with an empty page, for which URLs may begin behind the port of this machine.

        check: a function that may open more pages in `page.context`. options: of Playwright's contexts. Returns what went wrong
        in any of them, as a sorted list of texts: what scripts raised or put in the console as an error,
        requests that failed, and answers with a status from 400 on.
        """
        return self._call(self._visit, port, check, options)

    def _visit(self, port, check, options):
        context = self._browser.new_context(base_url=f"http://127.0.0.1:{port}", **options)
        context.set_default_timeout(PATIENCE)
        try:
            problems = Problems(context, f"http://127.0.0.1:{port}")
            check(context.new_page())
            for page in context.pages:
                page.evaluate("0")  # what happened before this has been told then
            return sorted(problems.found)
        finally:
            context.close()


class Problems:
    """Listens to all pages of a context. found: list of str."""

    def __init__(self, context, base):
        self.found = []
        self.base = base
        context.on("console", self.said)
        context.on("weberror", lambda error: self.found.append(f"script: {error.error}"))
        context.on("requestfailed", self.failed)
        context.on("response", self.answered)

    def path(self, url):
        return url[len(self.base) :] if url.startswith(self.base) else url

    def said(self, message):
        # The browser's own line for a status is told by `answered` already, but for an
        # icon that no page names: that one may be missing.
        if message.type == "error" and not message.text.startswith("Failed to load resource: the server responded"):
            self.found.append(f"console: {message.text}")

    def failed(self, request):
        left = request.resource_type == "eventsource" and request.failure == "net::ERR_ABORTED"
        if not left:  # which the browser says of event streams when it goes to another page
            self.found.append(f"{request.method} {self.path(request.url)} failed: {request.failure}")

    def answered(self, response):
        if response.status >= 400:
            self.found.append(f"{response.request.method} {self.path(response.url)}: {response.status}")
