"""The hooks after answers that handlers write themselves: they are asked when such an answer begins, as its fields leave then."""

from ..http.answer_fields import encode_fields
from ..http.status import CODE_LENGTH, is_status
from ..runtime import coroutine
from .hook_fields import as_dict, as_pairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from ..messages.request import HTTPRequest
    from ..serving.stream import Stream


class Written:
    """An answer that a handler may write, and the hooks after it. chain: as in `hooks`; it may change before that."""

    def __init__(self, chain: "list[Any]", req: "HTTPRequest", resp: "Stream") -> None:
        self._chain = chain
        self._functions: "list[Any]" = []  # that are still to be asked
        self._req = req
        self._answer: "Any" = None  # as hooks see it
        self._waiting: "Any" = None  # for what is left of the hooks, which nobody has waited for
        self._own: "Any" = resp._own_fields()
        self._own.ask = self._ask

    def leave(self) -> None:
        """Ask nobody: the answer goes another way."""
        self._own.ask = None

    def forget_content(self) -> None:
        """Forget what was set for content that is not sent."""
        self._own.forget_content()

    @coroutine
    def end(self, status: int) -> "Generator[Any, Any, None]":
        """Ask the hooks that were not asked yet. It may be too late for their fields."""
        if self._own.ask:
            self._own.ask = None
            self._ask(status)
        if self._waiting:
            yield from self._waiting

    def _ask(self, status):
        """Ask hooks. Returns a coroutine for what is left, where one of them has to be waited for; else None."""
        code = int(str(status)[:CODE_LENGTH]) if is_status(status) else 200
        self._answer = None, code, as_dict(self._own.take())
        self._functions = [f for hooks, _ in reversed(self._chain) for f in hooks.after]
        while self._functions:
            outcome = self._functions.pop(0)(self._req, self._answer)
            if hasattr(outcome, "send"):
                self._waiting = self._wait(outcome)
                break
            self._take(outcome)
        self._show()
        return self._waiting

    @coroutine
    def _wait(self, outcome):
        """Wait for a hook, and ask those behind it."""
        self._waiting = None
        while True:
            if hasattr(outcome, "send"):
                outcome = yield from outcome
            self._take(outcome)
            if not self._functions:
                break
            outcome = self._functions.pop(0)(self._req, self._answer)
        self._show()

    def _take(self, changed):
        """Take what a hook returns: of an answer that is written, the fields."""
        if isinstance(changed, tuple) and len(changed) == 3:
            self._answer = None, self._answer[1], as_dict(changed[2] or ())

    def _show(self):
        """Have the answer say what the hooks have made of its fields."""
        self._own.shown = encode_fields(as_pairs(self._answer[2]))[0]
