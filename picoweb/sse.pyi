from .request import HTTPRequest
from .stream import Stream
from .types import Step

WATCH: float
"""Seconds between two looks at whether clients are still there."""

class EventSource:
    last_event_id: str | None
    """The event that a client which was here before has seen last."""

    def __init__(self, req: HTTPRequest, resp: Stream, heartbeat: float = 15) -> None: ...
    def start(self) -> Step[None]: ...
    def send(
        self, data: object, event: str | None = None, id: str | int | None = None, retry: int | None = None
    ) -> Step[None]: ...
    def close(self) -> None: ...

# For the package itself

def event_text(
    data: object, event: str | None = None, id: str | int | None = None, retry: int | None = None
) -> str: ...
