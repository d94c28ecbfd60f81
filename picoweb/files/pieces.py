"""Files on their way: the head of an answer, and its content piece by piece."""

from .. import buffers
from ..messages.head import start_response
from ..runtime import coroutine


@coroutine
def send_form(writer, file, form, media_type, headers):
    """Send a form of a file, and close it. file: what is read, open, or None. form: a tuple (status, start, length, fields).

    headers: as for `sendfile`.
    """
    try:
        status, start, length, fields = form
        writer.extra_fields += fields
        yield from start_response(writer, media_type, status, headers, length)
        if file:
            if start:
                file.seek(start)
            yield from _send_pieces(writer, file, length)
        yield from writer.finish(False)
    finally:
        if file:
            file.close()


@coroutine
def _send_pieces(writer, file, length):
    """Send so many bytes of an open file; the head of the answer leaves with the first of them."""
    if writer.pos == writer.end:
        writer.release()  # a browser's head may have made its input buffer large
    head = writer.head
    filled = len(head)
    buf = buffers.take_for_file(filled + length)
    try:
        if filled < len(buf):
            buf[:filled] = head
        else:
            yield from writer.push(head)
            filled = 0
        whole = memoryview(buf)
        room = whole[filled:]
        while length > 0:
            if length < len(room):
                room = room[:length]
            count = file.readinto(room)
            if not count:
                break  # it has become shorter, and the stream sees to it that the client notices
            length -= count
            writer.unsent -= count
            filled += count
            yield from writer.push(buf if filled == len(buf) else whole[:filled])
            filled = 0
            room = whole
    finally:
        buffers.release_from_file(buf)
