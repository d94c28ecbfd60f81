"""What takes the place of a status that is none. Older apps put all kinds of things there, and were answered."""

from ..http.answer_fields import encode_fields, has_controls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..serving.stream import Stream

OK = 200


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


def _complain(writer, text):
    app = writer.server.app
    if app.log:
        app._log_text("error", text)
