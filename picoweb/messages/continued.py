"""Content behind an answer that was whole, but is held back. It goes in chunks, and for HTTP/1.0 ends with the connection.

A file that more follows is no longer the file: it is sent from the start and as it is, without ETag and date. And content that
is more than was announced.
"""

from ..buffers import PIECE
from ..runtime import coroutine
from .head import CHUNKED, CHUNKS_FIELD, END, HELD, LAST_CHUNK, LENGTH_FIELD, NO_CONTENT, start_response
from .held_answer import HeldAnswer, release
from .old_heads import complain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from ..serving.stream import Stream
    from ..types import Data

OK = 200
END_OF_HEAD = b"\r\n\r\n"


@coroutine
def append(stream: "Stream", answer: "Any") -> "Generator[Any, Any, None]":
    """Write the content of a HeldAnswer behind what was written before."""
    pieces = _pieces(answer)
    try:
        for piece in pieces:
            yield from stream.awrite(piece)
    finally:
        pieces.close()  # nothing else closes a file on a board


@coroutine
def follow(stream: "Stream", content: "Data") -> "Generator[Any, Any, None]":
    """Write content behind the answer that is held back."""
    yield from _push_all(stream, _framed(stream, release(stream), False))
    yield from stream.awrite(content)


def take(stream: "Stream", content: bytes) -> None:
    """Take content that is to leave with the next piece, behind the answer that is held back, or that has begun to leave."""
    answer = stream._held and release(stream)
    has_begun = not answer or _is_rest(answer)
    pieces = []
    for piece in _framed(stream, answer, False) if answer else ():
        stream.head = None
        pieces.append(piece)
    pieces.append(stream.frame(content))
    data = b"".join(pieces)
    if not has_begun:
        stream.head = data
    elif data:
        _hold_rest(stream, data, ())


def leave(stream: "Stream", is_last: bool = False) -> None:
    """Send the answer that is held back as far as the client takes it at once, as its handler has stopped.

    is_last: whether the handler does not go on; else more may follow.
    """
    answer = release(stream)
    if not is_last and not _is_rest(answer) and "text/" not in str(answer.held_type):
        stream.minor_version = 0  # so that the end of the connection ends it, also if the board is reset now
    framed = _framed(stream, answer, is_last)
    try:
        for piece in framed:
            stream.head = None
            sent = stream.socket.write(piece) or 0
            if sent < len(piece):
                _hold_rest(stream, piece[sent:], framed)
                return
    except OSError:
        framed.close()  # whoever writes next will see it


def part_to_send(stream: "Stream", content: "bytes | bytearray | memoryview") -> "bytes | bytearray | memoryview":
    """What is to be sent of content that is longer than its Content-Length says: older apps count characters.

    It is all of it, if the head has not left and can be made not to say how long it is; else it ends where the length says.
    """
    surplus = len(content) - (stream.unsent or 0)
    complain(stream, "Content-Length is too small by %d: bytes count, as in len(text.encode())" % surplus)
    head, end, taken = (stream.head or b"").partition(END_OF_HEAD)
    start = head.rfind(LENGTH_FIELD)
    if not end or start < 0:
        return memoryview(content)[: stream.unsent]
    if stream.minor_version:
        stream.unsent = CHUNKED
        stream.head = head[:start] + CHUNKS_FIELD
    else:
        stream.unsent = None
        stream.keep = False
        stream.head = head[:start] + END
    return taken + bytes(content) if taken else content


def _hold_rest(stream, rest, framed):
    """Hold back what the client has not taken. rest: bytes of a piece. framed: an iterator of those behind it."""
    pieces = _rest(stream, rest, framed, stream.unsent)
    sending = lambda keep: _end(stream, pieces, keep)
    stream._held = HeldAnswer(pieces, "", OK, sending, None, None, b"")
    stream.head = None
    stream.unsent = HELD


def _is_rest(answer):
    """Whether a HeldAnswer is what is left of one that has begun to leave."""
    return not isinstance(answer.held_content, (bytes, str))


def _rest(stream, rest, framed, unsent):
    """What is left of an answer, as `_framed` yields it. unsent: as the stream had it."""
    stream.head = None
    stream.unsent = unsent
    try:
        yield rest
        yield from framed
    finally:
        if framed:
            framed.close()


@coroutine
def _push_all(stream, framed):
    """Send the pieces of an answer, as `_framed` yields them."""
    try:
        for piece in framed:
            yield from stream.push(piece)
    finally:
        framed.close()


@coroutine
def _end(stream, framed, keep):
    """As `_push_all`, and end the answer; `keep` as for `Stream.finish`."""
    yield from _push_all(stream, framed)
    yield from stream.finish(keep)


def _framed(stream, answer, is_whole):
    """The pieces of a HeldAnswer as they go on the wire, the first behind the head. is_whole: whether nothing follows."""
    if _is_rest(answer):
        yield from answer.held_content
        return
    _begin(stream, answer, is_whole)
    pieces = _pieces(answer) if stream.unsent != NO_CONTENT else ()
    try:
        for piece in pieces:
            yield stream.frame(piece)
    finally:
        if pieces:
            pieces.close()
    if stream.head:  # there was no content
        yield stream.head
    if is_whole and stream.unsent == CHUNKED:
        stream.unsent = 0
        yield LAST_CHUNK


def _begin(stream, answer, is_whole):
    """Begin to answer with a HeldAnswer piece by piece. A file has no part here, and is not what the client has."""
    if isinstance(answer.held_content, str):
        stream.status = status = OK
        length = -1
    else:
        status = answer.held_status
        length = len(answer.held_content) if is_whole else -1
    stream.extra_fields += answer.other_fields
    start_response(stream, answer.held_type, status, answer.given_fields, length)


def _pieces(answer):
    """The content of a HeldAnswer, whose file is closed: it may be open at another place, or compressed."""
    if answer.open_file:
        answer.open_file.close()
    content = answer.held_content
    if isinstance(content, bytes):
        for start in range(0, len(content), PIECE):
            yield content[start : start + PIECE]
        return
    with open(content, "rb") as file:
        piece = file.read(PIECE)
        while piece:
            yield piece
            piece = file.read(PIECE)
