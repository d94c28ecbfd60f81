"""MicroPython's own module. What steers its compiler or its heap has nothing to do here, and does nothing."""


def const(value):
    """`value` itself: a constant costs nothing here."""
    return value


def native(function):
    """`function` itself: there is no machine code to emit."""
    return function


viper = native


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
