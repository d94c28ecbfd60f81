from collections.abc import Callable
from typing import Any

class Library:
    def func(self, returned: str, name: str, arguments: str) -> Callable[..., Any]: ...

def open(name: str | None) -> Library: ...
