"""The directive `race` of speed.rst: the results of race.json as charts and as a table."""

import json
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from bars import chart

RESULTS = Path(__file__).resolve().parent / "race.json"


def table(found, routes):
    """All results as lines of reStructuredText."""
    yield ".. list-table::"
    yield "   :header-rows: 1"
    yield ""
    for row in [["", *routes, "versions"], *map(cells, found.items())]:
        for n, cell in enumerate(row):
            yield f"   {'*' if n == 0 else ' '} - {cell}"


def cells(item):
    name, result = item
    return [name, *(f"{rate:,} ({slowest:.1f} ms)" for rate, slowest in result["results"].values()), result["versions"]]


class Race(SphinxDirective):
    def run(self):
        self.env.note_dependency(str(RESULTS))
        found = json.loads(RESULTS.read_text())
        routes = list(found["picoweb"]["results"])
        made = []
        for route in routes:
            bars = [(name, result["results"][route][0]) for name, result in found.items()]
            made.append(nodes.paragraph(text=f"Requests a second, {route}:"))
            made.append(nodes.raw("", chart(f"Requests a second, {route}", bars, "picoweb"), format="html"))
        below = nodes.container()
        self.state.nested_parse(StringList(list(table(found, routes)), source="race.json"), 0, below)
        return [*made, *below.children]


def setup(app):
    app.add_directive("race", Race)
    return {"parallel_read_safe": True}
