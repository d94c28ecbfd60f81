"""The loop of example/blink.py, around a server: picoweb or biplane, PORT. Runs on MicroPython.

GET /noted answers with the times at which the lamp was switched, and forgets them.
"""

import socket
import sys

import blink

name, port = sys.argv[1], int(sys.argv[2])


def noted():
    times = blink.lamp.times
    blink.lamp.times = []
    return str(times)


if name == "picoweb":
    blink.app.route("/hello")(lambda req, resp: "hello")
    blink.app.route("/noted")(lambda req, resp: noted())
    blink.blink(blink.app.steps(port=port))
else:
    from barely import Bare

    class Socket(Bare):
        """As CircuitPython's: `recv_into` is told how many bytes as well."""

        def recv_into(self, buf, n):
            return super().recv_into(buf)

        def accept(self):
            s, addr = super().accept()
            s.setblocking(False)  # as that of the listener is
            return Socket(s._s), addr

    # It is written for CircuitPython, which has another clock; and what it prints is not measured.
    with open(sys.argv[3]) as f:
        source = f.read().replace("time.monotonic()", "(time.ticks_ms() / 1000)")
    biplane = {"print": lambda *args: None}
    exec(source, biplane)
    Response = biplane["Response"]
    server = biplane["Server"]()
    server.route("/hello")(lambda query, headers, body: Response("hello"))
    server.route("/noted")(lambda query, headers, body: Response(noted()))
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    blink.blink(server.start(Socket(s), socket.getaddrinfo("127.0.0.1", port)[0][-1]))
