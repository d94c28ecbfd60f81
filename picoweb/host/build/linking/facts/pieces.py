"""Whether an answer may leave in several pieces, which others wait for: told from an app's source."""
import ast

from .app import App
from .continued import FUNCTIONS
from .hidden import name_of

REPEATING = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
#: What writes in pieces by itself, or may have others do it.
WRITING = ("awriteiter", "awritestr", "write", "drain", "sendstream", "render_template", "render_str", "EventSource",
           "Broadcast", "getattr", "push", "write_long")


def writes_pieces(app: App) -> bool:
    """Whether something is written besides by one `awrite` of a function that nobody calls but the framework.

    A handler that writes once in each of its branches counts as one that writes more than once.
    """
    if app.uses(*WRITING):
        return True
    calls = {id(call) for call in app.calls("awrite")}
    named = sum(name_of(node) == "awrite" for node in app.nodes)
    functions = [node for node in app.nodes if isinstance(node, FUNCTIONS)]
    asked = {name_of(node) for node in app.nodes if isinstance(getattr(node, "ctx", None), ast.Load)}
    counts = {function.name: sum(id(node) in calls for node in ast.walk(function)) for function in functions}
    return named > len(calls) or any(count > 1 or count and name in asked for name, count in counts.items()) \
        or any(id(node) in calls for each in app.nodes if isinstance(each, REPEATING) for node in ast.walk(each))
