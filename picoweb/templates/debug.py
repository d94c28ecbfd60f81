"""Templates of an app that is debugged: changed ones are compiled anew, and errors in them have their place in the log."""

import sys
from collections import namedtuple
from io import StringIO
from os import stat

from ..package_folder import exists
from .compiler import COMPILED, Sources, compile_template
from .loader import Loader
from .unit import Unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Places in what `os.stat` returns.
SIZE = 6
CHANGED = 8

#: What a line of Python was made from: the path of a template (str), and the number of its line.
Mark = namedtuple("Mark", ("mark_path", "mark_line"))


class DebugLoader(Loader):
    """Takes a source rather than the module made of it. app: whose log it is that errors go to."""

    def __init__(self, root: str, dir: str, app: "Any") -> None:
        super().__init__(root, dir)
        self._app = app
        self._sources: "dict[str, Any]" = {}  # WatchedSources of what is loaded, by name

    def load(self, name: str) -> "Any":
        """As `Loader.load`, but compiled anew if its source, or one of those in it, has changed."""
        sources = self._sources.get(name)
        if sources and sources.have_changed():
            del self._sources[name], self._loaded[name]
        return super().load(name)

    def find_compiled(self, name: str) -> "Any":
        """As `Loader.find_compiled`, but None where there is a source."""
        return None if exists(self.path(name)) else super().find_compiled(name)

    def _compile(self, name: str) -> "Any":
        """As `Loader._compile`, of a template that is watched."""
        sources = WatchedSources(self)
        unit = MarkedUnit(self, sources)
        render = compile_template(self, name, sources, unit)
        self._sources[name] = sources
        path = self.path(name)
        return lambda *args, **values: self._watched(render(*args, **values), path, unit.marks)

    def _watched(self, pieces, path, marks):
        """Yield what a template yields. Its errors are blamed on it."""
        try:
            yield from pieces
        except Exception as error:
            self.blame(error, path, marks)
            raise error

    def blame(self, error: Exception, path: str, marks: "Any") -> None:
        """Log where in a template an error was raised. path: of the template. marks: a Mark for each line of its Python."""
        out = StringIO()
        sys.print_exception(error, out)  # type: ignore[attr-defined]
        _, found, rest = out.getvalue().rpartition('"%s%s", line ' % (path, COMPILED))
        if found and self._app.log:
            mark = marks[int(rest[: rest.find(",")]) - 1]
            self._app._log_text("error", "%s, line %d: %r" % (mark.mark_path, mark.mark_line, error))


class WatchedSources(Sources):
    """Sources that remember what they were when they were read."""

    def __init__(self, loader):
        super().__init__(loader)
        self._versions = {}  # by path

    def open(self, name):
        """As `Sources.open`."""
        path = self._loader.path(name)
        if exists(path):
            self._versions[path] = _version(path)
        return super().open(name)

    def have_changed(self):
        """Whether one of them is another now, or gone."""
        return any(not exists(path) or _version(path) != version for path, version in self._versions.items())


def _version(path):
    """What tells a file from what it was before: when it was changed, and its size."""
    found = stat(path)
    return getattr(found, "st_mtime_ns", found[CHANGED]), found[SIZE]


class MarkedUnit(Unit):
    """A unit that knows what its lines are made from. marks: list of Mark."""

    def __init__(self, loader, sources):
        super().__init__(loader, sources)
        self.marks = []

    def put(self, line, scanner):
        """As `Unit.put`."""
        del self.marks[len(self.lines) :]  # some may have been taken back
        self.marks.append(Mark(scanner.path, scanner.number))
        super().put(line, scanner)
