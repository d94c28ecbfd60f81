from collections.abc import Callable, Mapping
from typing import Any

converters: dict[str, Callable[[str], Any]]

class Match:
    values: dict[str, Any]
    def __init__(self, path: str, values: dict[str, Any]) -> None: ...
    def group(self, key: int | str = 0) -> Any: ...

    # For the package itself

    def copy(self) -> Match: ...

class Rule:
    url: str
    name: str
    """The handler's name, for `url_for`; `WebApp.route` sets it."""
    def __init__(self, url: str, converters: Mapping[str, Callable[[str], Any]]) -> None: ...
    def match(self, path: str) -> Match | None: ...

    # For the package itself

    parts: list[tuple[str, str, Callable[[str], Any], bool]]
    shape: str
    tail: str
    keep: bool
