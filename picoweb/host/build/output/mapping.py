"""The map of a build, and tracebacks of built code told in terms of the source.

A map says of each built module which line came from which line of the source, and which function from which. Bytecode
holds no lines, so its tracebacks name functions only.
"""
import json
import re
from pathlib import Path
from typing import Dict, Iterable, List, NamedTuple, Optional, Sequence, TextIO

from ..origins import origin_of
from ..program import Program
from .emit import Text

#: A line of a traceback, of MicroPython or CPython.
FRAME = re.compile(r'^(?P<indent>\s*)File "(?P<file>[^"]+)", line (?P<line>\d+)(?:, in (?P<function>\S+))?\s*$')
#: A name in the text of an exception, as in "'Stream' object has no attribute 'xyz'".
QUOTED = re.compile(r"'([A-Za-z_]\w*)'")


class Place(NamedTuple):
    """A place in the source. exact: whether the line is the one that ran, not that of the function's `def`."""

    path: str
    line: int
    function: str
    exact: bool

    def __str__(self) -> str:
        where = f'File "{self.path}", line {self.line}' + ("" if self.exact else " and below")
        return f"{where}, in {self.function or '<module>'}"


class Map(NamedTuple):
    """modules: {built name: {"file", "lines", "functions"}}. paths: {module of the source: its path}.

    names: {name in the build: name in the source}. format: "py" or "mpy". files: all that the build wrote, below its folder.
    """

    format: str
    modules: "Dict[str, dict]"
    paths: "Dict[str, str]"
    names: "Dict[str, str]"
    files: "Sequence[str]" = ()

    @classmethod
    def of(cls, format: str, texts: "Iterable[Text]", paths: "Dict[str, str]", names: "Dict[str, str]",
           files: "List[str]") -> "Map":
        """Make the map of modules as they are written."""
        return cls(format, {each.name: _module(each) for each in texts}, paths, names, files)

    @classmethod
    def read(cls, path: Path) -> "Map":
        """Read a map from its file. Raises OSError, ValueError."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (TypeError, ValueError):
            raise ValueError(f"{path} is no map of picoweb build") from None

    def write(self, path: Path) -> None:
        """Write the map to a file, a module a line."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self._asdict(), indent=None, separators=(",", ":"), sort_keys=True) + "\n")

    def places(self, file: str, line: int, function: str) -> "List[Place]":
        """The places in the source that a frame of a traceback can mean; none if it is not of this build."""
        module = self._module_of(file)
        if module is None:
            return []
        if file.endswith(".py"):
            found = module["lines"].get(str(line))
            return [self._place(found, True)] if found else []
        if function == "<module>":
            sources = {source for source, _, _ in module["lines"].values()}
            return [Place(self.paths.get(source, source), 1, "", False) for source in sources] if len(sources) == 1 else []
        return [self._place(found, False) for found in module["functions"].get(function, [])]

    def _module_of(self, file: str) -> "Optional[dict]":
        for name, module in self.modules.items():
            if file == name or file == module["file"] or file.endswith("/" + module["file"]):
                return module
        return None

    def _place(self, found: list, exact: bool) -> Place:
        source, line, function = found
        return Place(self.paths.get(source, source), line, function, exact)


def _module(text: Text) -> dict:
    functions: "Dict[str, list]" = {}
    for name, node in text.definitions:
        origin = origin_of(node)
        if origin:
            functions.setdefault(name.rsplit(".", 1)[-1], []).append(list(origin))
    lines = {str(line): list(origin) for line, origin in text.lines.items()}
    return {"file": text.path.as_posix(), "lines": lines, "functions": functions}


def paths_of(program: Program) -> "Dict[str, str]":
    """{module: path of its source}, to be noted before modules are joined."""
    return {module.name: str(module.path) for module in program.modules.values()}


def explain(build_map: Map, traceback: "Iterable[str]", out: TextIO) -> None:
    """Write a traceback of built code with the source's files, lines and names."""
    inside = False
    for text in traceback:
        frame = FRAME.match(text)
        if frame:
            inside = _explain_frame(build_map, frame, out)
        elif not inside or not text.startswith("    "):  # CPython's copy of the built line says nothing to anyone
            out.write(_with_names(build_map, text))


def _explain_frame(build_map: Map, frame: "re.Match", out: TextIO) -> bool:
    """Write one frame. Returns whether it is of the build."""
    places = build_map.places(frame["file"], int(frame["line"]), frame["function"] or "<module>")
    if not places:
        out.write(frame.group().rstrip("\n") + "\n")
        return False
    out.write(f"{frame['indent']}{' or '.join(map(str, places))}\n")
    return True


def _with_names(build_map: Map, text: str) -> str:
    return QUOTED.sub(lambda found: f"'{build_map.names.get(found[1], found[1])}'", text)
