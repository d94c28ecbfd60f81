"""Files of an app as answers: described (RFC 9110, 8), asked for in part or only if changed, and sent.

Which of them a client may name is decided in `static.py`.
"""

import os
import time

from .. import buffers
from ..http.conditions import entity_tag, evaluate
from ..http.dates import format_date
from ..http.errors import HTTPError
from ..http.media_types import get_mime_type
from ..messages.head import start_response
from ..package_folder import folder_of
from ..runtime import coroutine
from .variants import fields_of, select

_fields = b""  # the last fields of a request that have no conditions, and ask for no part


def stat(path):
    """What `os.stat` says of a file (str or bytes); None where there is no regular one. Raises OSError for other errors."""
    try:
        found = os.stat(path)
    except OSError as error:
        if error.args[0] not in (2, 20, 36, 40, 62, 63):  # ENOENT, ENOTDIR, and ENAMETOOLONG and ELOOP of two systems
            raise
        return None
    return found if found[0] & 0xF000 == 0x8000 else None


@coroutine
def sendfile(app, writer, fname, content_type=None, headers=None, max_age=None, download_name=None, root=None):
    """Answer with a file: `fname` (str), from the app's folder on, or from `root`. To be waited for.

    content_type: str; None: by the ending. headers: as for `start_response`. max_age: int, seconds for which clients may
    keep it without asking; None: `app.max_age`, and if that is None, they ask each time. download_name: str, under
    which browsers are to save it. Raises HTTPError 404 if there is none, 412 and 416 for conditions and ranges that cannot
    be met, OSError if it cannot be read.
    """
    # All in one: a function with more than a few variables has its frame in the heap, which is searched for each.
    global _fields
    asked = b""  # parts and conditions are for GET and HEAD (RFC 9110, 13.1 and 14.2)
    head = writer.request_head  # none: it is the answer to a malformed one
    if head and head.request_line.verb in ("GET", "HEAD"):
        asked = head.field_block
    path = (folder_of(app) if root is None else root) + fname
    found = stat(path)
    twin = None
    try:
        twin = os.stat(path.encode() + b".gz")
        if twin[0] & 0xF000 != 0x8000:
            twin = None
    except OSError:
        pass
    fields = b""
    end = ""
    if headers or twin:
        asked, found, end, fields = select(asked, headers, found, twin)
        path += end
    if not found:
        raise HTTPError(404)
    fields += described(found, end, app.max_age if max_age is None else max_age)
    n = found[6]
    status = 200
    start = 0
    if asked != _fields:
        # Without a copy in small letters, which there may be no room for; other spellings of Range are not heard.
        if b"f-" in asked or b"F-" in asked or b"ange:" in asked or b"ANGE:" in asked:
            status, start, n, fields = evaluate(asked, not writer.bodiless, fields, n)
        else:
            _fields = asked
    if download_name or headers:
        fields = fields_of(fields, headers, download_name)
    buf = f = None
    if status != 304 and not writer.bodiless:
        f = open(path, "rb")
    try:
        writer.extra_fields += fields
        start_response(writer, content_type or get_mime_type(download_name or fname), status, headers, n)
        if not f:
            return
        if start:
            f.seek(start)
        data = writer.head
        start = len(data)
        if writer.pos == writer.end:
            writer.release()  # a browser's head may have made its input buffer large
        buf = buffers.take_for_file(n + start)
        if start >= len(buf):
            yield from writer.push(data)
            start = 0
        buf[:start] = data[:start]  # the head, to leave with what comes first
        data = memoryview(buf)
        part = data[start:]
        turn = 0
        while n > 0:
            if n < len(part):
                part = part[:n]
            count = f.readinto(part)
            if not count:
                break  # it has become shorter, and the stream sees to it that the client notices
            n -= count
            writer.unsent -= count
            count += start
            yield from writer.push(buf if count == len(buf) else data[:count])
            start = 0
            part = data
            turn += 1
            if not turn % 8:
                yield  # others have theirs
    finally:
        if f:
            f.close()
        buffers.release_from_file(buf)


def described(found, end, value):
    """Header fields (bytes) of a file, by what `os.stat` says of it. end: str, ".gz" for a twin. value: int or None, max-age."""
    data = b"no-cache" if value is None else b"max-age=%d" % value
    data = b"Cache-Control: %s\r\nAccept-Ranges: bytes\r\n" % data
    if not found[8]:  # a file system without times cannot tell a file from what it was before
        return data
    tag = entity_tag(found[8], found[6], b"-gz" if end else b"")
    return b"ETag: %s\r\nLast-Modified: %s\r\n%s" % (tag, format_date(time.gmtime(found[8])), data)
