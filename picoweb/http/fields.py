"""The header fields of a request, found in its raw head when they are asked for."""


class Headers:
    """Field lines, by name in any case: str in, str out; bytes in, bytes out.

    Fields that came more than once are joined by ", " (RFC 9110, 5.3).
    """

    def __init__(self, block):
        self._block = block
        self._lower = block.lower()

    def _values(self, name):
        key = name.lower() + b":"
        start = self._lower.find(key)
        while start >= 0:
            stop = start + len(key)
            if not start or self._lower[start - 1] == 10:  # a line begins here
                stop = self._block.find(b"\r\n", stop)
                yield self._block[start + len(key) : stop].strip(b" \t")
            start = self._lower.find(key, stop)

    def get(self, name, default=None):
        """The value of a field, or `default`."""
        asked_bytes = isinstance(name, bytes)
        values = list(self._values(name if asked_bytes else name.encode()))
        if not values:
            return default
        value = b", ".join(values)
        return value if asked_bytes else field_text(value)

    def __getitem__(self, name):
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name):
        return self.get(name) is not None

    def items(self):
        """Yield (name, value) of each field line, as bytes, in the order they came in."""
        for line in self._block.split(b"\r\n"):
            if line:
                colon = line.find(b":")
                yield line[:colon], line[colon + 1 :].strip(b" \t")

    def keys(self):
        """Yield the name of each field line, as bytes."""
        return (name for name, _ in self.items())

    def values(self):
        """Yield the value of each field line, as bytes."""
        return (value for _, value in self.items())

    def __iter__(self):
        return self.keys()

    def __len__(self):
        return self._block.count(b"\r\n") - 1

    def __repr__(self):
        return "Headers(%r)" % list(self.items())


def field_values(block, names):
    """The values of fields in a block (bytes), by name: a dict of bytes; those that came more than once joined by ", ".

    names: tuple of bytes, in small letters. The block is not copied: a browser's may be larger than any piece of heap
    that is left.
    """
    found = {}
    start = 0
    stop = block.find(b"\r\n")
    while stop > start:
        end = block.find(b":", start)
        name = block[start:end].lower()
        if name in names:
            value = block[end + 1 : stop].strip(b" \t")
            found[name] = found[name] + b", " + value if name in found else value
        start = stop + 2
        stop = block.find(b"\r\n", start)
    return found


def field_text(value):
    """Bytes of a field as str: UTF-8, and where it is not, each byte by itself."""
    try:
        return value.decode()
    except UnicodeError:
        return "".join(chr(byte) for byte in value)
