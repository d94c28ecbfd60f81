"""The directive `bench` of speed.rst: results of a bench, from a JSON file, as charts and as tables.

.. bench:: FILE
   :strong: the contender that stands out in charts

   Each line of the content is a figure to be shown as a chart.
"""

import json
import sys
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "tools"))

from bars import chart  # noqa: E402
from results import describe, tables  # noqa: E402


def lines(title, columns, rows):
    """A table as lines of reStructuredText."""
    yield f".. list-table:: {title}"
    yield "   :header-rows: 1"
    yield "   :class: bench"
    yield ""
    for row in [["", *columns], *rows]:
        for n, cell in enumerate(row):
            yield f"   {'*' if n == 0 else ' '} - {'–' if cell == '-' else cell}"
    yield ""


def every_line(found):
    """All tables, and who the contenders are, as lines of reStructuredText."""
    for table in tables(found["figures"], found["contenders"]):
        yield from lines(*table)
    yield f"On {found['runtime']}:"
    yield ""
    for name, said in found["contenders"].items():
        yield f"- *{name}*: {describe(said)}"


class Bench(SphinxDirective):
    required_arguments = 1
    option_spec = {"strong": directives.unchanged_required}
    has_content = True

    def run(self):
        path = HERE / self.arguments[0]
        self.env.note_dependency(str(path))
        found = json.loads(path.read_text())
        made = []
        for figure in filter(None, self.content):
            bars = [(name, value[0] if isinstance(value, list) else value)
                    for name, value in in_order(found["figures"][figure], found["contenders"])]
            made.append(nodes.paragraph(text=f"{figure[0].upper()}{figure[1:]}"))
            made.append(nodes.raw("", chart(figure, bars, self.options["strong"]), format="html"))
        below = nodes.container()
        self.state.nested_parse(StringList(list(every_line(found)), source=path.name), 0, below)
        return [*made, *below.children]


def in_order(values, contenders):
    return [(name, values[name]) for name in contenders if name in values]


def setup(app):
    app.add_directive("bench", Bench)
    return {"parallel_read_safe": True}
