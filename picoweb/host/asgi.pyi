from asyncio import AbstractEventLoop
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from ..app import WebApp
from ..stream import Stream
from ..types import Logger

class ASGI:
    app: WebApp
    def __init__(self, app: WebApp, log: Logger | None = None) -> None: ...
    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ) -> None: ...

    # For the package itself

    def start(self) -> None: ...

# For the package itself

class Server:
    app: WebApp
    loop: AbstractEventLoop
    streams: set[Any]
    s: Server | None
    def __init__(self, app: WebApp, loop: AbstractEventLoop) -> None: ...
    def wait(self, stream: Stream, write: bool, ms: int) -> Awaitable[int]: ...
    def close(self, grace: float) -> None: ...
