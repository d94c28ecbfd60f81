"""Requests with conditions, and for a part of a file (RFC 9110, 13 and 14)."""

from .errors import HTTPError
from .fields import field_values

_asked = b"if-match", b"if-unmodified-since", b"if-none-match", b"if-modified-since", b"if-range", b"range"
_months = b"JanFebMarAprMayJunJulAugSepOctNovDec"


def evaluate(asked, is_get, fields, n):
    """Return (status, start, length, fields) for a file: 200, 206 for a part of it, or 304; its fields with what is more.

    asked: bytes, the fields of a GET (`is_get`: bool) or HEAD. fields: those of the file, with its ETag and date, if it
    has any. n: int, its bytes. Raises HTTPError 412 or 416.
    """
    get = field_values(asked, _asked).get
    own = field_values(fields, (b"etag", b"last-modified"))
    tag = own.get(b"etag", b"")
    date = own.get(b"last-modified", b"")
    matches = get(b"if-match")
    if not _holds(matches, tag) if matches is not None else _is_newer(date, get(b"if-unmodified-since")):
        raise HTTPError(412)
    matches = get(b"if-none-match")
    # Tags are compared as weak ones (RFC 9110, 13.1.2).
    if (
        _holds(matches.replace(b"W/", b""), tag) if matches is not None
        else _is_newer(date, get(b"if-modified-since")) is False
    ):
        return 304, 0, n, fields
    part = get(b"range")
    validator = get(b"if-range")
    if is_get and part and (not validator or validator == tag or date and _parsed(validator) == _parsed(date)):
        part = _range(part, n)
        if part:
            start, stop = part
            return 206, start, stop - start, fields + b"Content-Range: bytes %d-%d/%d\r\n" % (start, stop - 1, n)
    return 200, 0, n, fields


def _holds(tags, tag):
    # Whether `tag` is among those of a field.
    return tags == b"*" or tag != b"" and tag in [each.strip() for each in tags.split(b",")]


def _is_newer(own, date):
    # Whether what was changed at one date was changed after another, as fields have them; None where one is missing.
    parsed = own and date and _parsed(date)
    return _parsed(own) > parsed if parsed else None


def _parsed(text):
    # A date of HTTP, in any of its three forms (RFC 9110, 5.6.7), as (year, month, day, hour, minute, second), or None.
    words = text.replace(b"-", b" ").replace(b":", b" ").replace(b",", b" ").split()
    if len(words) == 7 and words[1][:1].isalpha():  # as C's asctime writes it
        words = words[0], words[2], words[1], words[6], words[3], words[4], words[5]
    if len(words) < 7:
        return None
    _, day, month, year, hour, minute, second = words[:7]
    place = _months.find(month)
    numbers = [day, year, hour, minute, second]
    if place % 3 or len(month) != 3 or not all([each.isdigit() and len(each) < 5 for each in numbers]):
        return None
    day, year, hour, minute, second = map(int, numbers)
    if year < 100:
        year += 1900 if year >= 70 else 2000
    return year, place // 3 + 1, day, hour, minute, second


def _range(text, n):
    # Where what is asked for begins and ends; None if that is no single range. Raises HTTPError 416.
    unit, _, text = text.partition(b"=")
    start, dash, end = text.partition(b"-")
    start = start.strip()
    end = end.strip()
    digits = start + end
    if unit.strip().lower() != b"bytes" or not dash or not digits.isdigit() or len(digits) > 36:
        return None
    if not start:  # so many bytes at the end
        first = max(n - int(end), 0)
        last = n
    else:
        first = int(start)
        last = min(int(end) + 1, n) if end else n
        if end and int(end) < first:
            return None
    if first >= last:
        raise HTTPError(416, "", [("Content-Range", "bytes */%d" % n)])
    return first, last
