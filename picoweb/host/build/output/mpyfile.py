"""Reads .mpy files of version 6: what MicroPython 1.19 and newer load.

Of each function it tells how much memory a call takes and how much its code. The encodings are those of MicroPython's
py/persistentcode.c and py/bc.h.
"""
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Optional

WORDS_ON_STACK = 11  # VM_MAX_STATE_ON_STACK: a larger frame is allocated in the heap
EXCEPTION_WORDS = 3  # of mp_exc_stack_t, for each level of `try` and `with`

_GENERATOR = 1  # among the flags of a function
_BYTECODE = 0  # among the kinds of code
_STRING, _BYTES, _TUPLE = 5, 6, 10  # among the types of constants
_WITHOUT_VALUE = range(5)


class Function(NamedTuple):
    """One piece of code of a module: a function, a lambda, a comprehension, a class's body or the module's own.

    name: dotted, from the module on, "" for the module itself. words: of its frame. code_bytes: of its bytecode.
    """

    name: str
    words: int
    code_bytes: int
    is_generator: bool

    @property
    def in_heap(self) -> bool:
        """Whether each call allocates its frame in the heap, on boards of 32 bits."""
        return self.is_generator or self.words > WORDS_ON_STACK


class BadFile(ValueError):
    """The file is no .mpy that this module can read."""


def functions_of(path: Path, numbered: "Optional[Dict[int, str]]" = None) -> "List[Function]":
    """What a .mpy file defines, the module itself first, each before what it encloses. Raises BadFile.

    numbered: the names that the file knows by a number only (see `mpy.numbered_names`).
    """
    reader = _Reader(path.read_bytes())
    try:
        names = [str((numbered or {}).get(name, name)) for name in reader.header()]
        return list(_functions(reader, names, ""))
    except IndexError:
        raise BadFile(f"{path}: it ends too early") from None


def names_of(path: Path) -> list:
    """The names that a .mpy file uses, in its order: str, or int for one that every firmware has at that number."""
    return _Reader(path.read_bytes()).header()


def _functions(reader: "_Reader", names: "List[str]", outside: str, depth: int = 0) -> "Iterator[Function]":
    kind_and_length = reader.number()
    if kind_and_length & 3 != _BYTECODE:
        raise BadFile("native code: compile without @native and @viper")
    code = reader.take(kind_and_length >> 3)
    prelude = Prelude.read(code)
    name = names[prelude.name] if depth else ""
    name = f"{outside}.{name}" if outside else name
    yield Function(name, prelude.words, len(code), prelude.is_generator)
    if kind_and_length & 4:
        for _ in range(reader.number()):
            yield from _functions(reader, names, name, depth + 1)


class _Reader:
    """Takes one item after another from bytes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

    def take(self, count: int) -> bytes:
        if self.place + count > len(self.data):
            raise IndexError(count)
        self.place += count
        return self.data[self.place - count : self.place]

    def number(self) -> int:
        """An unsigned number in groups of seven bits, the highest first."""
        value = 0
        while True:
            byte = self.take(1)[0]
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value

    def header(self) -> list:
        """Read what comes before the code. Returns the names that it uses, as `names_of` does."""
        if self.take(2) != b"M\x06":
            raise BadFile("no .mpy of version 6: mpy-cross 1.19 and newer make it")
        self.take(2)
        name_count, constant_count = self.number(), self.number()
        names = [self._name() for _ in range(name_count)]
        for _ in range(constant_count):
            self._skip_constant()
        return names

    def _name(self) -> "int | str":
        length = self.number()
        if length & 1:
            return length >> 1
        return self.take((length >> 1) + 1)[:-1].decode()

    def _skip_constant(self) -> None:
        kind = self.number()
        if kind in _WITHOUT_VALUE:
            return
        length = self.number()
        if kind == _TUPLE:
            for _ in range(length):
                self._skip_constant()
        else:
            self.take(length + (kind in (_STRING, _BYTES)))


class Prelude(NamedTuple):
    """What stands before the bytecode of a function. name: the number of its name."""

    words: int
    is_generator: bool
    name: int

    @classmethod
    def read(cls, code: bytes) -> "Prelude":
        """Decode the sizes, as MP_BC_PRELUDE_SIG_DECODE does, and the name that follows them."""
        reader = _Reader(code)
        byte = reader.take(1)[0]
        state, exceptions, flags, group = byte >> 3 & 0xF, byte >> 2 & 1, 0, 0
        while byte & 0x80:
            byte = reader.take(1)[0]
            state |= (byte & 0x30) << 2 * group
            exceptions |= (byte & 0x02) << group
            flags |= (byte >> 6 & 1) << group
            group += 1
        while reader.take(1)[0] & 0x80:
            pass  # sizes of what is for tracebacks and of variables that are shared with inner functions
        return cls(state + 1 + EXCEPTION_WORDS * exceptions, bool(flags & _GENERATOR), reader.number())
