"""What HTTP says: bytes in, facts out, and the other way round (RFC 9110, 9112, 6265).

Nothing here does I/O, and nothing here knows of streams, apps or handlers.
"""
