"""The stream of a handler behind an ASGI server: the text that is written to it becomes ASGI's events.

The server frames the content, and keeps connections or ends them. Who receives and sends the events is `exchange.py`.
"""

from ...messages.head import CHUNKED, HELD, NO_CONTENT, SENT_AGAIN
from ...runtime import DONE, coroutine
from ...serving.stream import Stream
from ...serving.stream_writer import join, leave, wait_for_turn
from ...serving.writing import frame
from .raw_head import HEADLESS, Unchunker, parse_head, split_head

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from ...types import Data, Step

    Content = bytes | bytearray | memoryview

PIECES_A_TURN = 32  # after so many, others have their turn
WITHOUT_CONTENT = (204, 304)
EVENTS = (b"content-type", b"text/event-stream")


class AsgiStream(Stream):
    """A stream whose socket is an Exchange."""

    keep = True
    closes = False  # the connection is to end with the answer, as nobody knows where the next request begins
    ended = False  # the answer is complete
    endless = False  # it has no end of its own, as events have none
    _begun = False  # the head has left
    _pieces = 0  # that were sent
    _part = b""  # of a head that a handler writes in pieces
    _chunks = None  # the Unchunker for a handler that writes chunks itself

    # What is written

    def awrite(self, buf: "Data", off: int = 0, sz: int = -1) -> "Step[None]":
        """Write `sz` bytes (-1: all) of `buf`, a str or bytes, from `off` on. To be waited for; raises as `Stream`'s."""
        content = buf.encode() if isinstance(buf, str) else buf
        if off or sz >= 0:
            content = memoryview(content)[off : off + sz if sz >= 0 else len(content)]
        if self.unsent == HELD:
            return self._follow(content)
        if not len(content) and self.head == b"":
            return DONE  # nothing has begun by that
        return self.push(self.frame(content))

    def frame(self, content: "Content") -> "Content":
        """A piece of content with what goes before it; the server makes chunks of it."""
        if self.unsent != CHUNKED:
            return frame(self, content)
        return b"".join((self.head, content)) if self.head else content

    def push(self, data: "Content") -> "Step[None]":
        """Send bytes. To be waited for."""
        self.head = None
        return self._send(data, False)

    def finish(self, keep: bool) -> "Step[None]":
        """End the answer, to be waited for; `keep`: not yet."""
        if self.unsent == HELD:
            return self._send_held(keep)
        data = self.head or b""
        is_missing_content = self.unsent not in (NO_CONTENT, CHUNKED, 0)
        if keep or is_missing_content:  # or it will come: nothing says that this is all
            return self.push(data) if data else DONE
        self.head = None
        return self._send(data, True)

    # What becomes of it

    @coroutine
    def _send(self, data: "Content", is_last: bool) -> "Generator[Any, Any, None]":
        """Send text that was written when it is its turn. is_last: whether the answer ends with it."""
        place = join(self)
        try:
            yield from wait_for_turn(self, place)
            yield from self._send_now(bytes(data), is_last)
            self._pieces += 1
            if self._pieces % PIECES_A_TURN == 0:
                yield from self.server.give_way(0)
        finally:
            leave(self, place)

    @coroutine
    def _send_now(self, content: bytes, is_last: bool) -> "Generator[Any, Any, None]":
        """Send text that was written, with the head if nothing has left yet."""
        if self.ended and not content:
            return
        if not self._begun:
            content = yield from self._begin(content)
        if self._chunks:
            content = self._chunks.feed(content)
            is_last = is_last and self._chunks.ended
        is_last = is_last or self.unsent in (0, NO_CONTENT) and not self._has_others_waiting()
        if self._begun and (content or is_last):
            yield from self.socket.send_content(content, not is_last)
            self.ended = is_last

    def _has_others_waiting(self):
        """Whether others wait for their turn, whose content is counted already."""
        return len(self._line or ()) > 1

    @coroutine
    def _begin(self, text):
        """Send the head, if all of it is here. Returns the content behind it."""
        head, content = self._split(text)
        if not head:
            return b""
        if self.unsent is None:  # `start_response` has not been asked
            self._expect_content(head)
            content = self.frame(content)
        self.endless = EVENTS in head.fields
        fields = list(head.fields)  # what is around the app may change it
        if head.length is not None:
            fields.append((b"content-length", b"%d" % head.length))
        closes = self.closes or head.status in SENT_AGAIN
        if closes and self.socket.scope["http_version"][0] == "1":  # HTTP/2 has no such field (RFC 9113, 8.2.2)
            fields.append((b"connection", b"close"))
        yield from self.socket.send({"type": "http.response.start", "status": head.status, "headers": fields})
        self._begun = True
        return content

    def _split(self, text):
        """The RawHead at the beginning of an answer, and what is behind it; None for the head while it is not all here.

        What goes before an answer (1xx) is for the server to say. Content of older apps may have no head.
        """
        head = None
        whole = self._part + text
        text = whole.lstrip(b"\r\n")  # older apps begin with an empty line
        if text[:5] not in b"HTTP/":
            return HEADLESS, whole
        while head is None or 100 <= head.status < 200:
            raw_head, text = split_head(text)
            self._part = b"" if raw_head else text
            if not raw_head:
                if len(text) > self.server.app.limits.head:
                    raise ValueError("no head of an answer: %r" % text[:40])
                return None, b""
            head = parse_head(raw_head)
        return head, text

    def _expect_content(self, head):
        """Note what content a head announces that the handler has written."""
        if self.bodiless or head.status in WITHOUT_CONTENT:
            self.unsent = NO_CONTENT
        elif head.chunked:
            self.unsent = CHUNKED
            self._chunks = Unchunker()
        else:
            self.unsent = CHUNKED if head.length is None else head.length

    # The rest of a connection

    def close(self) -> None:
        """Close the connection; `aclose()` ends the answer before. One that is held back leaves when the handler ends."""
        if self._held:
            return
        self.socket.close()
        self.release()

    def write_long(self, content: "Content") -> "Step[None]":
        """Write long content. To be waited for."""
        return self.push(self.frame(content))

    def linger(self) -> "Step[None]":
        """Nothing: the server sees to what is left of a request."""
        return DONE

    def leave(self, fields):
        """Put the header fields in front of the content, for a handler that reads them itself."""
        self.buf = bytearray(fields)
        self.pos, self.end = 0, len(fields)
        self.left = max(self.left, 0) + len(fields)

    def get_extra_info(self, name: str, default: "Any" = None) -> "Any":
        """What is known of the connection: "peername", or "scope", the dict that the server gave."""
        return {"peername": self.addr, "scope": self.socket.scope}.get(name, default)
