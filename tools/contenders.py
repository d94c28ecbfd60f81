"""The contenders of bench/micropython and bench/cpython: what each file says of itself, and the packages it needs.

A file is a server for one runtime. Comments at its top say its name, what it is, the distributions it needs at their
versions, what it lacks, and where it is not as usual: that it keeps no connections, what starts it on CPython, and
which file comes behind it there. (A docstring would need heap.) For MicroPython it has a section for each workload,
from a line `# -- NAME` on; what is before the first and after `# --` is for all. So a measured app holds what is
measured and nothing else. A further contender is a further file.
"""
import re
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

from debian import Unavailable, cached, say
from serving import Stage
from workloads import FILES

BENCH = Path(__file__).resolve().parent.parent / "bench"
PICOWEB = BENCH.parent / "picoweb"


class Contender:
    """One file. `sections` are the names of what it can do, for MicroPython."""

    def __init__(self, path):
        self.path = path
        self.text = path.read_text()
        self.name = self.said("name")
        self.kind = self.said("is")
        self.needs = self.said("needs").split()
        self.lacks = self.said("lacks")
        self.keeps = self.said("keeps") != "no"
        self.command = self.said("command")
        head, *parts = re.split(r"^# --(.*)\n", self.text, flags=re.M)
        self.sections = {name.strip(): text for name, text in zip(parts[::2], parts[1::2])}
        self.head, self.tail = head, self.sections.pop("", "")

    def said(self, what):
        found = re.search(rf"^# {what}: (.*)$", self.text, re.M)
        return found.group(1) if found else ""

    def source(self, *sections, routes=1):
        """The app with these sections only. routes: how many the section "routes" adds."""
        chosen = "".join(self.sections[name] for name in sections).replace("ROUTES", str(routes))
        return self.head + chosen + self.tail

    def can(self, section):
        """Whether it has a section, or all of those that are joined by "+"."""
        return set(section.split("+")) <= set(self.sections)

    def stage(self, folder, sections, compiled=False, apps=(), routes=1):
        """A Stage with an app for each section that it has, under the name that module() tells, and what they read."""
        sources = {module(name): self.source(*name.split("+"), routes=routes) for name in sections if self.can(name)}
        stage = Stage(folder, apps, compiled, sources, self.packages())
        if not compiled:
            stage.compile_templates()
        for name, content in FILES.items():
            (folder / name).write_bytes(content)
        return stage

    def whole(self):
        """All of it, and behind it the file that it is another start for."""
        then = self.said("then")
        return self.text + (self.path.with_name(then).read_text() if then else "")

    def packages(self):
        """What goes into a board's lib/ for it: files and folders."""
        if self.needs:
            return [path for path in unpacked(self.needs).iterdir() if not path.name.endswith("-info")]
        return [PICOWEB] if self.path.stem == "picoweb" else []


def module(section):
    """The name of the app with a section, in a stage."""
    return section.replace(" ", "_").replace("+", "_")


def contenders(runtime):
    """Those for "micropython" or "cpython": floors first, then picoweb, then by name."""
    found = map(Contender, (BENCH / runtime).glob("*.py"))
    return sorted(found, key=lambda each: (not is_floor(each), not is_ours(each), each.name.lower()))


def picoweb():
    """The contender for MicroPython that is measured against limits."""
    return Contender(BENCH / "micropython" / "picoweb.py")


def is_floor(contender):
    return contender.name.startswith("floor")


def is_ours(contender):
    return contender.name.startswith("picoweb")


def unpacked(needs):
    """A folder with the distributions `needs`, name==version each, unpacked."""
    def fill(scratch):
        say("fetching %s ..." % ", ".join(needs))
        run_pip(sys.executable, "download", "--no-deps", "--only-binary=:all:", "--dest", scratch, *needs)
        made = scratch / "made"
        for wheel in scratch.glob("*.whl"):
            zipfile.ZipFile(wheel).extractall(made)
        return made
    return cached("unpacked-%08x" % zlib.crc32(" ".join(needs).encode()), fill)


def run_pip(python, *words):
    done = subprocess.run([python, "-m", "pip", *words, "--quiet", "--disable-pip-version-check"],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise Unavailable(done.stdout.strip())
