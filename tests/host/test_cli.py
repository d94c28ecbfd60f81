"""picoweb.host.cli: `picoweb run`, as a process of its own."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from picoweb.templates.loader import Loader

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds, for whatever should happen at once

LEGACY = """
    import picoweb
    import uasyncio as asyncio
    import ulogging as logging
    import utime as time
    import ujson
    import ure as re

    import legacy_helper

    logging.basicConfig(level=logging.INFO)
    log = logging.getLogger("legacy")

    _LIMIT = const(3)
    state = {"ticks": 0, "turns": 0, "timer": 0, "events": 0}
    started = time.ticks_ms()
    event = asyncio.Event()


    def clock():
        while True:
            state["ticks"] += 1
            event.set()
            yield from asyncio.sleep_ms(1)


    async def turns():
        while True:
            state["turns"] += 1
            yield
            yield from asyncio.sleep_ms(1)


    def listener():
        while True:
            await event.wait()
            event.clear()
            state["events"] += 1


    def timer():
        state["timer"] += 1
        return
        yield


    class Site(picoweb.WebApp):

        def init(self):
            super().init()
            log.info("initialised after %d ms", time.ticks_diff(time.ticks_ms(), started) // 1000000)


    app = Site(__name__)


    @app.route("/")
    def index(req, resp):
        yield from picoweb.start_response(resp, content_type="text/plain")
        yield from resp.awrite("limit %d" % _LIMIT)


    @app.route(re.compile("^/item/(.+)$"))
    def item(req, resp):
        await picoweb.start_response(resp, "text/plain; charset=utf-8", headers={"X-Item": "yes"})
        await resp.awrite("item " + req.url_match.group(1))


    @app.route("/state")
    async def show_state(req, resp):
        await asyncio.sleep_ms(5)
        yield from picoweb.start_response(resp, "application/json")
        yield from resp.awrite(ujson.dumps(state))


    @app.route("/form")
    def form(req, resp):
        if req.method == "POST":
            yield from req.read_form_data()
        else:
            req.parse_qs()
        yield
        yield from picoweb.jsonify(resp, legacy_helper.sorted_form(req.form))


    def slow_sum(n):
        total = 0
        for each in range(n):
            total += await asyncio.wait_for_ms(legacy_helper.later(each), 60000)
        return total


    def sum_handler(req, resp):
        total = yield from slow_sum(4)
        yield from picoweb.start_response(resp)
        yield from resp.awritestr(str(total))


    app.add_url_rule("/sum", sum_handler)
    app.add_url_rule("/lambda", lambda req, resp: (yield from picoweb.http_error(resp, "404")))

    if __name__ == "__main__":
        loop = asyncio.get_event_loop()
        loop.create_task(clock())
        loop.create_task(turns())
        loop.create_task(listener())
        loop.call_later_ms(1, timer())
        app.run(host="127.0.0.1", port=1, debug=True)
"""

HELPER = """
    import uasyncio


    def later(value):
        await uasyncio.sleep(0)
        return value


    def sorted_form(form):
        return {key: form[key] for key in sorted(form)}
"""

HELLO = """
    import picoweb

    app = picoweb.WebApp(__name__)


    @app.route("/")
    async def index(req, resp):
        await picoweb.start_response(resp, "text/plain")
        await resp.awrite("hello")
"""


@pytest.fixture
def write(tmp_path):
    """Writes a file below a fresh folder. Returns its path as a str."""

    def write(source, name="app.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(source), encoding="utf-8")
        return str(path)

    return write


def start(*arguments, **options):
    environment = dict(os.environ, PYTHONPATH=str(ROOT), PYTHONDONTWRITEBYTECODE="1", PYTHONUNBUFFERED="1")
    command = [sys.executable, "-m", "picoweb", *arguments]
    pipes = dict(stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment)
    return subprocess.Popen(command, **pipes, **options)


def run(*arguments, **options):
    """Exit status, standard output and standard error of a command that ends by itself."""
    with start(*arguments, **options) as process:
        out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


@contextlib.contextmanager
def serving(*arguments):
    """The base URL of an app run with these arguments, and its process; what is running at the end is killed."""
    port = free_port()
    with start("run", *arguments, "--port", str(port)) as process:
        try:
            wait_for_port(port, process)
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.kill()
            process.communicate(timeout=PATIENCE)


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_for_port(port, process):
    """Wait until the app refuses a malformed request: it serves, and no handler has been asked yet."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail("the app ended:\n" + process.communicate(timeout=PATIENCE)[1])
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as sock:
                sock.sendall(b"?\r\n\r\n")
                while sock.recv(1024):
                    pass
                return
        except OSError:
            time.sleep(0.02)
    pytest.fail("nobody listens")


def fetch(url, data=None):
    """Status, headers and text that an URL answers with."""
    try:
        with urllib.request.urlopen(url, data, timeout=PATIENCE) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def interrupt(process):
    """Press Ctrl-C. Returns exit status and standard error."""
    process.send_signal(signal.SIGINT)
    err = process.communicate(timeout=PATIENCE)[1]
    return process.returncode, err


def no_app(path):
    """What is said of a file that served nothing."""
    return f"picoweb: {path} calls no run(), and has no WebApp named `app`\n"


interruptible = pytest.mark.skipif(os.name == "nt", reason="no SIGINT for another process")


@pytest.fixture(scope="module")
def legacy(tmp_path_factory):
    """The base URL of the old app, running."""
    folder = tmp_path_factory.mktemp("legacy")
    (folder / "app.py").write_text(textwrap.dedent(LEGACY))
    (folder / "legacy_helper.py").write_text(textwrap.dedent(HELPER))
    with serving(str(folder / "app.py"), "--debug", "-1") as (url, process):
        yield url


class TestLegacyApp:
    def test_a_generator_handler(self, legacy):
        status, headers, text = fetch(legacy + "/")
        assert (status, headers.get_content_type(), text) == (200, "text/plain", "limit 3")

    def test_await_in_a_plain_def(self, legacy):
        status, headers, text = fetch(legacy + "/item/7")
        assert (status, headers["X-Item"], text) == (200, "yes", "item 7")

    def test_tasks_from_before_run_go_on(self, legacy):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            counts = json.loads(fetch(legacy + "/state")[2])
            if min(counts["ticks"], counts["turns"], counts["events"]) >= 5:
                break
        assert min(counts["ticks"], counts["turns"], counts["events"]) >= 5
        assert counts["timer"] == 1

    def test_forms(self, legacy):
        data = {"name": "Zoë", "x": "1"}
        encoded = urllib.parse.urlencode(data)
        assert json.loads(fetch(legacy + "/form?" + encoded)[2]) == data
        assert json.loads(fetch(legacy + "/form", encoded.encode())[2]) == data

    def test_coroutines_of_an_imported_module(self, legacy):
        assert fetch(legacy + "/sum")[2] == "6"

    def test_a_lambda(self, legacy):
        assert fetch(legacy + "/lambda")[0] == 404


MOUNTED = """
site = picoweb.WebApp(None)
site.mount("/x", app)
site.run()
"""


class TestRunningApps:
    def test_an_app_that_is_never_run(self, write):
        with serving(write(HELLO)) as (url, process):
            assert fetch(url + "/")[2] == "hello"

    @interruptible
    @pytest.mark.parametrize("ending", ["", "app.run()", "app.run(lazy_init=True)", MOUNTED])
    def test_ctrl_c_ends_it_without_a_traceback(self, write, ending):
        with serving(write(textwrap.dedent(HELLO) + ending)) as (url, process):
            status, err = interrupt(process)
        assert status in (0, 130)
        assert "Traceback" not in err
        assert "never" not in err and "pending" not in err

    def test_the_command_goes_before_what_the_app_says(self, write):
        ending = "app.run('256.0.0.1', 1, debug=-1)"
        with serving(write(textwrap.dedent(HELLO) + ending), "--host", "127.0.0.1", "--debug", "0") as (url, process):
            assert fetch(url + "/")[2] == "hello"

    def test_traceback_of_a_handler_has_the_apps_lines(self, write):
        ending = """
@app.route("/bad")
def bad(req, resp):
    yield from worse()


def worse():
    await picoweb.start_response(1 / 0)
"""
        path = write(textwrap.dedent(HELLO) + ending)
        with serving(path, "--debug", "0") as (url, process):
            assert fetch(url + "/bad")[0] == 500
            fetch(url + "/")  # by when it is done with the other one
            process.terminate()
            err = process.communicate(timeout=PATIENCE)[1]
        line = (textwrap.dedent(HELLO) + ending).splitlines().index("    await picoweb.start_response(1 / 0)") + 1
        assert f'File "{path}", line {line}, in worse' in err


IN_LOOP = """
    import asyncio
    import time
    import picoweb

    app = picoweb.WebApp(__name__)
    ticks = []

    @app.route("/")
    def index(req, resp):
        return "hello %d" % bool(ticks)

    async def tick():
        while True:
            await asyncio.sleep_ms(1)
            ticks.append(1)

    async def main():
        asyncio.create_task(tick())
        app.run(host="0.0.0.0", port=1)
"""
GOES_ON = "        while True:\n            await asyncio.sleep(1)\n"
ENDS = "    asyncio.run(main())\n"
ENDS_ALL = "    try:\n        asyncio.run(main())\n    finally:\n        asyncio.new_event_loop()\n"
ITS_LOOP = "    loop = asyncio.get_event_loop()\n    loop.create_task(main())\n    loop.run_forever()\n"


class TestRunInALoop:
    @pytest.mark.parametrize("more", [GOES_ON + ENDS, ENDS, ENDS_ALL, ITS_LOOP])
    def test_it_serves_beside_the_others(self, write, more):
        with serving(write(IN_LOOP + more), "--debug", "-1") as (url, process):
            time.sleep(0.05)
            assert fetch(url + "/")[2] == "hello 1"
            process.terminate()
            err = process.communicate(timeout=PATIENCE)[1]
            assert (process.returncode, err) == (0, "")

    @interruptible
    @pytest.mark.parametrize("more", [GOES_ON + ENDS, ENDS_ALL, ITS_LOOP])
    def test_ctrl_c(self, write, more):
        with serving(write(IN_LOOP + more), "--debug", "-1") as (url, process):
            assert interrupt(process) == (130, "")

    def test_a_port_that_is_taken(self, write):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen(1)
            port = taken.getsockname()[1]
            status, out, err = run("run", write(IN_LOOP + ENDS), "--port", str(port), "--host", "127.0.0.1")
            assert (status, out, err) == (2, "", f"picoweb: port {port} is taken: --port takes another\n")

    @pytest.mark.parametrize("more", [GOES_ON + ENDS, ENDS])
    def test_plain_python_names_what_to_write_instead(self, write, more):
        environment = dict(os.environ, PYTHONPATH=str(ROOT))
        path = write(IN_LOOP.replace("sleep_ms(1)", "sleep(0.001)") + more)
        done = subprocess.run([sys.executable, path], env=environment, capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 1
        assert done.stderr.endswith(
            "RuntimeError: run() in a loop that runs already: await app.start_server(host, port), "
            "and then app.serve_forever()\n")
        assert "never awaited" not in done.stderr

    def test_an_overridden_serve_is_told(self, write):
        path = write(IN_LOOP.replace("picoweb.WebApp(__name__)", "App(__name__)").replace("    app = ", """
    class App(picoweb.WebApp):
        def serve(self, loop, host, port):
            loop.run_forever()

    app = """) + ENDS)
        status, out, err = run("run", path)
        assert status == 1 and "await app.start_server(host, port)" in err and "never awaited" not in err


class TestScripts:
    def test_it_is_the_main_program(self, write, tmp_path):
        write("x = await_me = 1\n", "beside.py")
        path = write("""
            import sys
            import beside
            print(__name__, __file__, sys.argv, sys.path[0], sys.modules["__main__"].beside is beside)
        """)
        status, out, err = run("run", path, "--", "-a", "--", "b")
        assert (status, err) == (2, no_app(path))
        assert out.strip() == f"__main__ {path} {[path, '-a', '--', 'b']} {tmp_path} True"

    def test_a_relative_path(self, write, tmp_path):
        write("import beside, sys; print(sys.argv, sys.path[0])")
        write("", "beside.py")
        assert run("run", "app.py", cwd=tmp_path)[1].strip() == f"['app.py'] {tmp_path}"

    def test_its_own_loop(self, write):
        path = write("""
            import asyncio

            def task():
                yield
                print("task")

            async def main():
                await asyncio.sleep_ms(1)
                print("main")

            asyncio.create_task(task())
            asyncio.run(main())
        """)
        assert run("run", path) == (2, "task\nmain\n", no_app(path))

    @pytest.mark.parametrize(
        "statement, expected", [("sys.exit()", 0), ("sys.exit(3)", 3), ("raise KeyboardInterrupt", 130)]
    )
    def test_exit_status(self, write, statement, expected):
        path = write(f"import sys\n{statement}\n")
        assert run("run", path) == (expected, "", "")

    def test_something_else_called_app(self, write):
        path = write("""
            class Other:
                def run(self):
                    print("run")
            app = Other()
        """)
        assert run("run", path) == (2, "", no_app(path))

    def test_an_app_by_another_name_that_is_never_run(self, write):
        path = write(textwrap.dedent(HELLO).replace("app", "site"))
        assert run("run", path) == (2, "", no_app(path))

    @pytest.mark.parametrize("ending", [
        "for _ in site.steps(port=0): site.shutdown()",
        "site.start_thread(port=0); site.stop()",
        "import asyncio; asyncio.run(site.start_server(port=0)); site.shutdown()",
        "import picoweb.testing as t; t.TestClient(site).get('/')",
        "app = picoweb.WebApp(None); app.mount('/', site); app.debug = -1; app.run_coroutine(app.start_server(port=0))",
    ])
    def test_an_app_that_was_served(self, write, ending):
        path = write(textwrap.dedent(HELLO).replace("app", "site") + ending + "\n")
        assert run("run", path) == (0, "", "")

    def test_the_folder_lib(self, write, tmp_path):
        write("TEXT = 'in lib'\ndef waits():\n    return await inner()\ndef inner():\n    yield\n", "lib/helper.py")
        for name in ("picoweb", "uasyncio", "utime"):
            write("raise ValueError('an old copy')\n", f"lib/{name}.py")
        path = write("""
            import helper, picoweb, uasyncio, utime, sys
            from lib import helper as the_same
            print(helper.TEXT, the_same.TEXT, sys.path[0] in sys.path[-1])
            uasyncio.run(helper.waits())
        """)
        assert run("run", path) == (2, "in lib in lib True\n", no_app(path))

    @interruptible
    def test_ctrl_c_before_it_serves(self, write):
        path = write("""
            import time
            print("ready")
            while True:
                time.sleep_ms(1000)
        """)
        with start("run", path) as process:
            assert process.stdout.readline() == "ready\n"
            assert interrupt(process) == (130, "")


class TestErrors:
    def test_no_such_file(self, tmp_path):
        status, out, err = run("run", str(tmp_path / "none.py"))
        assert status == 2
        assert err == f"picoweb: cannot read {tmp_path / 'none.py'}: No such file or directory\n"

    def test_a_folder(self, tmp_path):
        status, out, err = run("run", str(tmp_path))
        assert status == 2
        assert err.startswith("picoweb: cannot read")

    def test_a_port_that_is_taken(self, write):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen(1)
            port = taken.getsockname()[1]
            assert run("run", write(HELLO), "--port", str(port)) == (
                2, "", f"picoweb: port {port} is taken: --port takes another\n")

    def test_syntax_error(self, write):
        path = write("x = 1\ndef f(:\n    pass\n")
        status, out, err = run("run", path)
        assert status == 2
        assert f'File "{path}", line 2' in err
        assert "Traceback" not in err

    def test_syntax_error_in_a_module(self, write):
        path, module = write("import wrong\n"), write("x = 1\ny = = 2\n", "wrong.py")
        status, out, err = run("run", path)
        assert status == 1
        assert re.findall(r'File "(.*)", line (\d+)', err) == [(path, "1"), (module, "2")]

    def test_traceback_has_the_apps_lines_only(self, write):
        path = write("import helper\n\n\nhelper.start()\n")
        helper = write(
            """
            import uasyncio

            def start():
                uasyncio.run(main())

            async def main():
                yield
                await fail()

            def fail():
                await uasyncio.sleep(0)
                raise ValueError("no luck")
            """,
            "helper.py",
        )
        status, out, err = run("run", path)
        frames = [frame for frame in re.findall(r'File "(.*)", line (\d+)', err) if not re.search("asyncio|uvloop", frame[0])]
        assert status == 1
        assert frames == [(path, "4"), (helper, "5"), (helper, "9"), (helper, "13")]
        assert err.endswith("ValueError: no luck\n")

    @pytest.mark.parametrize("name", ["machine", "network"])
    def test_a_board_only_module(self, write, name):
        path = write(f"import sys\nfrom {name} import something\n")
        status, out, err = run("run", path)
        assert status == 1
        assert f'File "{path}", line 2' in err
        assert f"`{name}` is a board-only module" in err

    def test_a_stand_in_for_a_board_only_module(self, write):
        write("class Pin:\n    OUT = const(1)\n", "machine.py")
        path = write("from machine import Pin\nprint(Pin.OUT)\n")
        assert run("run", path) == (2, "1\n", no_app(path))

    def test_another_missing_module(self, write):
        status, out, err = run("run", write("import no_such_module\n"))
        assert status == 1
        assert "board-only" not in err
        assert err.endswith("No module named 'no_such_module'\n")

    @pytest.mark.parametrize("arguments", ["run", "walk", "run x.py --port http", "run x.py y"])
    def test_usage(self, arguments):
        status, out, err = run(*arguments.split())
        assert status == 2
        assert err.startswith("usage: picoweb")

    def test_nothing_prints_the_help(self):
        status, out, err = run()
        assert (status, err) == (0, "")
        assert out.startswith("usage: picoweb") and "compile-templates" in out and "explain" in out

    def test_the_version(self):
        import picoweb

        assert run("--version") == (0, f"picoweb {picoweb.__version__}\n", "")

    def test_help(self):
        status, out, err = run("run", "--help")
        assert status == 0
        assert "--host" in out and "--debug" in out


class TestCompileTemplates:
    def test_all_that_is_wrong_is_told_and_the_rest_compiled(self, tmp_path):
        (tmp_path / "a.html").write_text("<p>\n{{ x + }}")
        (tmp_path / "a_html.py").write_text("def render(): yield 'old'\n")  # of an earlier run
        (tmp_path / "b.tpl").write_text("{% if x y %}{% endif %}")
        (tmp_path / "mail.txt").write_text("{% args x %}Dear {{ x }}\n")
        status, out, err = run("compile-templates", tmp_path)
        assert status == 2 and out == f"{tmp_path}/mail_txt.py\n"
        assert re.search(r"a\.html: .*a\.html, line 2: ", err) and re.search(r"b\.tpl: .*b\.tpl, line 1: ", err)
        assert not (tmp_path / "a_html.py").exists()
        scope = {}
        exec((tmp_path / "mail_txt.py").read_text(), scope)
        assert "".join(scope["render"]("Ada")) == "Dear Ada\n"

    @pytest.mark.parametrize("option", ["-o", "--output"])
    def test_it_writes_where_it_is_told(self, tmp_path, option):
        """Into a folder that it makes, with the folders of the templates in it, and nowhere else."""
        templates = tmp_path / "templates"
        (templates / "sub").mkdir(parents=True)
        (templates / "a.html").write_text("a{% include 'sub/b.tpl' %}")
        (templates / "sub" / "b.tpl").write_text("b")
        target = tmp_path / "board" / "templates"
        status, out, _ = run("compile-templates", templates, option, target)
        assert status == 0 and out == f"{target}/a_html.py\n{target}/sub/b_tpl.py\n"
        assert sorted(each.name for each in templates.rglob("*.*")) == ["a.html", "b.tpl"]
        assert "".join(Loader("", str(target)).load("a.html")()) == "ab"

    def test_what_cannot_be_compiled_is_gone_from_there(self, tmp_path):
        (tmp_path / "out").mkdir()
        (tmp_path / "a.tpl").write_text("{{ x + }}")
        (tmp_path / "out" / "a_tpl.py").write_text("def render(): yield 'old'\n")  # of an earlier run
        (tmp_path / "a_tpl.py").write_text("def render(): yield 'mine'\n")
        assert run("compile-templates", tmp_path, "-o", tmp_path / "out")[0] == 2
        assert not (tmp_path / "out" / "a_tpl.py").exists() and (tmp_path / "a_tpl.py").exists()

    def test_a_folder_that_cannot_be_is_told(self, tmp_path):
        (tmp_path / "a.tpl").write_text("a")
        (tmp_path / "file").write_text("")
        status, _, err = run("compile-templates", tmp_path / "", "-o", tmp_path / "file" / "out")
        assert status == 2 and err.startswith("picoweb: a.tpl: ")

    def test_modules_name_no_package(self, tmp_path):
        """They work with any copy of picoweb, whatever it is called: the loader gives them what they use."""
        (tmp_path / "a.html").write_text("{% args x, y=safe('<br>') %}<p>{{ x }}{{ y }}{% include 'b.tpl' x %}")
        (tmp_path / "b.tpl").write_text("{% args x %}{{ x }}{{ 1 }}")
        assert run("compile-templates", tmp_path)[0] == 0
        for name in "a_html.py", "b_tpl.py":
            text = (tmp_path / name).read_text()
            assert "picoweb" not in text and "import" not in text
        render = Loader("", str(tmp_path)).load("a.html")
        assert "".join(render("<")) == "<p>&lt;<br><1"
        assert "".join(render("<", "&")) == "<p>&lt;&amp;<1"
        scope = {}
        exec((tmp_path / "b_tpl.py").read_text(), scope)  # one that does not escape needs no loader
        assert "".join(scope["render"](2)) == "21"
