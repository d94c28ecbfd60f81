"""Merged variables over a large body of foreign code: modules of Python's own library, under their own tests."""
import ast
import importlib.util
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from picoweb.host.build.locals import merge
from picoweb.host.build.scopes import functions, parameters

LIBRARY = Path(sysconfig.get_path("stdlib"))
MODULES = """argparse base64 bisect calendar cmd code codeop colorsys configparser contextlib copy csv difflib dis filecmp fnmatch
    fractions getopt gettext glob graphlib gzip heapq html html.parser html.entities ipaddress json json.decoder json.encoder
    json.scanner json.tool mimetypes netrc optparse pickletools plistlib pprint queue quopri random reprlib sched shlex statistics string
    textwrap tokenize urllib.parse uuid""".split()
SUITES = """argparse base64 bisect cmd code_module codeop colorsys configparser contextlib copy csv difflib dis filecmp
    fnmatch fractions getopt gettext glob graphlib heapq html htmlparser ipaddress json mimetypes netrc optparse plistlib
    pprint quopri random reprlib sched shlex string textwrap urlparse uuid""".split()
#: A test that compares a traceback with lines of the library's source.
OF_TEXT = {"test_exit_exception_traceback (test.test_contextlib.TestExitStack.test_exit_exception_traceback)",
           "test_exit_exception_traceback (test.test_contextlib.TestExitStack)"}
RESULT = re.compile(r"^(?:FAIL|ERROR): (.+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def merged_library(tmp_path_factory):
    """A folder with the modules after their variables were merged, and how many variables went."""
    folder, saved = tmp_path_factory.mktemp("library"), 0
    for name in MODULES:
        path = LIBRARY.joinpath(*name.split("."))
        source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        tree = ast.parse(source.read_text(encoding="utf-8"))
        for function in reversed(list(functions(tree))):
            new = merge(function, set(parameters(function)))
            saved += len(new) - len(set(new.values()))
        target = folder / source.relative_to(LIBRARY)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(ast.unparse(tree), encoding="utf-8")
    return folder, saved


def run(folder, *arguments):
    """What Python says, with a folder in front of its library."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, timeout=300)


def failures(folder):
    """The tests that fail."""
    done = run(folder, "-m", "unittest", "-q", *(f"test.test_{suite}" for suite in SUITES))
    ran = int(re.search(r"^Ran (\d+) tests", done.stderr, re.MULTILINE)[1])
    return ran, set(RESULT.findall(done.stderr)) - OF_TEXT


def test_many_variables_share_places(merged_library):
    assert len(MODULES) > 40 and merged_library[1] > 500


def test_merged_modules_can_be_imported(merged_library):
    folder, _ = merged_library
    script = f"for name in {MODULES!r}:\n    __import__(name)\nimport json\nprint(json.loads('[1, 2]'), json.__file__)"
    done = run(folder, "-c", script)
    assert done.stdout.startswith(f"[1, 2] {folder}"), done.stderr


@pytest.mark.skipif(importlib.util.find_spec("test.test_json") is None, reason="this Python has no tests of its library")
def test_merged_modules_pass_the_tests_of_the_library(merged_library, tmp_path):
    ran, failed = failures(merged_library[0])
    assert ran > 1000
    if failed:
        assert failed == failures(tmp_path)[1]
