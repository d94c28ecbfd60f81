"""Whether the sources keep to the plan of docs/architecture.rst; `python tools/house.py` says where they do not."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import house  # noqa: E402


@pytest.mark.parametrize("what", house.CHECKS)
def test_the_house(what):
    assert house.CHECKS[what]() == []


def test_half_of_the_functions_are_short():
    lines = sorted(each.lines for each in house.functions())
    assert lines[len(lines) // 2] <= 6 and lines[len(lines) * 9 // 10] < 20


def test_arrows_that_run_back_are_seen():
    assert not house._is_allowed(house.Arrow("http.heads", "serving.stream", 1))
    assert not house._is_allowed(house.Arrow("serving.stream", "app", 1))
    assert not house._is_allowed(house.Arrow("app", "host.app", 1))
    assert not house._is_allowed(house.Arrow("runtime", "http.errors", 1))
    assert house._is_allowed(house.Arrow("live.events", "serving.stream", 1))


@pytest.mark.parametrize("body, kinds", [
    ("n = 1; n = 'a'", {"int", "str"}), ("n = None; n = 1", {"int"}), ("n = b''; n = x(b'')", {"bytes"}),
    ("a, n = 1, []; n = ()", {"list", "tuple"}), ("n = x == 1; n = len(y)", {"bool", "int"})])
def test_names_of_several_kinds_are_seen(body, kinds):
    import ast

    function = ast.parse("def f(x, y):\n    " + body).body[0]
    assert house._kinds_in(function)["n"] == kinds
