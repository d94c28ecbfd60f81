"""Requests with conditions, and for a part of a file (RFC 9110, 13 and 14), and the entity tags that they compare."""

from .dates import MONTHS
from .errors import HTTPError
from .fields import field_values

CONDITIONS = b"if-match", b"if-unmodified-since", b"if-none-match", b"if-modified-since", b"if-range", b"range"
VALIDATORS = b"etag", b"last-modified"
WEAK = b"W/"  # in front of a tag of which only the meaning is the same
MOST_DIGITS = 36  # of both numbers of a range


def entity_tag(modified: int, size: int, variant: bytes = b"") -> bytes:
    """The entity tag, with its quotes, of a file that was modified at a time and has so many bytes (RFC 9110, 8.8.3).

    variant: what tells forms of the same file apart.
    """
    return b'"%x-%x%s"' % (modified, size, variant)


def evaluate(asked: bytes, is_get: bool, fields: bytes, size: int) -> "tuple[int, int, int, bytes]":
    """Return (status, start, length, fields) for a file: 200, 206 for a part of it, or 304; its fields with what is more.

    asked: the fields of a GET (`is_get`) or HEAD. fields: those of the file, with its ETag and date, if it
    has any. size: its bytes. Raises HTTPError 412 or 416.
    """
    conditions = field_values(asked, CONDITIONS)
    validators = field_values(fields, VALIDATORS)
    tag = validators.get(b"etag", b"")
    date = validators.get(b"last-modified", b"")
    strong_tag = tag
    if tag.startswith(WEAK):  # build: only if the app uses sendfile
        strong_tag = b""
    _check_preconditions(conditions, strong_tag, date)
    if _is_unchanged(conditions, tag, date):
        return 304, 0, size, fields
    part = None
    if is_get:
        part = _part(conditions, strong_tag, date, size)
    if not part:
        return 200, 0, size, fields
    start, stop = part
    return 206, start, stop - start, fields + b"Content-Range: bytes %d-%d/%d\r\n" % (start, stop - 1, size)


def _check_preconditions(conditions: "dict[bytes, bytes]", tag: bytes, date: bytes) -> None:
    """Raise HTTPError 412 if a file is not as the client knows it (RFC 9110, 13.1.1 and 13.1.4). tag: b"" if it is weak."""
    tags = conditions.get(b"if-match")
    if tags is None:
        failed = _is_newer(date, conditions.get(b"if-unmodified-since"))
    else:
        failed = not _holds(tags, tag)
    if failed:
        raise HTTPError(412)


def _is_unchanged(conditions: "dict[bytes, bytes]", tag: bytes, date: bytes) -> bool:
    """Whether a file is as the client has it (RFC 9110, 13.1.2 and 13.1.3)."""
    tags = conditions.get(b"if-none-match")
    if tags is None:
        return _is_newer(date, conditions.get(b"if-modified-since")) is False
    return _holds(tags.replace(WEAK, b""), tag.replace(WEAK, b""))  # they are compared as weak ones


def _part(conditions: "dict[bytes, bytes]", tag: bytes, date: bytes, size: int) -> "tuple[int, int] | None":
    """Where the part of a file that is asked for begins and ends; None for all of it (RFC 9110, 13.1.5). tag: b"" if it is weak."""
    field = conditions.get(b"range")
    validator = conditions.get(b"if-range")
    if not field:
        return None
    moment = parse_date(date)
    if not validator or validator == tag or moment and parse_date(validator) == moment:
        return parse_range(field, size)
    return None


def _holds(tags: bytes, tag: bytes) -> bool:
    """Whether a tag is among those of a field."""
    return tags == b"*" or tag != b"" and (tags == tag or tag in [each.strip() for each in tags.split(b",")])


def _is_newer(own: bytes, other: "bytes | None") -> "bool | None":
    """Whether one date is after another; None where one is missing or is none."""
    if not own or not other:
        return None
    own_moment = parse_date(own)
    other_moment = parse_date(other)
    return own_moment > other_moment if own_moment and other_moment else None


def parse_range(field: bytes, size: int) -> "tuple[int, int] | None":
    """Where what a Range field asks for begins and ends within `size` bytes; None if that is no single range of bytes.

    Raises HTTPError 416 for what is beyond the end (RFC 9110, 14.1.2).
    """
    unit, _, asked = field.partition(b"=")
    first, dash, last = [each.strip() for each in asked.partition(b"-")]
    digits = first + last
    if unit.strip().lower() != b"bytes" or not dash or not digits.isdigit() or len(digits) > MOST_DIGITS:
        return None
    if first and last and int(last) < int(first):
        return None
    if first:
        start = int(first)
        stop = min(int(last) + 1, size) if last else size
    else:  # so many bytes at the end
        start = max(size - int(last), 0)
        stop = size
    if start >= stop:
        raise HTTPError(416, "", [("Content-Range", "bytes */%d" % size)])
    return start, stop


def parse_date(text: bytes) -> "tuple[int, ...] | None":
    """A date in any of the three forms that are to be understood, as (year, month, day, hour, minute, second).

    None for what is no date. Dates can be compared as these tuples are.
    """
    words = text.replace(b"-", b" ").replace(b":", b" ").replace(b",", b" ").split()
    if len(words) == 7 and words[1][:1].isalpha():  # as C's asctime writes it
        _, month_name, day, hour, minute, second, year = words
    elif len(words) >= 7:
        _, day, month_name, year, hour, minute, second = words[:7]
    else:
        return None
    place = MONTHS.find(month_name)
    numbers = [year, day, hour, minute, second]
    if place % 3 or len(month_name) != 3 or not all([each.isdigit() and len(each) < 5 for each in numbers]):
        return None
    return full_year(int(year)), place // 3 + 1, int(day), int(hour), int(minute), int(second)


def full_year(year: int) -> int:
    """The year that a number of two digits stands for; others are years already (RFC 9110, 5.6.7)."""
    if year >= 100:
        return year
    return year + (1900 if year >= 70 else 2000)
