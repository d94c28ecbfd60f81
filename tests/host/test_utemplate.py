"""Templates named .tpl render as the published utemplate 1.4.1 renders them, byte for byte, on both runtimes."""
import hashlib
import io
import os
import random
import re
import subprocess
import sys
import tarfile
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from need import skip_or_fail

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "tests" / "templates"
ARCHIVE = "utemplate-1.4.1.tar.gz"
SHA256 = "43fde7c8b38dda1ff9c82cd829d22ec445f1e9d631455de705873051f83a0b20"
INTERPRETERS = [("cpython",), ("32", "1.25"), ("32", "1.26"), ("64", "1.25"), ("64", "1.26")]

SCRIPT = r"""
import sys
sys.path[:0] = sys.argv[1:3]
import io
from utemplate import source
from picoweb.templates.loader import Loader

def theirs(name, args):
    loader = source.Loader(None, "templates")
    out = io.StringIO()
    source.Compiler(loader.input_open(name), out, loader=loader).compile()
    scope = {}
    exec(out.getvalue(), scope)
    return "".join(scope["render"](*args))

def ours(name, args):
    return "".join(Loader("", "templates").load(name)(*args))

name = sys.argv[3]
args = sys.argv[4:]
expected = theirs(name, args)
got = ours(name, args)
assert got == expected, "\n%r\n%r" % (got, expected)
print("same", len(got))
"""

GENERATED = {
    "braces.tpl": "{ {a} {{1}} { {% set x = 1 %} { {#x#} {{ '{' }}{\n{\n",
    "newlines.tpl": "{% if 1 %}\n\n a {% if 1 %} \n{% endif %}\n\n{{1}}\n{% endif %}\n\n\n{% set x = 1 %}{{x}}\n",
    "quotes.tpl": "\"\"\"\n'''\n\"{{1}}\"\"{{2}}\"\"\"\n\\\"\\\"\\\"\n",
    "backslashes.tpl": "a\\\\b \\n \\t \\x41 \\101 \\\nc {{1}}\\\\{{2}}\\'\n",
    "args.tpl": "{% args a, b='y' %}{{a}}{{b}}",
    "noargs.tpl": "{{a}} {{d}}",
    "emptyargs.tpl": "{% args %}\nx",
    "spaces.tpl": "{%args a%}\n{%  if   a  %}\n{{a}}{%endif%}\t{{   a   }}",
    "include.tpl": "{% args n, x %}\n<{% include \"heading.tpl\" %}\n>"
                   "{% include 'arguments.tpl' x %}{% include \"text.tpl\" %}\n",
    "ninety.tpl": "".join("line %d {{%d}} of text\n" % (i, i) for i in range(90)),
    "text.long.tpl": "x" * 2000 + "\n" + "y\\\\\n" * 400,
    "unicode.tpl": "\u20ac{{'\u00e9'}}\U0001f600\n",
    "statements.tpl": "{% set import sys %}{% with open('one') as f %}{{f.read()}}{% endwith %}"
                      "{% set x = 1; y = 2 %}{{x+y}}",
}
CASES = [
    ("language.tpl", "T"), ("squares.tpl",), ("text.tpl",), ("arguments.tpl", "1", "2"), ("sub/part.tpl", "1"),
    ("args.tpl", "x"), ("noargs.tpl",), ("emptyargs.tpl",), ("spaces.tpl", "x"), ("include.tpl", "1", "2"),
    ("braces.tpl",), ("newlines.tpl",), ("quotes.tpl",), ("backslashes.tpl",), ("ninety.tpl",), ("text.long.tpl",),
    ("unicode.tpl",), ("statements.tpl",),
]


def index():
    """The package index that pip uses, without a slash at its end."""
    url = os.environ.get("PIP_INDEX_URL")
    if not url:
        asked = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
        url = subprocess.run(asked, capture_output=True, text=True).stdout.strip()
    return (url or "https://pypi.org/simple").rstrip("/")


def fetch():
    """The archive. It has no setup.py, so that pip itself does not hand it out."""
    page = index() + "/utemplate/"
    with urllib.request.urlopen(page, timeout=60) as answer:
        links = re.findall(r'href="([^"]+)"', answer.read().decode())
    link = next(link for link in links if ARCHIVE in link)
    with urllib.request.urlopen(urllib.parse.urljoin(page, link), timeout=60) as answer:
        return answer.read()


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A folder that has the published package `utemplate` in it."""
    try:
        data = fetch()
    except (OSError, StopIteration) as error:
        skip_or_fail(f"{ARCHIVE} cannot be had from {index()}: {error!r}")
    assert hashlib.sha256(data).hexdigest() == SHA256
    folder = tmp_path_factory.mktemp("published")
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive.getmembers():
            if member.isfile() and member.name.endswith(".py"):
                path = folder / Path(*Path(member.name).parts[1:])
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(archive.extractfile(member).read())
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with templates/ in it: those of the tests, and the generated."""
    folder = tmp_path_factory.mktemp("app")
    templates = folder / "templates"
    (templates / "sub").mkdir(parents=True)
    for path in TEMPLATES.rglob("*.tpl"):
        (templates / path.relative_to(TEMPLATES)).write_bytes(path.read_bytes())
    for name, source in GENERATED.items():
        (templates / name).write_bytes(source.encode())
    (folder / "one").write_text("1")
    (folder / "compare.py").write_text(SCRIPT)
    return folder


