"""Modules that an app has in lib/, and those that it leaves to the board."""
from boards import run_on_board
from picoweb.host.build.pipeline import build

FILES = {
    "main.py": "import helper, pkg\nfrom lib import other\nimport picoweb\nprint(helper.name, pkg.name, other.name)",
    "lib/helper.py": "name = 'a'",
    "lib/pkg/__init__.py": "from .inner import name",
    "lib/pkg/inner.py": "name = 'b'",
    "lib/other.py": "name = 'c'",
}


def laid_out(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "main.py"


def test_modules_in_lib_are_built(tmp_path):
    app = laid_out(tmp_path / "app", FILES)
    report = build(app, tmp_path / "board")
    assert {"lib/helper.mpy", "lib/pkg/__init__.mpy", "lib/pkg/inner.mpy", "lib/other.mpy"} <= set(report.sizes)
    assert run_on_board(tmp_path / "board", "sys; sys.path.append('lib'); import main") == "a b c\n"


def test_a_module_beside_the_app_goes_before_one_in_lib(tmp_path):
    app = laid_out(tmp_path / "app", dict(FILES, **{"helper.py": "name = 'first'"}))
    report = build(app, tmp_path / "board")
    assert "helper.mpy" in report.sizes and "lib/helper.mpy" not in report.sizes


def test_stand_ins_for_the_hardware_stay_on_the_computer(tmp_path):
    app = laid_out(tmp_path / "app", {
        "main.py": "import machine, unetwork\nimport picoweb", "machine.py": "", "unetwork.py": "", "machine_room.py": ""})
    report = build(app, tmp_path / "board")
    assert report.stand_ins == ["machine.py", "unetwork.py"]
    assert not [name for name in report.sizes if name.startswith(("machine", "unetwork"))]
    assert "left out, as a board has its own: machine.py, unetwork.py" in list(report.lines())


def test_what_the_board_needs_besides_is_said(tmp_path):
    app = laid_out(tmp_path / "app", {
        "main.py": "import ulogging, picoweb, ujson, sensors\nfrom umqtt.simple import MQTTClient\n"
                   "try:\n    import ntfy\nexcept ImportError:\n    pass",
        "sensors.py": "import sht4x"})
    report = build(app, tmp_path / "board")
    assert report.to_install == ["sht4x", "ulogging", "umqtt"]
    assert any(line.endswith("not in the app's folder: sht4x, ulogging, umqtt") for line in report.lines())
