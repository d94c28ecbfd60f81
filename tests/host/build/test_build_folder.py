"""The folder that a build writes: all that a board needs, and nothing else is touched."""
from pathlib import Path

import pytest

from boards import built, run_on_board
from picoweb.host.build.output import frames
from picoweb.host.build.output.assets import assets_of
from picoweb.host.build.program import Refused

MAIN = """import tiny
import helper

if __name__ == "__main__":
    print("started", helper.__name__, open("notes.txt").read())
"""


def app_in(folder, name, source=MAIN):
    """A file of an app in a new folder, with what it reads and what it does not."""
    folder.mkdir()
    (folder / "static/css").mkdir(parents=True)
    (folder / "templates").mkdir()
    (folder / "helper.py").write_text("import tiny\n")
    for place in ("static/a.js", "static/css/a.css", "static/.hidden", "static/a.js~", "notes.txt", "unused.txt"):
        (folder / place).write_text(place)
    (folder / name).write_text(source)
    return folder / name


def files_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


STATIC = ["notes.txt", "static/a.js", "static/css/a.css"]


@pytest.mark.parametrize("format, name, code", [
    ("mpy", "app.py", ["app.mpy", "main.py"]),
    ("py", "app.py", ["app.py", "main.py"]),
    ("mpy", "main.py", ["main.py", "main_app.mpy"]),
    ("py", "main.py", ["main.py"]),
    ("mpy", "my-app.py", ["main.py", "my-app.mpy"]),
])
def test_a_board_gets_all_that_it_needs_and_main_starts_it(format, name, code, tmp_path):
    out = tmp_path / "out"
    built(out, app_in(tmp_path / "app", name), format)
    found = [place for place in files_in(out) if not place.startswith("tiny/") and not place.startswith("helper")]
    assert found == sorted([*code, *STATIC])
    assert run_on_board(out, "main").split() == ["started", "helper", "notes.txt"]


def test_an_image_has_the_files_as_well(tmp_path):
    report = built(tmp_path / "out", app_in(tmp_path / "app", "app.py"), "romfs")
    image = report.image.read_bytes()
    assert report.image == tmp_path / "out.romfs" and b"static/css/a.css" in image and b"helper.mpy" in image


def test_a_later_build_removes_what_an_earlier_one_wrote_and_nothing_else(tmp_path):
    app, out = app_in(tmp_path / "app", "app.py"), tmp_path / "out"
    built(out, app, "py", without=["join"])
    (out / "tiny/mine.txt").write_text("mine")
    (app.parent / "static/css/a.css").unlink()
    built(out, app)
    assert not (out / "app.py").exists() and not (out / "static/css").exists()
    assert (out / "app.mpy").exists() and (out / "tiny/mine.txt").read_text() == "mine"


def refuse(*_):
    raise Refused(Path("m.py"), 1, "a frame is too large")


def test_a_build_that_is_refused_leaves_an_earlier_one_as_it_is(tmp_path, monkeypatch):
    app, out = app_in(tmp_path / "app", "app.py"), tmp_path / "out"
    built(out, app)
    before = files_in(tmp_path)
    app.write_text(MAIN + "async def f(z):\n    return [y async for y in z]\n")
    with pytest.raises(Refused, match="cannot compile"):
        built(out, app)
    monkeypatch.setattr(frames, "check", refuse)
    app.write_text(MAIN)
    with pytest.raises(Refused, match="frame"):
        built(out, app)
    assert files_in(tmp_path) == before


def test_the_folder_that_is_written_is_none_of_the_app(tmp_path):
    """Though a text of the app is its name."""
    app = app_in(tmp_path / "app", "app.py", MAIN + "board = 'board'\n")
    for _ in range(2):
        report = built(app.parent / "board", app)
        assert not [place for place in report.copied if "board" in place] and "static/a.js" in report.copied


def test_a_package_of_the_app_has_its_own_static_folder(tmp_path):
    app = app_in(tmp_path / "app", "app.py", "import tiny\nimport site.pages\n")
    (app.parent / "site/static").mkdir(parents=True)
    (app.parent / "site/static/b.css").write_text("b")
    (app.parent / "site/pages.py").write_text("import tiny\n")
    assert "site/static/b.css" in built(tmp_path / "out", app).copied


@pytest.mark.parametrize("files, text", [
    ({"main.py": "import tiny\nimport main_app", "main_app.py": "import tiny"}, "main_app.py:1: main.py becomes main_app.py"),
    ({"main.py": "import tiny\nm = __import__('other')", "other.py": "import tiny"}, "main.py:2: .*import other"),
    ({"main.py": b"import tiny\n# caf\xe9"}, "main.py:2: .*UTF-8"),
    ({"main.py": "import tiny\nfrom . import other", "other.py": ""}, "main.py:2: .*full name"),
])
def test_what_a_board_would_not_find_is_refused(files, text, tmp_path):
    for name, content in files.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Refused, match=text):
        built(tmp_path / "out", tmp_path / "main.py")


def test_a_root_that_is_not_there(tmp_path):
    with pytest.raises(Refused, match="no such folder"):
        built(tmp_path / "out", app_in(tmp_path / "app", "app.py"), root=tmp_path / "nothing")


@pytest.mark.parametrize("format", ["mpy", "py"])
def test_files_of_others_are_not_overwritten(format, tmp_path):
    app = app_in(tmp_path / "app", "app.py")
    before = files_in(tmp_path)
    with pytest.raises(Refused, match="no earlier build wrote it"):
        built(app.parent, app, format)
    assert files_in(tmp_path) == before and app.read_text() == MAIN


def test_a_map_that_leads_out_of_the_folder_removes_nothing_there(tmp_path):
    app, out = app_in(tmp_path / "app", "app.py"), tmp_path / "out"
    built(out, app)
    path = out.with_name("out.map")
    path.write_text(path.read_text().replace('"app.mpy"', '"../app/notes.txt"'))
    (out / "app.mpy").unlink()
    built(out, app)
    assert (app.parent / "notes.txt").exists()


@pytest.mark.parametrize("texts, found", [
    ((), ["static/a.js", "static/css/a.css"]),
    (("notes.txt", "static", "helper.py", "static/.hidden"), STATIC),
    (("", ".", "/", "..", "../app", "/notes.txt", "a\nb", "x" * 5000), ["static/a.js", "static/css/a.css"]),
])
def test_files_that_an_app_names_are_found(texts, found, tmp_path):
    folder = app_in(tmp_path / "app", "app.py").parent
    assert sorted(assets_of(folder, texts, with_templates=False)) == found
    (folder / "templates/a.html").write_text("a")
    assert sorted(assets_of(folder, texts, with_templates=True)) == [*found, "templates/a.html"]
    assert sorted(assets_of(folder, ["templates"], with_templates=False)) == ["static/a.js", "static/css/a.css"]
