"""Polling CPython's sockets: the system knows when there is something to do."""

import select

from ..serving.transports import plain_sockets

READS = 1  # of those that wait to be read: select.POLLIN, which not all systems have


class Poll(plain_sockets.poll):
    """As on a board, but that the system waits."""

    def pause(self, ms):
        """Wait, at most `ms` milliseconds. Returns how many are left; 0 where the system has waited."""
        waiting = list(self.waiting.values())
        try:
            reading = [each.s for each, flags in waiting if flags == READS]
            writing = [each.s for each, flags in waiting if flags != READS]
            select.select(reading, writing, [], ms / 1000)
        except (TypeError, ValueError, OSError):  # these sockets are not the system's, or too many, or closed
            return super().pause(ms)
        return 0
