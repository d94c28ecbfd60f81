"""MicroPython's own module. What steers its compiler or its heap has nothing to do here, and does nothing."""


def const(value):
    """`value` itself: a constant costs nothing here."""
    return value


def native(function):
    """`function` itself: there is no machine code to emit."""
    return function


bytecode = viper = native


def opt_level(level=None):
    """0, the level of optimisation, or nothing when one is set."""
    return 0 if level is None else None


def alloc_emergency_exception_buf(size):
    """Nothing: exceptions never lack memory here."""


def kbd_intr(character):
    """Nothing: which key interrupts is the terminal's business here."""


def schedule(function, argument):
    """Call `function(argument)`: nothing here forbids what an interrupt handler has to put off."""
    function(argument)


def mem_info(verbose=False):
    """Print how much memory the process has and how much is left to it, in bytes."""
    import gc

    print("mem: used=%d, free=%d" % (gc.mem_alloc(), gc.mem_free()))


def qstr_info(verbose=False):
    """Print how many strings MicroPython has interned, which is for CPython to know: none."""
    print("qstr pool: n_pool=0, n_qstr=0, n_str_data_bytes=0, n_total_bytes=0")


def stack_use():
    """0, the bytes of stack that are used: CPython does not say."""
    return 0


def mem_total():
    """Bytes of memory that were ever taken, as far as the system tells: the most that the process has had."""
    import gc

    return gc.mem_alloc()


mem_current = mem_peak = mem_total

_locks = [0]  # how many times the heap has been locked, and not unlocked


def heap_lock():
    """Count only: nothing here can do without memory."""
    _locks[0] += 1


def heap_unlock():
    """Count back. Returns how many locks (int) are left."""
    _locks[0] = max(0, _locks[0] - 1)
    return _locks[0]


def heap_locked():
    """How many locks (int) there are."""
    return _locks[0]


class RingIO:
    """Bytes that one side writes and another one reads, up to a number of them: what does not fit is not written."""

    def __init__(self, size):
        """size: int, the bytes that it holds; or a bytearray, of which one byte stays free."""
        self._most = size if isinstance(size, int) else len(size) - 1
        self._held = bytearray()

    def any(self):
        """How many bytes can be read."""
        return len(self._held)

    def write(self, data):
        """Take bytes (or str) as far as there is room. Returns how many."""
        data = data.encode() if isinstance(data, str) else bytes(data)
        data = data[: self._most - len(self._held)]
        self._held += data
        return len(data)

    def read(self, nbytes=-1):
        """Up to `nbytes` bytes; without a number, all there are."""
        return self._take(len(self._held) if nbytes < 0 else nbytes)

    def readline(self, nbytes=-1):
        """A line with its end, or what there is of it; up to `nbytes` bytes."""
        end = self._held.find(b"\n") + 1 or len(self._held)
        return self._take(end if nbytes < 0 else min(end, nbytes))

    def readinto(self, buf, nbytes=-1):
        """Fill a buffer, up to `nbytes` bytes of it. Returns how many."""
        data = self._take(len(buf) if nbytes < 0 else min(nbytes, len(buf)))
        buf[: len(data)] = data
        return len(data)

    def close(self):
        """Nothing: it holds nothing but memory."""

    def _take(self, count):
        """The first bytes, which are gone then."""
        data = bytes(self._held[:count])
        del self._held[:count]
        return data
