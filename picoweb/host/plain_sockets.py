"""`picoweb.bare` on a computer: the system knows when there is something to do."""

import select

from ..serving.transports import plain_sockets
from ..serving.transports.plain_sockets import Listener as Listener


class poll(plain_sockets.poll):
    def pause(self, ms):
        """Wait, at most `ms` milliseconds. Returns how many are left; 0 where the system has waited."""
        waiting = list(self.waiting.values())
        try:
            reading = [s.s for s, flags in waiting if flags == 1]
            select.select(reading, [s.s for s, flags in waiting if flags != 1], [], ms / 1000)
        except (TypeError, ValueError, OSError):  # these sockets are not the system's, or too many, or closed
            return super().pause(ms)
        return 0
