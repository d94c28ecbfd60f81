"""Dates as HTTP writes them (RFC 9110, 5.6.7). What time it is, is not this module's to know."""

DAYS = b"MonTueWedThuFriSatSun"
MONTHS = b"JanFebMarAprMayJunJulAugSepOctNovDec"
FIRST_YEAR = 2024  # of a time that a board can have from a clock that was set


def date_field(moment: "tuple[int, ...]") -> bytes:
    """The Date field (RFC 9110, 6.6.1) of a moment, as `time.gmtime` returns it; b"" if the clock was not set."""
    return b"Date: %s\r\n" % format_date(moment) if moment[0] >= FIRST_YEAR else b""


def format_date(moment: "tuple[int, ...]") -> bytes:
    """A moment, as `time.gmtime` returns it, in the form that is to be sent: b"Sun, 06 Nov 1994 08:49:37 GMT"."""
    year, month, day, hour, minute, second, weekday = moment[:7]
    day_name = DAYS[3 * weekday : 3 * weekday + 3]
    month_name = MONTHS[3 * month - 3 : 3 * month]
    return b"%s, %02d %s %d %02d:%02d:%02d GMT" % (day_name, day, month_name, year, hour, minute, second)


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
