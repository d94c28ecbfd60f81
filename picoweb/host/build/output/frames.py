"""The frames of built functions: how many words a call takes, and whether on the stack or in the heap.

A function whose `def` is marked `# build: frame on the stack` must not need the heap: it is called often, or when there
is none left.
"""
from pathlib import Path
from typing import Dict, Iterable, List, NamedTuple, Tuple

from ..marks import mark_on, marks_of
from ..origins import Origin, origin_of
from ..program import Program, Refused
from ..scopes import functions
from .emit import Text
from .mpy import numbered_names
from .mpyfile import WORDS_ON_STACK, Function, functions_of

MARK = "frame on the stack"


class Frame(NamedTuple):
    """A built function. module: the built one. origin: where it is in the source, None for what the build made."""

    module: str
    function: Function
    origin: "Origin | None"


def marked(program: Program) -> "Dict[Origin, Path]":
    """{function that is marked: path of its source}, to be noted before anything is changed."""
    found = {}
    for module in program.modules.values():
        marks = marks_of(module)
        for node in functions(module.tree) if marks else ():
            if mark_on(marks, node) == MARK:
                found[origin_of(node)] = module.path
    return found


def frames(texts: "Iterable[Text]", compiled: "Dict[str, Path]") -> "List[Frame]":
    """The frames of all functions in compiled modules. compiled: {name of a module: its .mpy}."""
    texts = [each for each in texts if each.name in compiled]
    numbered = numbered_names(node.name for each in texts for _, node in each.definitions)
    return [frame for each in texts for frame in _frames_of(each, functions_of(compiled[each.name], numbered))]


def _frames_of(text: Text, found: "List[Function]") -> "Iterable[Frame]":
    origins: "Dict[str, List[Origin]]" = {}
    for name, node in text.definitions:
        origins.setdefault(name, []).append(origin_of(node))
    for function in found:
        same = origins.get(function.name)
        yield Frame(text.name, function, same.pop(0) if same else None)


def check(found: "Iterable[Frame]", must: "Dict[Origin, Path]") -> None:
    """Refuse a build in which a marked function has its frame in the heap."""
    for frame in found:
        path = must.get(frame.origin)
        if path and frame.function.in_heap:
            size = "it is a generator" if frame.function.is_generator else f"{frame.function.words} words"
            raise Refused(path, frame.origin.line, f"{frame.origin.function} is marked `{MARK}`, but has its frame in the "
                          f"heap ({size}, at most {WORDS_ON_STACK}): use fewer variables, or nest less")


def in_heap(found: "Iterable[Frame]") -> "Tuple[int, int]":
    """(how many functions have their frame in the heap, how many there are)."""
    found = [frame for frame in found if not frame.function.name.endswith(">") and frame.function.name]
    return sum(frame.function.in_heap for frame in found), len(found)
