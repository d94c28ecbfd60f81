"""Who sent a request."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..serving.stream import Stream


def address(stream: "Stream") -> "str | None":
    """The address of the client; None where there is none, as in memory."""
    peer = stream.get_extra_info("peername")
    if not peer:
        return None
    if isinstance(peer, (bytes, bytearray)):  # MicroPython on a computer has the structure as it is
        from socket import inet_ntop, sockaddr  # type: ignore[attr-defined]

        family, ip = sockaddr(peer)[:2]
        return inet_ntop(family, ip)
    host: str = peer[0]
    return host
