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
        from socket import sockaddr  # type: ignore[attr-defined]

        return _text(sockaddr(peer)[1])
    host: str = peer[0]
    return host


def _text(ip: bytes) -> str:
    """An IP address as text."""
    if len(ip) == 4:
        return ".".join([str(byte) for byte in ip])
    return ":".join(["%x" % (ip[place] << 8 | ip[place + 1]) for place in range(0, 16, 2)])
