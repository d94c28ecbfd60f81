"""Dates as HTTP writes them (RFC 9110, 5.6.7); `conditions` reads them. What time it is, is not this module's to know."""

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
