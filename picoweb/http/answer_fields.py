"""Header fields of an answer, as apps write them: a dict, a list of pairs, or str or bytes as it is sent."""

from .heads import TOKEN_CHARACTERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..types import HeaderFields
LOWEST_PRINTABLE = 32


def encode_fields(headers: "HeaderFields | None") -> "tuple[bytes, int | None, bool]":
    """Return (block, length, closes): as bytes, the Content-Length they announce or None, and whether they say `close`.

    Content-Length and `Connection: close` are not in the block, as the stream sets what frames the content.
    Raises ValueError for what is no name, for CR, LF or NUL in a value, and for a Transfer-Encoding.
    """
    length = None
    closes = False
    pieces: "list[str]" = []
    for given_name, given_value in pairs(headers or ()):
        name = _name(given_name)
        value = check_text(_text(given_value))
        lower_name = check_name(name, "a header field")
        if lower_name == "content-length":
            length = _parse_length(value)
        elif lower_name == "connection" and "close" in value.lower():
            closes = True
        elif lower_name == "transfer-encoding":
            raise ValueError("Transfer-Encoding is set by the stream")  # build: text only if error texts
        else:
            pieces += name, ": ", value, "\r\n"
    return "".join(pieces).encode(), length, closes


def _parse_length(value: str) -> int:
    """The number that a Content-Length is. Raises ValueError."""
    if not value.isdigit():
        raise ValueError("no Content-Length: %r" % value)  # build: text only if error texts
    return int(value)


def check_name(name: str, what: str) -> str:
    """`name` in small letters, if all of it are token characters (RFC 9110, 5.6.2).

    what: whose name it is, for the ValueError that is raised if not.
    """
    lower_name = name.lower()
    if not lower_name or lower_name.encode().strip(TOKEN_CHARACTERS):
        raise ValueError("no name for %s: %r" % (what, name))  # build: text only if error texts
    return lower_name


def check_text(text: str) -> str:
    """`text`, unless it has control characters, one of which would end its header field. Raises ValueError then."""
    encode_text(text)
    return text


def encode_text(text: "str | bytes") -> bytes:
    """A text as bytes, unless it has control characters other than tabs. Raises ValueError then."""
    encoded = text if isinstance(text, bytes) else text.encode()  # older apps give bytes as well
    if has_controls(encoded.replace(b"\t", b" ")):
        raise ValueError("a control character in a header field: %r" % text)  # build: text only if error texts
    return encoded


def has_controls(encoded: bytes) -> bool:
    """Whether there are control characters in a text, which is in bytes: of a str, MicroPython keeps each character."""
    return min(encoded or b" ") < LOWEST_PRINTABLE or b"\x7f" in encoded


def has(headers: "HeaderFields", lower_name: str) -> bool:
    """Whether there is a field of this name, which is in lower case."""
    for name, _ in pairs(headers):
        if _name(name).lower() == lower_name:
            return True
    return False


def pairs(headers: "Any") -> "Any":
    """The names and values in any of the forms: an iterable of pairs."""
    if isinstance(headers, (str, bytes, bytearray)):
        return _split(_text(headers))
    return headers.items() if hasattr(headers, "items") else headers


def _split(block: str) -> "Iterator[tuple[str, str]]":
    """Yield (name, value) of each line. Older apps end some with a bare line feed, as clients may take it (RFC 9112, 2.2)."""
    for line in block.replace("\r\n", "\n").split("\n"):
        if line:
            name, _, value = line.partition(":")
            yield name, value.strip()


def _name(given: object) -> str:
    """The name of a field as str. Older apps write its colon, too."""
    return _text(given).rstrip(": ")


def _text(given: object) -> str:
    """What an app gives as a name or a value, as str."""
    return str(given, "utf-8") if isinstance(given, (bytes, bytearray)) else str(given)
