"""An app that uses late methods, a subclass and a module of its own."""

import sys

from tiny import App, quote as q
from tiny.http import percent

import helper


class Mine(App):
    """Overrides a late method, and calls it."""

    def describe(self, sep=" "):
        return "<" + super().describe(sep) + ">"

    def mount(self, url, sub, **options):
        return super().mount(url, sub, **options)


sub = App("sub")
sub.routes.append(("/a", helper.handler))
app = Mine("app")
print(app.mount("/sub", sub, colour=1))
print(app.describe(), App.describe(sub) if len(sys.argv) > 1 else "", app.handle("/sub/a"), app.count())
print(list(app.each_route(1, 2)), app.paths, q("ax"), percent.quote("é"))
print(hasattr(app, "info"), hasattr(app, "nothing"), hasattr(sub, "each_route"), hasattr(sub, "nothing"))
