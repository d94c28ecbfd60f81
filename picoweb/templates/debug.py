"""Templates of an app that is debugged: changed ones are compiled anew, and errors in them have their place in the log."""

import sys
from io import StringIO
from os import stat

from .loader import Loader, exists
from .compiler import Sources, Unit, compile_template


class DebugLoader(Loader):
    """Takes a source rather than the module made of it. app: whose log it is that errors go to."""

    def __init__(self, root, dir, app):
        super().__init__(root, dir)
        self._app = app
        self._sources = {}  # of what is loaded

    def load(self, name):
        """As `Loader.load`, but compiled anew if its source, or one of those in it, has changed."""
        sources = self._sources.get(name)
        if sources and sources.have_changed():
            del self._sources[name], self._loaded[name]
        return super().load(name)

    def find_compiled(self, name):
        if not exists(self.path(name)):
            return super().find_compiled(name)

    def _compile(self, name):
        sources = WatchedSources(self)
        unit = MarkedUnit(self, sources)
        render = compile_template(self, name, sources, unit)
        self._sources[name] = sources
        path = self.path(name)
        marks = unit.marks

        def watched(pieces):
            try:
                yield from pieces
            except Exception as error:
                self.blame(error, path, marks)
                raise error

        return lambda *args, **values: watched(render(*args, **values))

    def blame(self, error, path, marks):
        """Log where in a template an error was raised. marks: list of (path, line), for each line of Python made of it."""
        log = self._app.log
        out = StringIO()
        sys.print_exception(error, out)
        _, here, rest = out.getvalue().rpartition('"%s (compiled)", line ' % path)
        if here and log:
            path, number = marks[int(rest[: rest.find(",")]) - 1]
            log.error("%s, line %d: %r", path, number, error)


class WatchedSources(Sources):
    """Sources that remember what they were when they were read."""

    def __init__(self, loader):
        super().__init__(loader)
        self._states = {}

    def open(self, name):
        path = self._loader.path(name)
        if exists(path):
            self._states[path] = _state(path)
        return super().open(name)

    def have_changed(self):
        """Whether one of them is another now, or gone."""
        for path in self._states:
            if not exists(path) or _state(path) != self._states[path]:
                return True


def _state(path):
    data = stat(path)
    return getattr(data, "st_mtime_ns", data[8]), data[6]


class MarkedUnit(Unit):
    """A unit that knows what its lines are made from."""

    def __init__(self, loader, sources):
        super().__init__(loader, sources)
        self.marks = []

    def put(self, line, scanner):
        del self.marks[len(self.lines) :]  # some may have been taken back
        self.marks.append((scanner.path, scanner.number))
        super().put(line, scanner)
