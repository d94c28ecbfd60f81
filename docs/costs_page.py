"""The directive `costs` of costs.rst: the figures of costs.json as a chart and as a table."""

import json
import sys
from html import escape
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

HERE = Path(__file__).resolve().parent
FIGURES = HERE / "costs.json"
sys.path.append(str(HERE.parent / "tools"))

from features import FEATURES  # noqa: E402

NAME = "an app with %s, from %s: more heap, bytes"  # as tools/footprint.py calls a figure
ROW, BAR, LABELS, BARS, MARGIN = 22, 12, 330, 290, 60  # sizes of the chart, in its own units


def rows(figures):
    """Yield (what is used, its modules, bytes from .py, from .mpy). Raises KeyError for a figure that is missing."""
    for what, modules in FEATURES:
        yield (what, modules, *(figures[NAME % (what, kind)] for kind in (".py", ".mpy")))


def chart(rows):
    """The bytes from .py as a bar for each row: SVG, in the colours of the page."""
    most = max(row[2] for row in rows)
    lines = []
    for n, (what, _, size, _) in enumerate(rows):
        y = n * ROW
        width = round(size * BARS / most, 1)
        lines.append(f'<text x="{LABELS - 8}" y="{y + 15}" text-anchor="end">{escape(what)}</text>')
        lines.append(f'<rect x="{LABELS}" y="{y + 5}" width="{width}" height="{BAR}" rx="2"/>')
        lines.append(f'<text x="{LABELS + width + 6}" y="{y + 15}">{size:,}</text>')
    size = f'viewBox="0 0 {LABELS + BARS + MARGIN} {len(rows) * ROW}"'
    title = "Bytes of heap that each feature needs, from sources"
    return f'<div class="chart"><svg {size} role="img" aria-label="{title}">{"".join(lines)}</svg></div>'


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
        return [nodes.raw("", chart(data), format="html"), *made.children]


def setup(app):
    app.add_directive("costs", Costs)
    return {"parallel_read_safe": True}
