"""What older apps say in heads that is wrong, or say too late: it is taken for what they mean, as they were answered."""

from ..http.answer_fields import encode_fields, has_controls
from ..runtime import DONE
from .head import CHUNKED, CHUNKS_FIELD, END, LENGTH_FIELD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..serving.stream import Stream
    from ..types import Step

OK = 200
END_OF_HEAD = b"\r\n\r\n"


def status_instead(writer: "Stream", status: "Any") -> "Any":
    """The status that bytes hold, or 200 and a line in the log. Raises ValueError for control characters, and for 1xx."""
    text = str(status)
    if has_controls(text.encode()) or len(text) == 3 and text[0] == "1" and text.isdigit():
        raise ValueError("no status of an answer: %r" % status)  # no answer ends with 1xx (RFC 9110, 15.2)
    if isinstance(status, (bytes, bytearray)) and status.isdigit():
        return bytes(status).decode()
    _complain(writer, "%r is no status: the answer has 200" % (status,))
    return OK


def fields_instead(writer: "Stream", fields: "Any") -> "Any":
    """The header fields that older apps give in place of the status; None and a line in the log if they are none."""
    try:
        encode_fields(fields)
    except (ValueError, TypeError, AttributeError) as error:
        _complain(writer, "%r is no status, and no header fields: %s" % (fields, error))
        return None
    return fields


def begin_again(writer: "Stream") -> "Step[None]":
    """Leave a head out, as the answer has one already. To be waited for."""
    if writer.server.app.debug > 0:
        _complain(writer, "start_response() behind content: the answer keeps the head that it has")
    return DONE


def announced_part(writer: "Stream", content: "bytes | bytearray | memoryview") -> "bytes | bytearray | memoryview":
    """What is to be sent of content that is longer than its Content-Length says: older apps count characters.

    It is all of it, if the head has not left and can be made not to say how long it is; else it ends where the length says.
    """
    surplus = len(content) - (writer.unsent or 0)
    _complain(writer, "Content-Length is too small by %d: bytes count, as in len(text.encode())" % surplus)
    head, end, taken = (writer.head or b"").partition(END_OF_HEAD)
    start = head.rfind(LENGTH_FIELD)
    if not end or start < 0:
        return memoryview(content)[: writer.unsent]
    if writer.minor_version:
        writer.unsent = CHUNKED
        writer.head = head[:start] + CHUNKS_FIELD
    else:
        writer.unsent = None
        writer.keep = False
        writer.head = head[:start] + END
    return taken + bytes(content) if taken else content


def _complain(writer, text):
    app = writer.server.app
    if app.log:
        app._log_text("error", text)
