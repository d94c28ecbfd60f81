"""The head of an answer, and the last one, as answers repeat themselves.

Which content follows, and how it is sent, is not this module's to know.
"""

from time import gmtime, time

from ..http.answer_fields import encode_fields, encode_text, has
from ..http.dates import date_field
from ..http.status import has_no_content, is_status, status_line
from ..runtime import DONE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..serving.stream import Stream
    from ..types import HeaderFields, Status, Step

HTML = "text/html; charset=utf-8"
OK = b"200 OK"
LINE_FEED = 10
MOST_REMEMBERED = 512  # bytes of a head that is worth remembering

# What `Stream.unsent` says of content that is not counted.
CHUNKED = -1
NO_CONTENT = -2
HELD = -3  # a whole answer is held back, see messages.held_answer

# Statuses upon which a client may send its request again, on another connection (RFC 9110, 15.5.9 and 15.5.20).
SENT_AGAIN = 408, 421

END = b"\r\n"  # of a line, and of a head
# How other heads end; behind LENGTH_FIELD, the number and a blank line are still to come.
LENGTH_FIELD = b"Content-Length: "
CHUNKS_FIELD = b"Transfer-Encoding: chunked\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"


class MadeHead:
    """A head, and what it was made of. It is never changed, only replaced as a whole, as another thread may be looking.

    made_block: its bytes, up to the number if it says how long the content is. made_type: the content type. made_status: the
    status, as it was given. made_chunked: whether the content is chunked. made_keep: whether the connection may stay.
    made_fields: the header fields besides (bytes).
    """

    __slots__ = ("made_block", "made_type", "made_status", "made_chunked", "made_keep", "made_fields")

    def __init__(
        self,
        made_block: bytes,
        made_type: str,
        made_status: "Status",
        made_chunked: "bool | None",
        made_keep: "bool | None",
        made_fields: bytes,
    ) -> None:
        self.made_block = made_block
        self.made_type = made_type
        self.made_status = made_status
        self.made_chunked = made_chunked
        self.made_keep = made_keep
        self.made_fields = made_fields


NO_HEAD = MadeHead(b"", "", 0, None, False, b"")  # like no other: whether it is chunked is never None
_last = NO_HEAD
_second = -1  # of the clock, in which it was made
_date = b""  # the field that says so


# build: frame on the stack
def start_response(
    writer: "Stream",
    content_type: str = HTML,
    status: "Status" = "200",
    headers: "HeaderFields | None" = None,
    length: int = -1,
) -> "Step[None]":
    """Begin an answer; its content follows by `writer.awrite()`. To be waited for.

    content_type: "" for none. headers: dict, list of
    pairs, or str or bytes written as they are, each line ending in CRLF. length:
    bytes of content; where neither it nor the headers say it, the content is
    chunked for an HTTP/1.1 client and ends with the connection for HTTP/1.0. The
    head leaves with the first piece. Behind content it is left out, and the log says so if `debug` is True.
    Raises ValueError for CR, LF or NUL in a value.
    """
    if headers and writer.head is not None:  # build: only if header fields
        return _start_with_fields(writer, content_type, status, headers, length)
    if int(time()) != _second:  # build: only if clock
        _begin_second(int(time()))
    last = _last
    if (
        content_type == last.made_type
        and status == last.made_status
        and (length < 0) is last.made_chunked
        and writer.keep == last.made_keep
        and writer.extra_fields == last.made_fields
        and writer.minor_version
        and writer.head is not None
    ):
        block = last.made_block
        if last.made_fields:
            writer.extra_fields = b""
    elif writer.head is None:  # build: only if answers begun again
        return _begin_again(writer)
    elif isinstance(status, dict):  # build: only if header fields
        return _start_with_dict(writer, content_type, status, length)
    elif not isinstance(writer.extra_fields, bytes):  # build: only if the app uses set_header, add_header, after_request
        return writer.extra_fields.begin(writer, content_type, status, length)
    else:
        block, length = make_head(writer, content_type, status, length)
    writer.head = block if block[-1] == LINE_FEED else block + b"%d\r\n\r\n" % length
    writer.unsent = NO_CONTENT if writer.bodiless else length
    writer.server.begun = writer  # build: only if asyncio
    return DONE


def _start_with_fields(writer, content_type, status, headers, length):
    """As `start_response`, with header fields. They may say how long the content is, and of what type."""
    if content_type and has(headers, "content-type"):
        content_type = ""
    announced = take_fields(writer, headers)
    if announced is not None and (length < 0 or not length and writer.bodiless):  # else it is known better
        length = announced
    return start_response(writer, content_type, status, None, length)


def _begin_again(writer):
    """As `start_response`, for an answer that has begun."""
    from .old_heads import begin_again

    return begin_again(writer)


def _start_with_dict(writer, content_type, fields, length):
    """As `start_response`, with the header fields in place of the status, where older apps give them."""
    from .old_heads import fields_instead

    return start_response(writer, content_type, 200, fields_instead(writer, fields), length)


def _begin_second(second):
    """Have heads say from now on that it is another second (RFC 9110, 6.6.1). second: int, of the clock."""
    global _date, _last, _second
    _date = date_field(gmtime(second))
    _last = NO_HEAD
    _second = second


def make_head(writer: "Stream", content_type: str, status: "Status", length: int) -> "tuple[bytes, Any]":
    """Make a head that is not the last one again. Returns (block, length), the length as `Stream.unsent` has it."""
    global _last
    extra_fields = writer.extra_fields
    writer.extra_fields = b""
    ends_with_connection = length < 0 and not writer.minor_version
    if ends_with_connection:
        writer.keep = False
    line = OK if status == "200" or status == 200 else set_status(writer, status)
    without_content = has_no_content(line)
    type_field = _type_field("" if without_content else content_type)
    general_fields = b"" if writer.keep else b"Connection: close\r\n"
    if not _names_date(extra_fields):  # build: only if clock
        general_fields += _date
    if ends_with_connection or without_content:
        framing = END
    else:
        framing = CHUNKS_FIELD if length < 0 else LENGTH_FIELD
    block = b"".join((b"HTTP/1.1 ", line, END, type_field, general_fields, extra_fields, framing))
    if without_content:
        return block, NO_CONTENT
    if ends_with_connection:
        return block, None
    if line.startswith(OK) and len(block) < MOST_REMEMBERED:
        _last = MadeHead(block, content_type, status, length < 0, writer.keep, extra_fields)
    return block, length


def _type_field(content_type: "str | bytes") -> bytes:
    """The Content-Type field as a line, b"" for an empty one. Raises ValueError for control characters."""
    if not content_type:
        return b""
    encoded = encode_text(content_type)
    return b"Content-Type: " + encoded + END


def _names_date(fields: bytes) -> bool:
    """Whether there is a Date among header fields as they are sent."""
    return b"\ndate:" in b"\n" + fields.lower()


def take_fields(writer: "Stream", headers: "HeaderFields") -> "int | None":
    """Keep header fields for the next head. Returns the Content-Length that is among them, or None."""
    block, length, closes = encode_fields(headers)
    writer.extra_fields += block
    if closes:
        writer.keep = False
    return length


def set_status(writer: "Stream", status: "Status") -> bytes:
    """Have the stream know the status of its answer. Returns it with its reason phrase."""
    if not is_status(status):  # build: only if any status
        from .old_heads import status_instead

        status = status_instead(writer, status)
    line = status_line(status)
    code = int(line[:3])
    if code in SENT_AGAIN:  # build: only if repeated requests
        writer.keep = False
    writer.status = code  # for the log
    return line
