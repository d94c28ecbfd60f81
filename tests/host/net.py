"""Connections of tests to servers that may still be starting."""

import http.client
import socket
import time


def free_port():
    """A port of this machine that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def connect(port):
    """An HTTPConnection to a port of this machine, as soon as somebody listens there."""
    for _ in range(200):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.connect()
            return connection
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server does not listen")
