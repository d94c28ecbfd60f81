"""What a build tells of itself: sizes by module, frames, and what was left out."""
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, Iterator, List, Optional

from .linking.pieces import Piece
from .linking.shake import Reach
from .output.frames import Frame, in_heap


@dataclass
class Report:
    """out: the folder that was written. sizes: {file below it: bytes}. map: the file for `picoweb explain`.

    frames: of all functions; none for sources. left_out: pieces of the package that the app does not reach. reach: what it
    reaches and why, None without an app. facts: what was known of the app. image: for ROMFS.
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

    def lines(self, explain: bool = False) -> "Iterator[str]":
        """The report for people."""
        for name, size in sorted(self.sizes.items(), key=lambda each: -each[1]):
            yield f"{size:8,}  {name}"
        yield f"{sum(self.sizes.values()):8,}  bytes in {len(self.sizes)} files below {self.out}"
        if self.frames:
            heap, count = in_heap(self.frames)
            yield f"{heap} of {count} functions have their frame in the heap"
        if self.reach:
            yield from self._about_the_app(explain)
        if self.image:
            yield f"{self.image.stat().st_size:8,}  bytes in {self.image}"

    def _about_the_app(self, explain: bool) -> "Iterator[str]":
        false = sorted(name for name, holds in self.facts.items() if not holds)
        if false:
            yield f"left out, as it is not so: {', '.join(false)}"
        whole = sorted(str(piece) for piece in self.left_out if not piece.member)
        yield f"{len(self.left_out)} pieces of the package are not reached" + ("" if explain else "; --explain lists them")
        if explain:
            yield from (f"  {name}" for name in whole)
            for piece in sorted(self.reach.reasons):
                if piece.name:
                    yield " <- ".join(self.reach.why(piece))
            for frame in self.frames:
                if frame.function.in_heap and frame.origin:
                    kind = "a generator" if frame.function.is_generator else f"{frame.function.words} words"
                    yield f"frame in the heap: {frame.origin.module}:{frame.origin.line} {frame.origin.function}, {kind}"
