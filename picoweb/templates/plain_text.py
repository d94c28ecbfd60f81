"""Values as text, for the templates that do not escape."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def text(value: "Any") -> str:
    """A value as str. `str` itself would make another one of a str."""
    return value if type(value) is str else str(value)
