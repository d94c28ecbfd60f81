"""What streams have for a server where another one accepts the connections."""

import math

from ..server.ready import give_way

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .exchange import Exchange


class Server:
    """The exchanges of one event loop. listener: None once it was shut down."""

    others_ran = 0  # when a handler that writes for long has given way last, in ticks
    most_streams = math.inf  # of events, unless the app's limits say otherwise: how many connections there are is not known

    def __init__(self, app, loop):
        self.app = app
        self.loop = loop
        self.streams: "set[Exchange]" = set()
        self.listener: "Server | None" = self

    def wait(self, stream, write, ms):
        """Wait until a stream's client has sent something."""
        return stream.socket.wait(ms)

    give_way = staticmethod(give_way)

    def close(self, grace):
        """End the streams that have no end of their own. The others are for the outer server to wait for."""
        self.listener = None
        for exchange in self.streams:
            exchange.wake()
