"""A board that is made up, but for its heap: what it measures, what is switched, and what it remembers of that."""

import gc
import math
import random
import sys
from array import array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

KEPT = 120  # readings
BATCH = 4  # readings in one message, which then goes out in one piece
DAY = 180  # seconds from one noon to the next
UNKNOWN = -32768

#: What the third value of a reading is: on MicroPython tenths of a KiB, elsewhere hundreds of memory blocks.
HEAP = "KiB" if sys.implementation.name == "micropython" else "thousand blocks"


def heap_in_use():
    """Heap in use, as an int of what HEAP says. Garbage that is not collected yet counts."""
    if HEAP == "KiB" and hasattr(gc, "mem_alloc"):
        return min(gc.mem_alloc() * 10 // 1024, 32767)
    return min(sys.getallocatedblocks() // 100, 32767)


def free_heap():
    """Bytes of the heap that are free, as an int; where that cannot be told, many."""
    return gc.mem_free() if hasattr(gc, "mem_free") else 1 << 30


def heap_size():
    """Bytes of the heap, as an int; on MicroPython."""
    return free_heap() + (gc.mem_alloc() if hasattr(gc, "mem_alloc") else 0)


def is_short(room):
    """Whether less than `room` (int, bytes; 0: any will do) of the heap is free."""
    if room and free_heap() < room:
        gc.collect()
    return room and free_heap() < room


def whole(text):
    """The number that a text (str) is in decimal digits; -1 if it is anything else."""
    return int(text) if text.isdigit() and len(text.encode()) == len(text) < 10 else -1


class Board:
    """Its time is what its readings took. It begins with a past, in which nobody looked at the heap."""

    def __init__(self):
        self.switches = {"lamp": False, "fan": False, "heater": False}
        self.settings: "dict[str, Any]" = {"name": "Window sill", "interval": 1, "limit": 26, "unit": "C"}
        self.number = -1  # of the last reading
        self.seconds = 0
        self.celsius = 18.5
        self.rows = array("h", (UNKNOWN for _ in range(3 * KEPT)))
        while self.number < KEPT - 1:
            self.measure(UNKNOWN)

    def measure(self, heap=None):
        """Take a reading, one interval after the last. heap: int, as `heap_in_use`; None: what it is."""
        seconds = self.settings["interval"]
        self.seconds += seconds
        sun = math.sin(2 * math.pi * self.seconds / DAY)
        fan = self.switches["fan"]
        target = 18.5 + 3 * sun + 11 * self.switches["heater"] - 4 * fan
        self.celsius += (target - self.celsius) * min(1, seconds / (7 if fan else 14))
        self.number += 1
        at = self.number % KEPT * 3
        self.rows[at] = int(self.celsius * 100) + random.getrandbits(4) - 8
        self.rows[at + 1] = int(620 * max(0, sun)) + 260 * self.switches["lamp"] + random.getrandbits(4)
        self.rows[at + 2] = heap_in_use() if heap is None else heap

    def readings(self, since):
        """Those after number `since` (int or str; None: all that are kept), oldest first, and at most BATCH.

        Returns a list of lists: number, °C * 100, lux, and heap * 10 or None.
        """
        since = whole(str(since))
        if not self.number - KEPT < since <= self.number:
            since = self.number - KEPT
        found = []
        for number in range(since + 1, min(since + BATCH, self.number) + 1):
            at = number % KEPT * 3
            reading: "list[int | None]" = [number]
            reading += [None if each == UNKNOWN else each for each in self.rows[at : at + 3]]
            found.append(reading)
        return found
