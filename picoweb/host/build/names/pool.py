"""The new names, in the order in which they are given."""
from itertools import product
from keyword import kwlist
from random import Random
from string import ascii_lowercase
from typing import Iterable, Iterator, List, Set

from ..locals import GIVEN_NAMES, ROM_NAMES

SHORT = [first + second for first, second in product(ascii_lowercase, ascii_lowercase + "_")]


class Pool:
    """Gives out names. seed: 0 for the usual order, else another one."""

    def __init__(self, seed: int, without: "Set[str]") -> None:
        rom = [name for name in GIVEN_NAMES if name not in without]
        if seed:
            Random(seed).shuffle(rom)
        self.rom: "List[str]" = rom
        self.short = [name for name in SHORT if name not in without and name not in kwlist and name not in ROM_NAMES]

    def name(self, old: str, taken: "Set[str]") -> str:
        """A name that is in ROM, or else a shorter one, and not taken; the old one if there is none."""
        return next(self._fitting(self.rom, taken), None) or \
            next((each for each in self._fitting(self.short, taken) if len(each) < len(old)), old)

    def _fitting(self, names: "Iterable[str]", taken: "Set[str]") -> "Iterator[str]":
        return (name for name in names if name not in taken)
