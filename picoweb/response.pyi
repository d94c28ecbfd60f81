from typing import Any

from .stream import Stream
from .types import HeaderFields, Status, Step

def jsonify(writer: Stream, dict: Any) -> Step[None]: ...

# For the package itself

OBJECTS: tuple[type, ...]
has: Any

def send(
    resp: Stream,
    data: bytes | bytearray | memoryview,
    content_type: str,
    status: Status = 200,
    headers: HeaderFields | None = None,
) -> Step[None]: ...
