"""The stream of a handler behind an ASGI server: the text that is written to it becomes ASGI's events.

The server frames the content, and keeps connections or ends them. Who receives and sends the events is `exchange.py`.
"""

from types import coroutine

from ...runtime import DONE
from ...serving.stream import Stream
from ...serving.writing import frame
from .raw_head import Unchunker, parse_head, split_head


class AsgiStream(Stream):
    keep = True
    ended = False  # the answer is complete
    endless = False  # it has no end of its own, as events have none
    _begun = False  # the head has left
    _part = b""  # of a head that a handler writes in pieces
    _chunks = None  # the Unchunker for a handler that writes chunks itself

    def frame(self, data):
        if self.unsent != -1:
            return frame(self, data)
        return b"".join((self.head, data)) if self.head else data

    def awrite(self, buf, off=0, sz=-1):
        if isinstance(buf, str):
            buf = buf.encode()
        if off or sz >= 0:
            buf = memoryview(buf)[off : off + sz if sz >= 0 else len(buf)]
        return self.push(self.frame(buf))

    def push(self, data):
        self.head = None
        return self._send(data, False)

    def finish(self, keep):
        data = self.head or b""
        if keep or self.unsent not in (-2, -1, 0):  # content is missing, or will come: nothing says that this is all
            return self.push(data) if data else DONE
        self.head = None
        return self._send(data, True)

    @coroutine
    def _send(self, data, last):
        # Send text that was written, with the head if nothing has left yet. last: it is the end of the answer.
        if self.ended and not data:
            return
        data = bytes(data)
        if not self._begun:
            data = yield from self._begin(data)
        if self._chunks:
            data = self._chunks.feed(data)
            last = last and self._chunks.ended
        last = last or self.unsent == 0 or self.unsent == -2
        if self._begun and (data or last):
            yield from self.socket.send_content(data, not last)
            self.ended = last

    @coroutine
    def _begin(self, data):
        # Send the head, if all of it is here. Returns the content behind it.
        status = 100
        while 100 <= status < 200:  # what goes before an answer is for the server to say
            head, data = split_head(self._part + data)
            self._part = b"" if head else data
            if not head:
                if len(data) > self.server.app.limits.head:
                    raise ValueError("no head of an answer: %r" % data[:40])
                return b""
            status, fields, length, chunked = parse_head(head)
        if self.unsent is None:  # `start_response` has not been asked
            if self.bodiless or status in (204, 304):
                self.unsent = -2
            elif chunked:
                self.unsent = -1
                self._chunks = Unchunker()
            else:
                self.unsent = -1 if length is None else length
            data = self.frame(data)
        self.endless = (b"content-type", b"text/event-stream") in fields
        fields = list(fields)  # what is around the app may change it
        if length is not None:
            fields.append((b"content-length", b"%d" % length))
        yield from self.socket.send({"type": "http.response.start", "status": status, "headers": fields})
        self._begun = True
        return data

    def close(self):
        """Close the connection; `aclose()` ends the answer before."""
        self.socket.close()
        self.release()

    def linger(self):
        return DONE  # the server sees to what is left of a request

    def leave(self, fields):
        self.buf = bytearray(fields)
        self.pos, self.end = 0, len(fields)
        self.left = max(self.left, 0) + len(fields)

    def get_extra_info(self, name, default=None):
        """What is known of the connection: "peername", or "scope", the dict that the server gave."""
        return {"peername": self.addr, "scope": self.socket.scope}.get(name, default)
