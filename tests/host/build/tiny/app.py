"""`App`: methods that few use are thin."""

from .http import heads
from .http.heads import start
from .routing.map import find


class App:
    """An app."""

    keep = False
    never = 1

    def __init__(self, name, static=True):
        self.name = name
        self.routes = []
        self.log = None
        if static:  # build: only if static folder
            self.routes.append(("/static", self.static))

    def static(self, path):
        """The handler of the static folder."""
        return "static " + path

    def route(self, path):
        """Decorator: the handler of a path."""

        def add(handler):
            self.routes.append((path, handler))
            return handler

        return add

    def find(self, path):
        """The handler of a path."""
        return find(self, path)

    def handle(self, path):
        """Answer for a path."""
        handler = self.find(path)
        if self.log:
            self.info(path)
        if handler is None:
            return start("not found", 404)
        return start(handler(path))

    def count(self):
        """How many heads there were."""
        return heads.count

    def mount(self, url, sub, **options):
        """Put an app below a URL."""
        from .routing.mounts import mount

        return mount(self, url, sub, **options)

    def describe(self, sep=", "):
        """The paths."""
        from .routing.mounts import describe

        return describe(self, sep)

    def each_route(self, *names):
        """The paths, one after another."""
        from .routing.many import each_route

        return each_route(self, *names)

    def info(self, text):
        """Log a text."""
        from .serving.log import info

        info(self, text)

    @property
    def paths(self):
        """The paths as a list."""
        from .routing.mounts import describe

        return describe(self).split(", ")
