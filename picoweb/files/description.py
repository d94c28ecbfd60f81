"""What is known of a file before it is sent: whether it is there, its twin in gzip, and the fields that describe it.

It knows neither requests nor streams (RFC 9110, 8).
"""

import os
import sys
import time
from collections import namedtuple

from ..http.conditions import entity_tag
from ..http.dates import FIRST_YEAR, format_date
from ..http.errors import HTTPError
from ..runtime import IS_MICROPYTHON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Places in what `os.stat` returns, and what there is to know of the first.
MODE = 0
SIZE = 6
CHANGED = 8
KIND_OF_FILE = 0xF000
REGULAR = 0x8000

# ENOENT, ENOTDIR, EINVAL of what is no name on FAT, and ENAMETOOLONG and ELOOP of two systems.
ABSENT = 2, 20, 22, 36, 40, 62, 63

# Others are boards: their file systems have no links, and their clocks begin anew at each start.
ON_COMPUTER = not IS_MICROPYTHON or sys.platform in ("linux", "darwin", "win32")

TWIN_END = ".gz"  # of the name of a file that is another one, compressed
TWIN_TAG = b"-gz"
VARIES = b"Vary: Accept-Encoding\r\n"
COMPRESSED = VARIES + b"Content-Encoding: gzip\r\n"

#: A form of a file, of which one is sent: where it is (str), how many bytes it has, when it was changed (int, seconds; 0: the
#: file system has no times), and in bytes what its tag has besides, and the fields that tell it from other forms.
Representation = namedtuple("Representation", ("file_path", "byte_count", "change_time", "form_tag", "form_fields"))

#: What was said of a file (bytes), and the facts that it says (tuple). The same files are asked for again and again.
Description = namedtuple("Description", ("described_facts", "described_fields"))

last_description = Description(None, b"")


def stat(path):
    """What `os.stat` says of a file (str); None where there is no regular one. Raises OSError for other errors."""
    try:
        found: "Any" = os.stat(path)  # of a str: file systems that are written in Python take nothing else
    except OSError as error:
        if error.args[0] not in ABSENT:
            raise
        return None
    return found if found[MODE] & KIND_OF_FILE == REGULAR else None


def is_there(path) -> bool:
    """Whether there is a file (str), or its twin in gzip."""
    return bool(stat(path) or stat(path + TWIN_END))


def stat_twin(path):
    """What `os.stat` says of the twin of a file (str); None if there is none that can be had."""
    try:
        found: "Any" = os.stat(path + TWIN_END)
    except OSError:
        return None
    return found if found[MODE] & KIND_OF_FILE == REGULAR else None


def representation(path, found, form_tag, form_fields):
    """The Representation of a file. found: what `stat` says of it. Raises HTTPError 404 if that is None."""
    if not found:
        raise HTTPError(404)
    return Representation(path, found[SIZE], found[CHANGED], form_tag, form_fields)


def described(found: "Any", max_age: "int | None") -> bytes:
    """Header fields of a Representation. max_age: int, seconds for which clients may keep it; None: they ask each time."""
    global last_description
    facts = found.byte_count, found.change_time, found.form_fields, max_age
    last = last_description  # in one piece: another thread may be here
    if last.described_facts != facts:
        last = last_description = Description(facts, _fields_of(found, max_age))
    fields: bytes = last.described_fields
    return fields


def _fields_of(found, max_age) -> bytes:
    """As `described`, of what was not described last."""
    lifetime = b"no-cache" if max_age is None else b"max-age=%d" % max_age
    fields = b"Cache-Control: %s\r\nAccept-Ranges: bytes\r\n" % lifetime
    moment = time.gmtime(found.change_time)
    # Or else it cannot be told from what it was before: without a clock, two may have been written in the same second.
    if found.change_time and (ON_COMPUTER or moment[0] >= FIRST_YEAR):
        tag = entity_tag(found.change_time, found.byte_count, found.form_tag)
        fields = b"ETag: %s\r\nLast-Modified: %s\r\n%s" % (tag, format_date(moment), fields)
    form_fields: bytes = found.form_fields
    return form_fields + fields
