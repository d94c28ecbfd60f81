"""The head of an answer that waits for its content, while its handler waits for something else; or an answer held back."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .stream import Stream


def send_held_head(server: "Any") -> None:
    """Send the head that was begun last on a server, if nothing of it has left. Whose handler has stopped is asked for it."""
    stream = server.begun
    server.begun = None
    send_head(stream)


def send_head(stream: "Stream") -> None:
    """Send the head of an answer ahead of its content, as far as the client takes it at once."""
    if stream._held:  # build: only if continued answers
        stream._leave_held()
        return
    head = stream.head
    if head and stream.unsent is not None:
        try:
            sent = stream.socket.write(head) or 0
        except OSError:
            return  # whoever writes next will see it
        stream.head = head[sent:] or None