@pytest.fixture(scope="module", params=INTERPRETERS, ids="-".join)
def interpreter(request):
    if request.param == ("cpython",):
        return sys.executable
    bits, version = request.param
    tool = [sys.executable, ROOT / "tools" / "micropython", "--bits", bits, "--version", version]
    done = subprocess.run(tool, capture_output=True, text=True)
    if done.returncode:
        skip_or_fail(f"no MicroPython {version} of {bits} bits: {done.stderr.strip()}")
    return done.stdout.strip()


FUZZ = r"""
import sys
sys.path[:0] = sys.argv[1:3]
import io
from utemplate import source
from picoweb.templates.loader import Loader
from picoweb.templates.compiler import compile_template

class Given(Loader):
    def exists(self, name):
        return True

    def open(self, name):
        return io.BytesIO(self.text.encode())

def theirs(text):
    out = io.StringIO()
    source.Compiler(io.StringIO(text), out, loader=None).compile()
    scope = {}
    exec(out.getvalue(), scope)
    return "".join(scope["render"](ARGS[0], list(ARGS[1])))

def ours(text):
    loader.text = text
    return "".join(compile_template(loader, "x.tpl", loader)(ARGS[0], list(ARGS[1])))

ARGS = ("<\u20ac>", (1, "b", None))
loader = Given("", "templates")
count = 0
with open("fuzz.txt", "rb") as f:
    texts = f.read().decode().split("\0")
for text in texts:
    try:
        expected = theirs(text)
    except Exception:
        continue  # it makes no Python of it, or one that raises
    got = ours(text)
    assert got == expected, "\n%r\n%r\n%r" % (text, got, expected)
    count += 1
print(count)
"""


class Generator:
    """Makes templates by chance, the same for the same seed: (a, l) are their arguments, a str and a list.

    Text has no "}}": utemplate takes it for the end of an expression that comes after it.
    """

    WORDS = ["a", " ", "\n", "\n\n", "<b>", '"', "'", '"' * 3, "{", "} ", "{ {", "%}", "%", "\u20ac", "\t", "x y z\n",
             "\\\\", "\\n", "\\'", "#", "{#", "-" * 60, "100%s", "\\x41"]
    VALUES = ["a", " a ", "l", "l[0]", "len(l)", "'}' + a", "a + 'x'", "None", "1 if l else 2", "l.append(3)", "{1: 2}[1]",
              "'%s' % a", "l.pop() if l else a"]

    def __init__(self, seed):
        self.random = random.Random(seed)

    def template(self):
        return "{% args a, l %}{% set m = 3 %}" + self.body(3)

    def body(self, depth):
        return "".join(self.piece(depth) for _ in range(self.random.randrange(6)))

    def piece(self, depth):
        kind = self.random.randrange(12 if depth else 7)
        if kind < 4:
            return self.random.choice(self.WORDS)
        if kind < 6:
            return "{{%s}}" % self.random.choice(self.VALUES)
        if kind == 6:
            return "{% set n = 1 %}" + self.random.choice(["", "\n"])
        head, foot = self.random.choice([
            ("if l", "endif"), ("if not a", "endif"), ("for i in range(2)", "endfor"), ("for i in l[:3]", "endfor"),
            ("try", "except ValueError %}{% endtry"), ("while m %}{% set m -= 1", "endwhile"),
            ("if len(l) > 3 %}x{% elif l %}y{% else", "endif")])
        # utemplate has no empty blocks: each has a text.
        return "{%% %s %%}.%s{%% %s %%}" % (head, self.body(depth - 1), foot)


@pytest.mark.parametrize("interpreter", INTERPRETERS[:2], ids="-".join, indirect=True)
def test_what_chance_makes_renders_the_same(interpreter, published, tmp_path):
    generator = Generator(1)
    (tmp_path / "fuzz.txt").write_bytes("\0".join(generator.template() for _ in range(3000)).encode())
    (tmp_path / "fuzz.py").write_text(FUZZ)
    heap = [] if interpreter == sys.executable else ["-X", "heapsize=8M"]  # all that is compiled leaves its names
    done = subprocess.run([interpreter, *heap, "fuzz.py", published, ROOT], cwd=tmp_path, capture_output=True, text=True,
                          encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout) > 1000, done.stdout


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_renders_the_same(interpreter, published, folder, case):
    done = subprocess.run(
        [interpreter, "compare.py", published, ROOT, *case],
        cwd=folder, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("same")
