"""A whole answer that is held back until it is known whether more content follows.

`sendfile`, `jsonify` and `http_error` say how long their content is. Older apps write more behind it. So such an answer
leaves when its handler ends, writes more, or waits for something else.
"""

from collections import namedtuple

from ..http.status import status_line
from ..runtime import DONE
from .head import HELD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..serving.stream import Stream

#: An answer: its content, as bytes or as the path of a file (str), its media type (str), and its status, as for
#: `start_response`. sending: the coroutine that sends it if nothing follows, or a function of `keep`, as `Stream.finish`, that
#: gives it. open_file: what that reads, or None. given_fields:
#: header fields that the app gives for a file, as for `start_response`, and other_fields, as bytes.
HeldAnswer = namedtuple(
    "HeldAnswer",
    ("held_content", "held_type", "held_status", "sending", "open_file", "given_fields", "other_fields"),
)

OK = 200


def hold(stream: "Stream", answer: "Any") -> "Any":
    """Hold a HeldAnswer back; or add its content to an answer that was begun, unless that is an error. To be waited for."""
    if stream.head is None or stream.head and answer.held_status == OK:
        return stream._append(answer)
    if answer.held_status != OK:
        stream.status = int(status_line(answer.held_status)[:3])  # for the log
    stream._held = answer
    stream.head = None
    stream.unsent = HELD
    stream.server.begun = stream
    if hasattr(stream.server, "look_after"):
        stream.server.look_after(stream)
    return DONE


def end(stream: "Stream", keep: bool) -> "Any":
    """Send the answer that is held back, as nothing follows; `keep`: as others may write more. To be waited for."""
    sending = stream._held.sending
    if hasattr(sending, "send"):
        if keep:
            return stream._follow(b"")
        release(stream)
        return sending
    release(stream)
    return sending(keep)


def release(stream: "Stream") -> "Any":
    """Have a stream as it was before it held an answer back. Returns the HeldAnswer."""
    answer = stream._held
    stream._held = None
    stream.head = b""
    stream.unsent = None
    return answer
