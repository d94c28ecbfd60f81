"""What streams have for a server where another one accepts the connections."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .exchange import Exchange


class Server:
    """The exchanges of one event loop. listener: None once it was shut down."""

    def __init__(self, app, loop):
        self.app = app
        self.loop = loop
        self.streams: "set[Exchange]" = set()
        self.listener: "Server | None" = self

    def wait(self, stream, write, ms):
        """Wait until a stream's client has sent something."""
        return stream.socket.wait(ms)

    def close(self, grace):
        """End the streams that have no end of their own. The others are for the outer server to wait for."""
        self.listener = None
        for exchange in self.streams:
            exchange.wake()
