"""What a build tells of itself: sizes by module, frames, and what was left out."""
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Optional

from .linking.pieces import Piece
from .linking.shake import Reach
from .output.frames import Frame, in_heap

MOST_LINES = 10  # of modules, the largest ones


@dataclass
class Report:
    """out: the folder that was written. sizes: {file below it: bytes}. map: the file for `picoweb explain`.

    frames: of all functions; none for sources. left_out: pieces of the package that the app does not reach. reach: what it
    reaches and why, None without an app. facts: what was known of the app. image: for ROMFS. stand_ins: files
    in place of modules of the hardware, which are left out. to_install: modules that the board needs besides.
    """

    out: Path
    format: str
    map: Path
    sizes: "Dict[str, int]" = field(default_factory=dict)
    frames: "List[Frame]" = field(default_factory=list)
    left_out: "List[Piece]" = field(default_factory=list)
    reach: "Optional[Reach]" = None
    facts: "Dict[str, bool]" = field(default_factory=dict)
    image: "Optional[Path]" = None
    copied: "Dict[str, int]" = field(default_factory=dict)
    stand_ins: "List[str]" = field(default_factory=list)
    to_install: "List[str]" = field(default_factory=list)

    def lines(self, explain: bool = False) -> "Iterator[str]":
        """The report for people. explain: whether it lists all that there is."""
        yield from self._sizes(None if explain else MOST_LINES)
        if self.copied:
            yield f"{sum(self.copied.values()):8,}  bytes in files that the app reads ({len(self.copied)}): {', '.join(_places(self.copied))}"
        if self.image:
            yield f"{self.image.stat().st_size:8,}  bytes in the image {self.image}"
        if self.frames:
            heap, count = in_heap(self.frames)
            yield f"{heap} of {count} functions take their variables from the heap when they are called"
        if self.reach:
            yield from self._about_the_app(explain)
        if self.stand_ins:
            yield f"left out, as a board has its own: {', '.join(self.stand_ins)}"
        if self.to_install:
            yield f"The board needs these modules as well, which are not in the app's folder: {', '.join(self.to_install)}"
        yield f"The board's files are in {self.out}. To read its tracebacks: picoweb explain {self._shown_map()}"

    def _shown_map(self) -> Path:
        """The map's path, as short as that of the folder."""
        return self.out.parent / self.map.name

    def _sizes(self, most: "Optional[int]") -> "Iterator[str]":
        sizes = sorted(self.sizes.items(), key=lambda each: -each[1])
        for name, size in sizes[:most]:
            yield f"{size:8,}  {name}"
        rest = sizes[len(sizes[:most]) :]
        if rest:
            yield f"{sum(size for _, size in rest):8,}  {len(rest)} smaller ones; --explain lists them"
        yield f"{sum(self.sizes.values()):8,}  bytes in {len(self.sizes)} modules"

    def _about_the_app(self, explain: bool) -> "Iterator[str]":
        false = sorted(name for name, holds in self.facts.items() if not holds)
        if false:
            yield f"left out, as the app shows no use for it: {', '.join(false)}"
        whole = sorted(str(piece) for piece in self.left_out if not piece.member)
        yield (f"left out, as nothing reaches them: {len(self.left_out)} functions, classes, methods and variables of the package"
               + ("" if explain else "; --explain lists them"))
        if explain:
            yield from (f"  {name}" for name in whole)
            yield from self._why(self.reach)

    def _why(self, reach: Reach) -> "Iterator[str]":
        for piece in sorted(reach.reasons):
            if piece.name:
                yield " <- ".join(reach.why(piece))
        for frame in self.frames:
            if frame.function.in_heap and frame.origin:
                kind = "a generator" if frame.function.is_generator else f"{frame.function.words} words"
                yield f"frame in the heap: {frame.origin.module}:{frame.origin.line} {frame.origin.function}, {kind}"


def _places(files: "Iterable[str]") -> "List[str]":
    """Files and folders directly below the board's folder, as people name them."""
    return sorted({name.split("/")[0] + ("/" if "/" in name else "") for name in files})
