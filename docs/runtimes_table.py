"""What works where: the table of runtimes.rst, and the directive `runtimes` that shows it.

tests/host/test_runtimes.py has a test for each cell: what is in the table has to work there, and what is not must not.
"""

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

# Ways to run an app, by name: a heading, and the runtimes that they are for.
BOARD, COMPUTER = "MicroPython", "CPython"
WAYS = {
    "run": ("run, board", [BOARD]),
    "asyncio": ("run, board, asyncio", [BOARD]),
    "steps": ("steps", [BOARD, COMPUTER]),
    "bare": ("steps, bare sockets", [BOARD, COMPUTER]),
    "thread": ("thread", [BOARD, COMPUTER]),
    "blocking": ("one at a time", [BOARD, COMPUTER]),
    "computer": ("run, computer", [COMPUTER]),
    "asgi": ("ASGI", [COMPUTER]),
}
ALL = set(WAYS)
STEPPING = {"steps", "bare", "thread", "blocking"}
OPENING = STEPPING - {"bare"}  # those that open their own socket
LOOPS = ALL - STEPPING  # those with asyncio, or with one at hand

# What there is, the test's name for it, and where it works: ways, or pairs of a way and the only runtime.
FEATURES = (
    ("Handlers as functions, generators and `async def`", "handlers", ALL),
    ("Rules with variables, mounted apps", "rules", ALL),
    ("Answers by return value; templates; static files", "answers", ALL),
    ("Forms, JSON, content in chunks", "content", ALL),
    ("Cookies, hooks, error handlers", "hooks", ALL),
    ("Responses written to the stream, status line and all", "raw", ALL),
    ("Answers that leave piece by piece", "pieces", ALL),
    ("Kept connections, pipelining", "kept", ALL),
    ("Many clients at a time, some of them slow", "many", ALL - {"blocking"}),
    ("A handler that writes without end leaves others their turn", "turns", ALL - {"blocking"}),
    ("`picoweb.steps.sleep()` in handlers", "sleep", ALL),
    ("`asyncio` in handlers: sleep, tasks, locks", "tasks", LOOPS),
    ("Server-sent events", "events", LOOPS),
    ("Bounds on content: 413", "bounds", ALL),
    ("Bounds on time: 408", "times", ALL),
    ("Routes added while it serves", "added", ALL),
    ("`shutdown()` lets requests finish", "shutdown", ALL - {"asgi"}),
    ("HTTPS by picoweb itself", "https", {"run", "asyncio", "computer", *((way, BOARD) for way in OPENING)}),
    ("HTTP/2", "http2", {"asgi"}),
)


def works(where, way, runtime):
    """Whether a feature that is there `where` works in a way on a runtime."""
    return way in where or (way, runtime) in where


def cell(where, way):
    found = [runtime for runtime in WAYS[way][1] if works(where, way, runtime)]
    return "yes" if found == WAYS[way][1] else "board" if found else "–"


def table():
    """As lines of reStructuredText."""
    yield ".. list-table::"
    yield "   :header-rows: 1"
    yield "   :class: ways"
    yield "   :widths: 28" + " 9" * len(WAYS)
    yield ""
    rows = [["", *(heading for heading, _ in WAYS.values())]]
    rows += [[title, *(cell(where, way) for way in WAYS)] for title, _, where in FEATURES]
    for row in rows:
        for n, text in enumerate(row):
            yield f"   {'*' if n == 0 else ' '} - {text}"


class Runtimes(SphinxDirective):
    def run(self):
        made = nodes.container()
        self.state.nested_parse(StringList(list(table()), source="runtimes_table.py"), 0, made)
        return made.children


def setup(app):
    app.add_directive("runtimes", Runtimes)
    return {"parallel_read_safe": True}
