"""The documentation: what its pages show is run, and the site builds without a warning.

All code on the pages is files of docs/code and example/. An app in docs/code is checked by the transcript beside it
(NAME.console, which is on a page as well), by a function in docs_checks.py, or both; a test_NAME.py there by running
it. A transcript without an app beside it is for the example of its name. Each has to end without a traceback.
"""

import ast
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "tools")]

from features import FEATURES  # noqa: E402
from interpreters import ROOT, Interpreter, micropython, this_python  # noqa: E402

import picoweb  # noqa: E402
from picoweb.host.computer import enlarge_limits  # noqa: E402
from picoweb.http.heads import NO_HEAD  # noqa: E402
from picoweb.messages.jsontext import check  # noqa: E402

import docs_checks  # noqa: E402
from apps import PATIENCE, STARTER, Client, interrupt, serving  # noqa: E402
from need import skip_or_fail  # noqa: E402
from transcript import read, replay  # noqa: E402

DOCS = ROOT / "docs"
CODE = DOCS / "code"
PAGES = sorted(DOCS.rglob("*.rst"))
FILES = sorted(path for path in CODE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
PYTHON = [path for path in FILES if path.suffix == ".py"]
README = ROOT / "README.rst"
TESTS = [path for path in PYTHON if path.stem.startswith("test_")]
# What apps beside them import, or is not for each interpreter: others have that.
MODULES = [path for path in PYTHON if path.name in ("soil.py", "balanced_asgi.py", "jinja.py", "utemplates.py", "machine.py")]
APPS = [path for path in PYTHON if path not in TESTS + MODULES]
COMMANDS = [path for path in FILES if path.suffix == ".console" and path.read_text().startswith("$ picoweb ")]
TRANSCRIPTS = {path.with_suffix(".py"): path for path in FILES if path.suffix == ".console" and path not in COMMANDS}
for path in set(TRANSCRIPTS) - set(APPS):
    TRANSCRIPTS[ROOT / "example" / path.name] = TRANSCRIPTS.pop(path)
APPS = sorted({*APPS, *TRANSCRIPTS})
INTERPRETERS = [micropython("1.25", 32), this_python()]
STAND_INS = HERE / "board"  # for modules that only boards have


def short(path):
    """What tests call a file."""
    return path.relative_to(CODE if CODE in path.parents else ROOT).with_suffix("").as_posix()


def on(interpreter, path=None):
    """An interpreter, with a board's modules if the app at `path` needs them."""
    if not interpreter.command:
        skip_or_fail(interpreter.why)
    stand_ins = [STAND_INS] if path and short(path) in docs_checks.ON_A_BOARD else []
    return Interpreter(interpreter.name, interpreter.command, path=[*stand_ins, ROOT])


@pytest.mark.parametrize("interpreter", INTERPRETERS, ids=lambda each: each.name)
@pytest.mark.parametrize("path", APPS, ids=short)
def test_app(path, interpreter, tmp_path):
    interpreter = on(interpreter, path)
    transcript = TRANSCRIPTS.get(path)
    check = getattr(docs_checks, "check_" + re.sub(r"\W", "_", short(path)), None)
    assert check or transcript, f"nothing checks {path}"
    folder = shutil.copytree(path.parent, tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    prepare = getattr(docs_checks, "prepare_" + re.sub(r"\W", "_", short(path)), None)
    if prepare:
        prepare(folder)
    log = tmp_path / "log"

    def start(port, output):
        words = [STARTER, path.stem, port]
        if short(path) in docs_checks.BY_COMMAND and not interpreter.micropython:
            words = ["-m", "picoweb", "run", path.name, "--port", port]
        return interpreter.start(*words, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output)

    with serving(start, log) as (server, port):
        with contextlib.ExitStack() as stack:
            client = Client(port, stack)
            client.server, client.log, client.folder = server, log, folder
            client.on_a_board = interpreter.micropython
            if transcript:
                replay(transcript, client)
            if check:
                check(client)
            interrupt(server)
            ended = server.wait(PATIENCE)
    text = log.read_text(errors="replace")
    assert ended in (0, 130), text
    assert ("Traceback" in text) == (short(path) in docs_checks.RAISING), text


@pytest.mark.parametrize("interpreter", INTERPRETERS, ids=lambda each: each.name)
@pytest.mark.parametrize("path", TESTS, ids=short)
def test_shown_test(path, interpreter):
    names = re.findall(r"^def (test_\w+)", path.read_text(), re.M)
    done = on(interpreter).run(path.name, cwd=path.parent)
    assert names and done.returncode == 0 and done.stdout.split() == names, done.stdout


@pytest.mark.parametrize("path", TESTS, ids=short)
def test_shown_test_by_pytest(path):
    done = on(this_python()).run("-m", "pytest", "-q", "-p", "no:cacheprovider", path.name, cwd=path.parent)
    assert done.returncode == 0 and " passed" in done.stdout, done.stdout


@pytest.mark.parametrize("path", COMMANDS, ids=short)
def test_command(path, tmp_path, monkeypatch):
    folder = shutil.copytree(path.parent, tmp_path / "app")
    monkeypatch.setenv("COLUMNS", "100")
    for command, expected in read(path):
        said = on(this_python()).run("-m", *command.split(), cwd=folder).stdout
        assert said.replace("optional arguments:", "options:").rstrip() == expected  # as CPython 3.9 calls them


@pytest.mark.parametrize("interpreter", INTERPRETERS, ids=lambda each: each.name)
def test_tutorial_with_compiled_templates(interpreter, tmp_path):
    """What the last step copies to the board is all that is needed."""
    folder = shutil.copytree(CODE / "tutorial", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    [(command, _)] = read(folder / "compile.console")
    on(this_python()).run("-m", *command.split(), cwd=folder)
    for path in folder.glob("templates/*"):
        if path.name != "live_html.py":
            path.unlink()
    done = on(interpreter).run("test_box.py", cwd=folder)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_code_on_a_page_is_a_file(page):
    text = page.read_text()
    blocks = re.findall(r"^ *\.\. (?:code-block|code|sourcecode|highlight)::(.*)$", text, re.M)
    assert set(map(str.strip, blocks)) <= {"console", "text", "ini"}
    literal = [line for line in text.split("\n") if re.search(r"::$", line) and not re.match(r" *\.\. ", line)]
    literal += re.findall(r"^ *>>> .*", text, re.M)
    assert page.name == "architecture.rst" or not literal, f"code that no test runs: {literal}"
    for target in included(page):
        assert target.is_file(), f"{page.name} includes {target}"
        assert CODE in target.parents or ROOT / "example" in target.parents or target.parent == ROOT


def included(page):
    """The files that a page includes."""
    for target in re.findall(r"\.\. (?:literalinclude|include):: +(\S+)", page.read_text()):
        yield (page.parent / target).resolve()


def of_the_readme():
    """The files of docs/code that README.rst shows: forges include none, so it has their text itself."""
    blocks = re.findall(r"::\n\n((?:(?: {4}.*)?\n)+)", README.read_text())
    for block in map(textwrap.dedent, blocks):
        if re.match(r"import |from |\$ curl ", block):
            kind = "*.console" if block[0] == "$" else "*.py"
            found = [path for path in CODE.glob(kind) if path.read_text().strip() == block.strip()]
            assert found, f"README.rst shows code that is no file of docs/code, so that no test runs it:\n{block}"
            yield found[0]
        else:
            commands = {line.split()[0] for line in block.split("\n") if line}
            assert commands <= {"make", "pip", "python", "picoweb", "mpremote", "MICROPYPATH=CLONE:.frozen"}, block


def test_code_of_the_readme_is_a_file():
    assert [path.name for path in of_the_readme()] == ["readme.py", "readme.console"]


def test_each_file_is_on_a_page():
    shown = {target for page in PAGES for target in included(page)}.union(of_the_readme())
    assert [path for path in FILES if path not in shown] == []


def test_the_site_builds(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-d", tmp_path / "trees", DOCS,
         tmp_path / "site"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "site" / "index.html").exists()


def test_the_table_of_limits():
    """It has each of them, with its default on a board, which is in the source, and on a computer, which is set."""
    [limits] = [node for node in ast.parse((ROOT / "picoweb/serving/limits.py").read_text()).body
                if isinstance(node, ast.ClassDef) and node.name == "Limits"]
    board = {node.target.id: ast.literal_eval(node.value) for node in limits.body if isinstance(node, ast.AnnAssign)}
    app = picoweb.WebApp(None)
    enlarge_limits(app)
    computer = {name: getattr(app.limits, name) for name in board}
    for limits in (board, computer):
        limits["streams"] = limits["connections"] - 1  # which None says
    rows = re.findall(r"^   \* - `(\w+)`\n     - (.+)\n     - (\d+)\n     - (\d+)\n     - .",
                      (DOCS / "howto" / "limits.rst").read_text(), re.M)
    assert {name: int(value) for name, _, value, _ in rows} == board
    assert {name: int(value) for name, _, _, value in rows} == computer
    assert {name for name, unit, _, _ in rows if unit == "milliseconds"} == {name for name in board if "_ms" in name}


def test_bounds_of_json():
    text = (DOCS / "howto" / "json-api.rst").read_text()
    said = re.search(r"(\d+) arrays and objects inside one another, and (\d+) characters", text)
    depth, digits = map(int, said.groups())
    for good, bad in ((b"[" * depth + b"]" * depth, b"[" * (depth + 1) + b"]" * (depth + 1)),
                      (b"-" + b"7" * digits, b"7" * (digits + 1))):
        assert check(good) == good
        with pytest.raises(ValueError):
            check(bad)
    assert f"more than {depth} deep" in (DOCS / "howto" / "limits.rst").read_text()


def test_what_a_forgotten_await_says():
    with pytest.raises(AttributeError) as said:
        picoweb.HTTPRequest(None, NO_HEAD).form
    assert f"   AttributeError: {said.value}\n" in (DOCS / "howto" / "forms.rst").read_text()


def test_what_the_compiler_for_templates_takes():
    """Wherever it is said, it is what costs.json has: what stays, beyond templates that are compiled already."""
    costs = json.loads((DOCS / "costs.json").read_text())
    taken = {round((costs[f"an app with templates compiled on the board, from {kind}: more heap, bytes"]
                    - costs[f"an app with templates compiled before, from {kind}: more heap, bytes"]) / 1000)
             for kind in (".py", ".mpy")}
    for path in (README, DOCS / "howto" / "memory.rst"):
        said = re.findall(r"compiler for templates takes\s(\d+)\sto\s(\d+)\sKB", path.read_text())
        assert {int(each) for pair in said for each in pair} == taken, path


def test_costs_tell_each_feature():
    """Each module that a method of an app, a request or a stream loads when it is first asked for is in the table."""
    listed = {name for _, modules in FEATURES for name in modules.split()}
    loaded = {f"{room}.{name}" for path in ("app.py", "messages/request.py", "serving/stream.py")
              for room, name in late_imports(ROOT / "picoweb" / path)}
    at_start = {"messages.head", "messages.answers", "messages.body", "serving.starting", "serving.shutdown",
                "serving.transports.steps", "routing.map", "routing.tree"}
    shared = {"routing.routes", ".files", ".threads", ".package_folder"}  # on the way to those of the table
    shared |= {"routing.encoded", "messages.held_answer"}  # for older apps
    assert loaded - at_start <= listed | shared


def late_imports(path):
    """Yield (room, module) of the imports within functions of a file."""
    for function in ast.walk(ast.parse(path.read_text())):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom) and node.module:
                    names = node.module.split(".")
                    here = path.parent.name if path.parent.name != "picoweb" else ""
                    yield (here, names[0]) if node.level == 1 and here else (".".join(names[:-1]), names[-1])


def test_costs_are_up_to_date(tmp_path):
    written = tmp_path / "costs.json"
    done = subprocess.run([sys.executable, ROOT / "tools" / "footprint.py", "an app with", "--json", written],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode == os.EX_UNAVAILABLE:
        skip_or_fail(done.stderr.strip())
    assert done.returncode == 0, done.stdout + done.stderr
    measured = json.loads(written.read_text())
    shown = json.loads((DOCS / "costs.json").read_text())
    assert set(measured) == set(shown)
    off = {name: (shown[name], size) for name, size in measured.items()
           if abs(shown[name] - size) > max(256, size / 10)}
    assert not off, f"run: tools/footprint.py 'an app with' --json docs/costs.json\n{off}"


@pytest.mark.parametrize("interpreter", INTERPRETERS, ids=lambda each: each.name)
def test_the_stand_in_for_machine(interpreter, tmp_path):
    use = "\npin = Pin(2, Pin.OUT)\npin.on()\npin.off()\nprint(pin.value(), ADC(pin).read_u16())\nreset()\n"
    (tmp_path / "use.py").write_text((CODE / "howto/stand_in/machine.py").read_text() + use)
    assert on(interpreter).run(tmp_path / "use.py").stdout.splitlines() == [
        "Pin 2 is 1", "Pin 2 is 0", "0 32768", "The board would restart now."]
