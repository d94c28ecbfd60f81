from typing import Any

from .types import HeaderFields

class HTTPError(Exception):
    status: int
    reason: str
    headers: HeaderFields | None
    def __init__(self, status: int, reason: str = "", headers: HeaderFields | None = None) -> None: ...

# For the package itself

def parse_request_line(line: bytes) -> list[Any]: ...
def check(name: bytes) -> None: ...
def parse_fields(data: bytes) -> tuple[bytes, bool, bool, int, bool]: ...
