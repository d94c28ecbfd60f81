"""The header fields of a request, found in its raw head when they are asked for."""

from .percent import is_utf8

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, AnyStr, TypeVar, overload

    _T = TypeVar("_T")

WHITESPACE = b" \t"
LINE_FEED = 10


class Headers:
    """Field lines, by name in any case: str in, str out; bytes in, bytes out.

    Fields that came more than once are joined by ", " (RFC 9110, 5.3).
    """

    def __init__(self, block: bytes) -> None:
        self._block = block
        self._lower_block = block.lower()

    def _values_of(self, name: bytes) -> "Iterator[bytes]":
        """Yield the value of each line with this name."""
        start_of_line = name.lower() + b":"
        start = self._lower_block.find(start_of_line)
        while start >= 0:
            stop = start + len(start_of_line)
            if not start or self._lower_block[start - 1] == LINE_FEED:
                stop = self._block.find(b"\r\n", stop)
                yield self._block[start + len(start_of_line) : stop].strip(WHITESPACE)
            start = self._lower_block.find(start_of_line, stop)

    if TYPE_CHECKING:

        @overload
        def get(self, name: AnyStr, default: None = None) -> "AnyStr | None": ...
        @overload
        def get(self, name: AnyStr, default: _T) -> "AnyStr | _T": ...

    def get(self, name: "str | bytes", default: "Any" = None) -> "Any":
        """The value of a field, or `default`."""
        values = list(self._values_of(name.encode() if isinstance(name, str) else name))
        if not values:
            return default
        joined = b", ".join(values)
        return field_text(joined) if isinstance(name, str) else joined

    def __getitem__(self, name: "AnyStr") -> "AnyStr":
        """The value of a field. Raises KeyError."""
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name: "str | bytes") -> bool:
        """Whether there is a field of this name."""
        return self.get(name) is not None

    def items(self) -> "Iterator[tuple[bytes, bytes]]":
        """Yield (name, value) of each field line, as bytes, in the order they came in."""
        for line in self._block.split(b"\r\n"):
            if line:
                name, _, value = line.partition(b":")
                yield name, value.strip(WHITESPACE)

    def keys(self) -> "Iterator[bytes]":
        """Yield the name of each field line, as bytes."""
        return (name for name, _ in self.items())

    def values(self) -> "Iterator[bytes]":
        """Yield the value of each field line, as bytes."""
        return (value for _, value in self.items())

    def __iter__(self) -> "Iterator[bytes]":
        """As `keys`."""
        return self.keys()

    def __len__(self) -> int:
        """How many field lines there are."""
        return self._block.count(b"\r\n") - 1

    def __repr__(self) -> str:
        return "Headers(%r)" % list(self.items())


def field_values(block: bytes, names: "tuple[bytes, ...]") -> "dict[bytes, bytes]":
    """The values of fields in a block, by name; those that came more than once joined by ", ".

    names: in lower case. The block is not copied: a browser's may be larger than any piece of heap that is left.
    """
    found: "dict[bytes, bytes]" = {}
    start = 0
    stop = block.find(b"\r\n")
    while stop > start:
        colon = block.find(b":", start)
        name = block[start:colon].lower()
        if name in names:
            value = block[colon + 1 : stop].strip(WHITESPACE)
            found[name] = found[name] + b", " + value if name in found else value
        start = stop + 2
        stop = block.find(b"\r\n", start)
    return found


def field_text(value: bytes) -> str:
    """The value of a field as str: UTF-8, and where it is not, each byte by itself."""
    return value.decode() if is_utf8(value) else _each_byte_by_itself(value)


def _each_byte_by_itself(value: bytes) -> str:
    """Bytes as the characters that have their numbers: not by `chr`, as what that makes stays in MicroPython's heap."""
    encoded = bytearray()
    for byte in value:
        if byte < 0x80:
            encoded.append(byte)
        else:
            encoded += bytes((0xC0 | byte >> 6, 0x80 | byte & 0x3F))
    return encoded.decode()
