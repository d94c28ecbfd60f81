"""Files of an app as answers: found, described, asked for in part or only if changed, and sent.

Which of them a client may name is decided in `static`.
"""

from .. import buffers
from ..http.conditions import evaluate
from ..http.errors import TEXT, HTTPError
from ..http.media_types import get_mime_type
from ..http.status import error_text
from ..messages.answers import send
from ..messages.head import start_response
from ..package_folder import folder_of
from ..runtime import coroutine
from .description import described, is_there, representation, stat, stat_twin
from .variants import fields_of, is_settled, select

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

OK = 200
NOT_MODIFIED = 304
NOT_FOUND = 404
PIECES_A_TURN = 8  # after so many, others have their turn

unconditional = b""  # the last fields of a request that have no conditions, and ask for no part


@coroutine
def sendfile(
    app: "Any",
    writer: "Any",
    fname: str,
    content_type: "str | None" = None,
    headers: "Any" = None,
    max_age: "int | None" = None,
    download_name: "str | None" = None,
    root: "str | None" = None,
    raises_404: bool = False,
) -> "Generator[Any, Any, None]":
    """Answer with a file: `fname` (str), from the app's folder on, or from `root`. To be waited for.

    Arguments and errors as for `WebApp.sendfile`. raises_404: whether a file that is missing is the caller's to answer for.
    """
    if not isinstance(fname, str):
        fname = fname.decode()  # older apps give bytes as well
    asked = _asked_fields(writer, headers)
    try:
        found = _find(_path_of(app, fname, root), asked, headers)
    except HTTPError as error:
        if error.status != NOT_FOUND or raises_404 or app._is_hooked or writer.server.app._is_hooked:
            raise
        yield from send(writer, error_text(error), TEXT, NOT_FOUND)
        return
    fields = described(found, app.max_age if max_age is None else max_age)
    status = OK
    start = 0
    length = found.byte_count
    if _may_have_conditions(asked):
        status, start, length, fields = evaluate(asked, not writer.bodiless, fields, length)
    if headers or download_name:  # build: only if the app uses sendfile
        fields = fields_of(fields, headers, download_name)
    media_type = content_type or get_mime_type(download_name or fname)
    if status == NOT_MODIFIED or writer.bodiless:
        _begin(writer, media_type, status, headers, fields, length)
        return
    with open(found.file_path, "rb") as file:
        _begin(writer, media_type, status, headers, fields, length)
        if start:
            file.seek(start)
        yield from _send_pieces(writer, file, length)


def _path_of(app, fname, root):
    """The path of a file. Older apps give a slash in front of what is in their folder."""
    if root is not None:
        return root + fname
    folder = folder_of(app)
    if not folder and fname[:1] == "/" and is_there(fname[1:]):
        return fname[1:]
    return folder + fname


def _asked_fields(writer, headers):
    """The fields of the request (bytes) that count: parts and conditions are for GET and HEAD (RFC 9110, 13.1 and 14.2)."""
    head = writer.request_head  # none: it is the answer to a malformed one
    if not head or head.request_line.verb not in ("GET", "HEAD") or headers and is_settled(headers):
        return b""
    return head.field_block


def _find(path, asked, headers):
    """The Representation to be sent for a path. Raises HTTPError 404, or 406 where there is only one that is not taken."""
    plain = stat(path)
    if not (headers and is_settled(headers)):  # build: only if compressed files
        twin = stat_twin(path)
        if twin:
            return select(path, asked, headers, plain, twin)
    return representation(path, plain, b"", b"")


def _may_have_conditions(asked):
    """Whether the fields of a request may have conditions, or ask for a part. The last that have none are remembered."""
    global unconditional
    if asked == unconditional:
        return False
    # Without a copy in small letters, which there may be no room for; other spellings of Range are not heard.
    if b"f-" in asked or b"F-" in asked or b"ange:" in asked or b"ANGE:" in asked:
        return True
    unconditional = asked
    return False


def _begin(writer, media_type, status, headers, fields, length):
    """Begin the answer. headers: fields that the app gives; fields: those of the file."""
    writer.extra_fields += fields
    start_response(writer, media_type, status, headers, length)


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
        pieces = 0
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
            pieces += 1
            if pieces % PIECES_A_TURN == 0:
                yield
    finally:
        buffers.release_from_file(buf)
