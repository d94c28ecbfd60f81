"""A whole answer that is held back until it is known whether more content follows.

`sendfile`, `jsonify` and `http_error` say how long their content is. Older apps write more behind it. So such an answer
leaves when its handler ends, writes more, or waits for something else; on a board also if that is `time.sleep()`, as before a
reset.
"""

from collections import namedtuple

from ..http.status import status_line
from ..runtime import DONE, schedule, ticks_diff, ticks_ms
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
AT_ONCE = 50  # milliseconds that a handler may take to write more
held_since = 0  # when the last answer was held back, in ticks


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
    if schedule:
        global held_since
        held_since = ticks_ms()
        look_after(stream)
    elif hasattr(stream.server, "look_after"):
        stream.server.look_after(stream)
    return DONE


def look_after(stream: "Stream") -> None:
    """Have an answer leave if its handler goes on too long. A board calls this between other steps, also while it sleeps."""
    if not stream._held or hasattr(stream.server.app, "thread"):  # it would not be called in that thread
        return
    if ticks_diff(ticks_ms(), held_since) > AT_ONCE:
        stream._leave_held()
        return
    try:
        schedule(look_after, stream)
    except RuntimeError:
        pass  # too much is to be called already


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
