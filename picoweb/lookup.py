"""A few header fields of a raw block, where an object for all of them would be too much."""


def values(block, names):
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


def text(value):
    """Bytes of a field as str: UTF-8, and where it is not, each byte by itself."""
    try:
        return value.decode()
    except UnicodeError:
        return "".join(chr(byte) for byte in value)
