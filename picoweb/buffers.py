"""Buffers that wait for whoever needs one next: for what clients send, and for files that are sent to them.

A heap that is nearly full has room for a buffer that was there before.
"""

import gc

SIZE = 256  # bytes of a new buffer for input; it grows as a head asks for it
PIECE = 512  # bytes of content that are copied to go out with their head, and of an input buffer that is kept
MOST_FIELDS = 1024  # bytes of the fields of a request that are remembered, as the next one may have the same
MOST_FOR_FILES = 8192  # bytes
SHARED = True  # whether connections take turns, so that one buffer can serve them all

spare: "bytearray | None" = bytearray(SIZE)  # an input buffer that no connection uses now, made while there is heap
file_size = 0  # bytes of a buffer for files; 0: it is not known yet how much memory there is
file_buffers: "list[bytearray]" = []  # such a buffer, while nobody uses it


def take() -> bytearray:
    """A buffer (bytearray) for input."""
    global spare
    buf = spare or bytearray(SIZE)
    spare = None
    return buf


def grown(buf: bytearray, most: int) -> bytearray:
    """A buffer with what is in `buf`, which is full, and with more room: for `most` bytes at most.

    A new one is made once, and the small one is kept for others. From then on it grows in its place, where that is
    free: a heap may have no room for a second one as large.
    """
    length = len(buf)
    if length > SIZE:
        buf.extend(bytes(min(SIZE, most - length)))
        return buf
    larger = bytearray(min(2 * length, most))
    larger[:length] = buf
    release(buf)
    return larger


def release(buf: "bytearray | None") -> None:
    """Keep a buffer for input, or for a small file, if it is worth it."""
    global spare
    if SHARED and buf and not spare and len(buf) <= PIECE:
        spare = buf


def take_for_file(size: int) -> bytearray:
    """A buffer (bytearray) for `size` bytes, or for as many as are sent at once where there is little memory."""
    global file_size
    if size > SIZE:
        file_size = file_size or min(max(gc.mem_free() // 16, SIZE), MOST_FOR_FILES)  # type: ignore[attr-defined]
        if file_buffers:
            return file_buffers.pop()
        try:
            if file_size > SIZE:
                return bytearray(min(size, file_size))
        except MemoryError:
            pass
    return take() if SHARED else bytearray(size)


def release_from_file(buf: "bytearray | None") -> None:
    """Keep a buffer for the next file, if it is worth it."""
    if SHARED and buf and len(buf) == file_size > SIZE:
        file_buffers[:] = (buf,)
    elif buf and len(buf) == SIZE:
        release(buf)
