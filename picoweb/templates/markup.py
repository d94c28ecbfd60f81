"""Text into HTML and XML, safely.

It knows nothing of templates; those that escape use `escape` and `Safe`.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Safe:
    """Markup that `escape` leaves as it is. text: str, or anything that `str()` takes."""

    def __init__(self, text: object) -> None:
        self._text = text

    def __html__(self) -> str:
        return str(self._text)

    __str__ = __html__


def html_escape(s: str) -> str:
    """A str as text of an element or of a quoted attribute (WHATWG HTML, 13.3)."""
    if "&" in s:  # what is not in it costs less to look for than to replace
        s = s.replace("&", "&amp;")
    if "<" in s:
        s = s.replace("<", "&lt;")
    if ">" in s:
        s = s.replace(">", "&gt;")
    if '"' in s:
        s = s.replace('"', "&quot;")
    if "'" in s:
        s = s.replace("'", "&#39;")
    return s


def escape(value: "Any") -> str:
    """Any value as markup: what has `__html__()` says it itself, the text of all else is escaped."""
    kind = type(value)
    if kind is str:
        return html_escape(value)
    if kind is int:
        return str(value)
    if hasattr(value, "__html__"):
        return value.__html__()  # type: ignore[no-any-return]
    return html_escape(str(value))
