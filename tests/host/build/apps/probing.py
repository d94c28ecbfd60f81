"""An app that asks what there is, and calls a method of the base class before that has been used."""

import tiny


class Early(tiny.App):
    """Calls late methods of its base while it is made."""

    def __init__(self):
        super().__init__("early")
        self.described = super().describe("-")


app = tiny.App("probe")
print([hasattr(app, name) for name in ("mount", "each_route", "paths", "info", "_mount", "x")])
print(Early().described, getattr(app, "nothing", 5), tiny.oddity, hasattr(tiny, "nothing"), hasattr(tiny, "Broadcast"))
try:
    app.nothing
except AttributeError as error:
    print(error)
method = app.describe
print(method("+"), tiny.App.find(app, "/") is None, isinstance(Early(), tiny.App))
