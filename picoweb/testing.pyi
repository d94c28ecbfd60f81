from collections.abc import Mapping
from typing import Any

from .app import WebApp
from .fields import Headers
from .stream import Stream
from .types import Step

class TestClient:
    __test__: bool
    app: WebApp
    def __init__(self, app: WebApp) -> None: ...
    def open(
        self,
        path: str,
        method: str = "GET",
        headers: Mapping[str, object] | None = None,
        data: bytes | str | dict[Any, Any] | None = None,
        json: Any = None,
    ) -> TestResponse: ...
    def send(self, data: bytes) -> bytes: ...
    def get(
        self,
        path: str,
        *,
        headers: Mapping[str, object] | None = ...,
        data: bytes | str | dict[Any, Any] | None = ...,
        json: Any = ...,
    ) -> TestResponse: ...
    def head(
        self,
        path: str,
        *,
        headers: Mapping[str, object] | None = ...,
        data: bytes | str | dict[Any, Any] | None = ...,
        json: Any = ...,
    ) -> TestResponse: ...
    def post(
        self,
        path: str,
        *,
        headers: Mapping[str, object] | None = ...,
        data: bytes | str | dict[Any, Any] | None = ...,
        json: Any = ...,
    ) -> TestResponse: ...
    def put(
        self,
        path: str,
        *,
        headers: Mapping[str, object] | None = ...,
        data: bytes | str | dict[Any, Any] | None = ...,
        json: Any = ...,
    ) -> TestResponse: ...
    def patch(
        self,
        path: str,
        *,
        headers: Mapping[str, object] | None = ...,
        data: bytes | str | dict[Any, Any] | None = ...,
        json: Any = ...,
    ) -> TestResponse: ...
    def delete(
        self,
        path: str,
        *,
        headers: Mapping[str, object] | None = ...,
        data: bytes | str | dict[Any, Any] | None = ...,
        json: Any = ...,
    ) -> TestResponse: ...

    # For the package itself

    def serve(self, s: MemorySocket) -> bytes: ...

class TestResponse:
    __test__: bool
    raw: bytes
    """The answer as it was sent."""
    status: str
    """With the reason phrase: "404 Not Found"."""
    status_code: int
    headers: Headers
    data: bytes
    """The content."""
    complete: bool
    """Whether the content is all there, by the framing it came in."""
    def __init__(self, raw: bytes, method: str = "GET") -> None: ...
    @property
    def text(self) -> str: ...
    def json(self) -> Any: ...

# For the package itself

class MemorySocket:
    app: WebApp
    input: memoryview
    sent: bytearray
    closed: bool
    def __init__(self, app: WebApp, data: bytes) -> None: ...
    def readinto(self, buf: bytearray | memoryview) -> int: ...
    def write(self, data: bytes | bytearray | memoryview) -> int: ...
    def setsockopt(self, level: int, option: int, value: int) -> None: ...
    def wait(self, stream: Stream, write: bool, ms: int) -> Step[int]: ...
    def idle(self, stream: Stream, ms: int) -> Step[int]: ...
    def close(self) -> None: ...
