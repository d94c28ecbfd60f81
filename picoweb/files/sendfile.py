"""Files of an app as answers: found, described, asked for in part or only if changed, and sent.

Which of them a client may name is decided in `static`.
"""

from ..http.conditions import evaluate
from ..http.errors import TEXT, HTTPError
from ..http.media_types import get_mime_type
from ..http.status import error_text
from ..messages.answers import CONTENT_MAY_FOLLOW, send_or_hold
from ..package_folder import folder_of
from .description import ON_COMPUTER, TWIN_END, VARIES, described, is_there, representation, stat, stat_twin
from .pieces import send_form
from .variants import disposition, fields_of, is_settled, select, validators_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OK = 200
PAGE = "text/html"  # what older apps write content behind
NOT_MODIFIED = 304
NOT_FOUND = 404

unconditional = b""  # the last fields of a request that have no conditions, and ask for no part


def sendfile(
    app: "Any",
    writer: "Any",
    fname: str,
    content_type: "str | None" = None,
    headers: "Any" = None,
    max_age: "int | None" = None,
    download_name: "str | None" = None,
    root: "str | None" = None,
    is_all: bool = False,
    folder: "str | None" = None,
) -> "Any":
    """Answer with a file: `fname` (str), from the app's folder on, or from `root`. To be waited for.

    Arguments and errors as for `WebApp.sendfile`. is_all: whether it is all of the answer, and the caller's to answer for if it is
    missing; else more content may follow. folder: str, out of which no link is to lead; None: anywhere.
    """
    if not isinstance(fname, str):
        fname = fname.decode()  # older apps give bytes as well
    asked = _asked_fields(writer, headers)
    path = _path_of(app, fname, root)
    try:
        found = _find(path, asked, headers, folder)
    except HTTPError as error:
        if error.status != NOT_FOUND or is_all or app._is_hooked or writer.server.app._is_hooked:
            raise
        return send_or_hold(writer, error_text(error), TEXT, NOT_FOUND)
    fields = described(found, app.max_age if max_age is None else max_age)
    if headers or download_name:  # build: only if the app uses sendfile
        fields = fields_of(fields, headers, download_name)
    form = OK, 0, found.byte_count, fields
    if _may_have_conditions(asked):
        form = _form(asked, not writer.bodiless, fields, headers, found.byte_count)
    media_type = content_type or get_mime_type(download_name or fname)
    file = None
    if form[0] != NOT_MODIFIED and not writer.bodiless:
        file = open(found.file_path, "rb")  # now, as a handler may remove it
    sending = send_form(writer, file, form, media_type, headers)
    has_begun = writer.head != b""
    if CONTENT_MAY_FOLLOW and (has_begun or not is_all and PAGE in str(media_type)):  # older apps give bytes as well
        from ..messages.held_answer import HeldAnswer, hold

        others = disposition(download_name) if download_name else b""
        return hold(writer, HeldAnswer(path, media_type, form[0], sending, file, headers, others))
    return sending


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


def _find(path, asked, headers, folder):
    """The Representation to be sent for a path. Raises HTTPError 404, or 406 where there is only one that is not taken.

    folder: as for `sendfile`.
    """
    if "\0" in path:  # where it would end, for some systems
        raise HTTPError(404)
    plain = stat(path)
    if not (headers and is_settled(headers)):  # build: only if compressed files
        twin = stat_twin(path)
        if twin and not (folder and ON_COMPUTER and _twin_leads_out(folder, path)):
            try:
                return select(path, asked, headers, plain, twin)
            except MemoryError:
                if not plain:
                    raise
            return representation(path, plain, b"", VARIES)
    return representation(path, plain, b"", b"")


def _twin_leads_out(folder, path):
    """Whether the twin of a file is a link that leads out of a folder."""
    from .links import leads_out

    return leads_out(folder, path + TWIN_END)


def _form(asked, is_get, fields, headers, size):
    """The form of a file as `send_form` takes it, of what is asked. fields: its own ones; headers: those that the app gives.

    Raises HTTPError 412 or 416. If there is no memory to look at what is asked, it is all of the file.
    """
    given = b""
    try:
        if headers:  # build: only if the app uses sendfile
            given = validators_in(headers)
        status, start, length, all_fields = evaluate(asked, is_get, given + fields, size)
        return status, start, length, all_fields[len(given) :]
    except MemoryError:
        return OK, 0, size, fields


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
