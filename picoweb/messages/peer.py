"""Who sent a request."""


def address(stream):
    """The address of the client as text; None where there is none, as in memory."""
    addr = stream.get_extra_info("peername")
    if isinstance(addr, (bytes, bytearray)):  # MicroPython on a computer has the structure as it is
        from socket import sockaddr

        addr = sockaddr(addr)[1:]
        if len(addr[0]) == 4:
            return ".".join(str(byte) for byte in addr[0])
        return ":".join("%x" % (addr[0][n] << 8 | addr[0][n + 1]) for n in range(0, 16, 2))
    return addr[0] if addr else None
