from collections.abc import Generator
from typing import Any

from .app import WebApp
from .types import Step

def sleep(seconds: float) -> Step[None]:
    """Wait for so long, in a handler, while others are served."""

# For the package itself

step: Any
ticks_add: Any
ticks_diff: Any
ticks_ms: Any

def __getattr__(name: str, key: int = 0) -> Any: ...
def serve_alone(app: WebApp, s: Any) -> None: ...

class Server:
    app: WebApp
    s: Any
    poll: Any
    streams: dict[int, Any]
    tasks: list[Any]
    cur_task: list[Any]
    def __init__(self, app: WebApp, s: Any, poll: Any) -> None: ...
    def __getattr__(self, name: str) -> Any: ...
    def serve(self, n: int, alone: bool = False) -> Generator[None, None, None]: ...
    def end(self, stream: Any) -> None: ...
    def step(self, coro: Any, e: BaseException | None = None) -> None: ...
    def idle(self, stream: Any, n: int) -> None: ...
    def wait(self, stream: Any, write: bool, n: int) -> Generator[None, None, int]: ...
