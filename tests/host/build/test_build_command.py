"""`picoweb build` and `picoweb explain`, as commands."""
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from boards import APPS, TINY, built
from picoweb.host.build import command, pipeline
from picoweb.host.build.program import Refused

ROOT = Path(__file__).resolve().parents[3]


def picoweb(*words, **more):
    """What the command says, its exit status first."""
    done = subprocess.run([sys.executable, "-m", "picoweb", *map(str, words)], cwd=ROOT, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
    return done.returncode, done.stdout


@pytest.fixture
def tiny(monkeypatch):
    """The commands build the small package."""
    monkeypatch.setattr(command, "build", lambda *words, **more: pipeline.build(*words, **more, package=TINY))


def run(*words):
    """Run a command in this process. Returns its exit status."""
    from picoweb.host.cli import main

    return main([str(word) for word in words])


def test_it_reports_sizes_frames_and_what_is_left_out(tiny, tmp_path, capsys):
    assert run("build", APPS / "hello.py", "--out", tmp_path) == 0
    said = capsys.readouterr().out
    assert "tiny/__init__.mpy" in said and "functions take their variables from the heap" in said and "nothing reaches them" in said
    assert "static folder" in said


def test_it_explains_why_each_name_is_in(tiny, tmp_path, capsys):
    assert run("build", APPS / "hello.py", "--out", tmp_path, "--explain") == 0
    said = capsys.readouterr().out
    assert "tiny.http.heads.start: " in said and " <- tiny.app.App" in said and "  tiny.live.Broadcast" in said


def test_an_image_is_written(tiny, tmp_path, capsys):
    assert run("build", APPS / "hello.py", "--out", tmp_path / "board", "--format", "romfs") == 0
    assert (tmp_path / "board.romfs").read_bytes()[:3] == b"\xd2\xcd\x31"
    assert b"functions" not in (tmp_path / "board.romfs").read_bytes()


def test_steps_can_be_left_out(tmp_path):
    report = built(tmp_path, "hello.py", without=["join", "shake", "names"])
    assert "tiny/app.mpy" in report.sizes and report.reach is None


def test_a_folder_is_built_into_again(tmp_path):
    built(tmp_path, "hello.py", without=["join"])
    assert set(built(tmp_path, "hello.py").sizes) == {"hello.mpy", "tiny/__init__.mpy"}


@pytest.mark.parametrize("source, line, text", [
    ("import tiny\ntiny.nothing", 2, "nothing"),
    ("import tiny\nx = (", 2, "syntax error"),
    ("import tiny\ngetattr(tiny, input())", 2, "getattr"),
    ("import tiny\nasync def f():\n    async for x in [y async for y in tiny]: pass", 3, "cannot compile"),
])
def test_what_it_refuses_it_says_with_file_and_line(tiny, source, line, text, tmp_path, capsys):
    (tmp_path / "app.py").write_text(source)
    assert run("build", tmp_path / "app.py", "--out", tmp_path / "out") == 2
    said = capsys.readouterr().err
    assert f"app.py:{line}: " in said and text in said


def test_an_app_that_is_not_there(tmp_path):
    with pytest.raises(Refused, match="cannot read this"):
        built(tmp_path, tmp_path / "nothing.py")


def test_a_step_that_does_not_exist(tmp_path):
    with pytest.raises(ValueError, match="nonsense"):
        built(tmp_path, "hello.py", without=["nonsense"])


def test_explain_reads_a_map_and_a_traceback(tiny, tmp_path):
    run("build", APPS / "failing.py", "--out", tmp_path / "board")
    status, said = picoweb("explain", tmp_path / "board.map", input='  File "tiny", line 1, in handle\nValueError: no\n')
    assert status == 0 and "App.handle" in said


def test_explain_says_what_is_no_map(tmp_path):
    (tmp_path / "x.map").write_text("{}")
    status, said = picoweb("explain", tmp_path / "x.map", input="")
    assert status == 2 and "is no map" in said


def test_the_files_of_an_app_are_found(tmp_path):
    app = shutil.copytree(APPS, tmp_path / "app") / "mounted.py"
    from picoweb.host.build.linking.sources import app_files
    assert [path.name for path in app_files(app)] == ["mounted.py", "helper.py"]
