from typing import Any

from .types import HeaderFields

class HTTPError(Exception):
    status: int
    reason: str
    headers: HeaderFields | None
    def __init__(self, status: int, reason: str = "", headers: HeaderFields | None = None) -> None: ...

# For the package itself

frame: Any
target: Any

def parse_request_line(line: bytes, length: int = 1024) -> list[Any]: ...
def check(name: bytes) -> None: ...
def parse_fields(data: bytes, length: int = 4096, count: int = 64) -> tuple[bytes, bool, bool, int, bool]: ...
