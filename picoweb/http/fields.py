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
        encoded = _encoded(name)
        values = list(self._values_of(encoded))
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

    # As older apps change them, where they were a dict

    def __setitem__(self, name: "str | bytes", value: object) -> None:  # build: only if headers are changed
        """Have a field of this name, with this value, in place of what there was."""
        block = self._without(name)[:-2]
        given = value if isinstance(value, (bytes, bytearray)) else str(value).encode()
        self._block = block + _encoded(name) + b": " + given + b"\r\n\r\n"
        self._lower_block = self._block.lower()

    def __delitem__(self, name: "str | bytes") -> None:  # build: only if headers are changed
        """Have no field of this name. Raises KeyError if there was none."""
        if name not in self:
            raise KeyError(name)
        self._block = self._without(name)
        self._lower_block = self._block.lower()

    def pop(self, name: "str | bytes", *default: "Any") -> "Any":  # build: only if headers are changed
        """The value of a field, which there is no more; or the default. Raises KeyError if there is neither."""
        if name in self:
            value = self.get(name)
            del self[name]
            return value
        if not default:
            raise KeyError(name)
        return default[0]

    def setdefault(self, name: "AnyStr", default: "AnyStr") -> "AnyStr":  # build: only if headers are changed
        """The value of a field; if there is none, it has this one from now on."""
        if name not in self:
            self[name] = default
        return self[name]

    def update(self, others: "Any") -> None:  # build: only if headers are changed
        """Have the fields of a dict, in place of those with the same names."""
        for name in others:
            self[name] = others[name]

    def copy(self) -> "Headers":  # build: only if headers are changed
        """Fields of their own, which are the same."""
        return Headers(self._block)

    def _without(self, name):  # build: only if headers are changed
        """The block without the fields of a name, with the blank line at its end."""
        start_of_line = _encoded(name).lower() + b":"
        lines = [line + b"\r\n" for line in self._block.split(b"\r\n") if line and not line.lower().startswith(start_of_line)]
        return b"".join(lines) + b"\r\n"

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


def _encoded(name):
    """The name of a field as bytes."""
    return name.encode() if isinstance(name, str) else name


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
