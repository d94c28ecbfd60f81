"""What older apps say in heads that is wrong, or say too late: it is taken for what they mean, as they were answered."""

from ..http.answer_fields import encode_fields, has_controls
from ..runtime import DONE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..serving.stream import Stream
    from ..types import Step

OK = 200


def status_instead(writer: "Stream", status: "Any") -> "Any":
    """The status that bytes hold, or 200 and a line in the log. Raises ValueError for control characters, and for 1xx."""
    text = str(status)
    if has_controls(text.encode()) or len(text) == 3 and text[0] == "1" and text.isdigit():
        raise ValueError("no status of an answer: %r" % status)  # no answer ends with 1xx (RFC 9110, 15.2)
    if isinstance(status, (bytes, bytearray)) and status.isdigit():
        return bytes(status).decode()
    complain(writer, "%r is no status: the answer has 200" % (status,))
    return OK


def fields_instead(writer: "Stream", fields: "Any") -> "Any":
    """The header fields that older apps give in place of the status; None and a line in the log if they are none."""
    try:
        encode_fields(fields)
    except (ValueError, TypeError, AttributeError) as error:
        complain(writer, "%r is no status, and no header fields: %s" % (fields, error))
        return None
    return fields


def begin_again(writer: "Stream") -> "Step[None]":
    """Leave a head out, as the answer has one already. To be waited for."""
    if writer.server.app.debug > 0:
        complain(writer, "start_response() behind content: the answer keeps the head that it has")
    return DONE


def complain(writer: "Stream", text: str) -> None:
    """Have the log say what is wrong with an answer."""
    app = writer.server.app
    if app.log:
        app._log_text("error", text)
