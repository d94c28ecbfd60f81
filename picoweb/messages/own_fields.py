"""The header fields that an app sets for its answer, however it will be given: `resp.set_header` and `resp.add_header`.

They wait in the place of `Stream.extra_fields`, and whoever begins the answer gets them from there. Who is to be asked about them
before, as hooks are, is not this module's to know.
"""

from ..http.answer_fields import check_name, encode_fields, has
from ..runtime import DONE, coroutine
from .head import start_response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from ..serving.stream import Stream
    from ..types import Step

OF_THE_CONTENT = b"content-type", b"content-encoding", b"content-language", b"content-disposition", b"etag", b"last-modified"


class OwnFields:
    """Header fields for the next head. added: as bytes. set_lines: {name in lower case: lines}, in place of all others.

    ask: a function of the status, to be called before the head is made, or None. It may return what is to be waited for. shown:
    bytes that it has made of what was there before, or None.
    """

    def __init__(self, added: bytes) -> None:
        self.added = added
        self.set_lines: "dict[bytes, bytes]" = {}
        self.ask: "Any" = None
        self.shown: "bytes | None" = None

    def __add__(self, block: bytes) -> "OwnFields":
        """With more fields: as bytes would be."""
        self.added += block
        return self

    def take(self) -> bytes:
        """All fields as lines; there are none from then on."""
        block = self.as_block()
        self.added = b""
        self.shown = None
        self.set_lines = {}
        return block

    def as_block(self) -> bytes:
        """All fields as lines."""
        lines = _without(self.set_lines, (self.shown or b"") + self.added)
        return lines + b"".join(self.set_lines.values())

    def forget_content(self) -> None:
        """Forget the fields that are about content, as there will be another one (RFC 9110, 8)."""
        self.added = _without(OF_THE_CONTENT, self.take())

    def begin(self, writer: "Stream", content_type: str, status: "Any", length: int) -> "Step[None]":
        """Begin an answer with all fields; arguments, and what it returns, as for `start_response`."""
        ask = self.ask
        self.ask = None
        waiting = ask and ask(status)
        self._begin(writer, content_type, status, length)
        if not waiting:
            return DONE
        return self._wait_and_begin(waiting, writer, (writer, content_type, status, length))

    def _begin(self, writer, content_type, status, length):
        block = self.as_block()
        writer.extra_fields = block
        start_response(writer, "" if has(block, "content-type") else content_type, status, None, length)

    @coroutine
    def _wait_and_begin(self, waiting, writer, arguments) -> "Generator[Any, Any, None]":
        """Begin the answer again, once those who were asked have said all they have to say; unless its head has left."""
        if writer.head is None:
            return
        writer.head = b""
        writer.extra_fields = self
        yield from waiting
        self._begin(*arguments)


def _without(names, block):
    """A block without the fields of these names (bytes in lower case)."""
    kept = [line for line in block.split(b"\r\n") if line and line.partition(b":")[0].lower() not in names]
    return b"".join([line + b"\r\n" for line in kept])


def fields_of(resp: "Stream") -> OwnFields:
    """The OwnFields of an answer. Raises RuntimeError if it has begun."""
    fields: "Any" = resp.extra_fields
    held = resp._held
    if resp.head != b"" and not (held and isinstance(held.held_content, (bytes, str))):
        raise RuntimeError("the answer has begun: its header fields are to be set before")
    if isinstance(fields, bytes):
        fields = OwnFields(fields)
        resp.extra_fields = fields
    return fields  # type: ignore[no-any-return]


def set_header(resp: "Stream", name: str, value: object) -> None:
    """Have the answer say this of a field, and nothing else; arguments, and what it raises, as for `Stream.set_header`."""
    fields = fields_of(resp)
    lower_name, line = _line(resp, name, value)
    if lower_name == b"set-cookie":  # each is a field by itself (RFC 6265, 3)
        fields.added = _without((lower_name,), fields.added) + line
    else:
        fields.set_lines[lower_name] = line


def add_header(resp: "Stream", name: str, value: object) -> None:
    """Have the answer say this of a field, too; arguments, and what it raises, as for `Stream.set_header`."""
    fields = fields_of(resp)
    lower_name, line = _line(resp, name, value)
    if lower_name == b"content-type":
        fields.set_lines[lower_name] = line
    elif lower_name in fields.set_lines:
        fields.set_lines[lower_name] += line
    else:
        fields.added += line


def _line(resp, name, value):
    """The name in lower case, and the field as a line, both as bytes. `Connection: close` is heard."""
    block, length, closes = encode_fields(((name, value),))
    if length is not None:
        raise ValueError("Content-Length is set by the stream: start_response() takes length=")
    if closes:
        resp.keep = False
    return check_name(str(name), "a header field").encode(), block
