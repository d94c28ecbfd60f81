"""The directive `costs` of costs.rst: the figures of costs.json as a chart and as a table."""

import json
import sys
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

HERE = Path(__file__).resolve().parent
FIGURES = HERE / "costs.json"
sys.path.append(str(HERE.parent / "tools"))

from bars import chart  # noqa: E402
from features import FEATURES  # noqa: E402

NAME = "an app with %s, from %s: more heap, bytes"  # as tools/footprint.py calls a figure


def rows(figures):
    """Yield (what is used, its modules, bytes from .py, from .mpy). Raises KeyError for a figure that is missing."""
    for what, modules in FEATURES:
        yield (what, modules, *(figures[NAME % (what, kind)] for kind in (".py", ".mpy")))


def table(rows):
    """The same and more as lines of reStructuredText."""
    yield ".. list-table::"
    yield "   :header-rows: 1"
    yield "   :widths: 46 30 12 12"
    yield ""
    for row in [("What an app uses", "Modules", "from .py", "compiled"), *rows]:
        what, modules, *sizes = row
        sizes = [size if isinstance(size, str) else f"{size:,}" for size in sizes]
        for n, cell in enumerate([what, modules, *sizes]):
            yield f"   {'*' if n == 0 else ' '} - {cell}"


class Costs(SphinxDirective):
    def run(self):
        self.env.note_dependency(str(FIGURES))
        data = list(rows(json.loads(FIGURES.read_text())))
        made = nodes.container()
        self.state.nested_parse(StringList(list(table(data)), source="costs.json"), 0, made)
        bars = chart("Bytes of heap that each feature needs, from sources", [(row[0], row[2]) for row in data])
        return [nodes.raw("", bars, format="html"), *made.children]


def setup(app):
    app.add_directive("costs", Costs)
    return {"parallel_read_safe": True}
