"""What an app makes itself does on a board what its source does: its classes, its settings, its checks."""
import subprocess

from boards import micropython, run_on_board
from picoweb.host.build.pipeline import PACKAGE, build

APP = """import sys
from collections import namedtuple
import config, db
from picoweb import HTTPError, WebApp
from picoweb.testing import TestClient

app = WebApp(None)
Book = namedtuple("Book", ("title", "index"))
Reply = namedtuple("Reply", "what code more")


class Radio:
    def active(self, on):
        return "on" if on else "off"


class PlantError(Exception):
    pass


class _Pot:
    __slots__ = ("pot_id", "active")

    def __init__(self, pot_id, active=False):
        self.pot_id = pot_id
        self.active = active


class Tall(_Pot):
    __slots__ = ("height",)

    def __init__(self, pot_id, height):
        super().__init__(pot_id)
        self.height = height


class Settings:
    DEBUG = False


def check(size):
    assert size != 3, "no three"
    assert size
    return size


def tried(function, *args):
    try:
        return function(*args)
    except Exception as error:
        return repr(error)


def names_of(module):
    word = "open"
    return [getattr(module, "_" + word), module._shut(), module.PLACE]  # build: no names


@app.route("/")
def index(req, resp):
    return Reply(code=201, what="made", more={"X-Why": "me"})


print(Radio().active(True), Radio().active(False))
pots = [_Pot(1), _Pot(1), Tall(1, 2)]
pots[0].active = True
print([pots.index(pot) for pot in pots], len(set(pots)), pots[0].active, pots[2].height, type(pots[0]), type(pots[2]).__name__)
print([isinstance(pots[0], kind) for kind in (list, tuple, _Pot)], hasattr(pots[0], "pot_id"), hasattr(pots[0], "index"))
book = Book("Emma", index=3)
print(book, book.title, book.index, isinstance(book, Book), book == ("Emma", 3))
print(repr(PlantError("x")), repr(HTTPError(404)).split("(")[0], _Pot.__slots__)
print(tried(check, 3), tried(check, 0), tried(check, 1), __debug__)
config.DEBUG = True
config.COUNT += 2
for config.LAST in (1, 2):
    pass
config.FIRST, other = 7, 8
Settings.DEBUG = True
for key, value in {"NAME": "greenhouse"}.items():
    setattr(config, key, value)  # build: no names
db._open = True
print(config.DEBUG, config.COUNT, config.LAST, config.FIRST, config.NAME, config.told(), Settings.DEBUG, db.is_open())
print(names_of(db))
answer = TestClient(app).get("/")
print(answer.status_code, answer.text, [pair for pair in answer.headers.items() if pair[0] != b"Date"])
if len(sys.argv) > 9:
    app.run()
"""
FILES = {
    "main.py": APP,
    "config.py": "DEBUG = False\nCOUNT = 1\nLAST = 0\nFIRST = 0\nNAME = 'none'\n\ndef told():\n    return 'yes' if DEBUG else 'no'\n",
    "db.py": "_open = False\nPLACE = 3\n\ndef is_open():\n    return _open\n\ndef _shut():\n    return 'shut'\n",
}


def test_what_an_app_makes_itself_is_on_a_board_what_its_source_says(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    done = subprocess.run([*micropython(), "main.py"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env={"MICROPYPATH": f"{PACKAGE.parent}:.frozen"}, timeout=60)
    assert "Traceback" not in done.stdout and done.stdout.count("\n") == 9
    build(tmp_path / "main.py", tmp_path / "out")
    assert run_on_board(tmp_path / "out", "main") == done.stdout
