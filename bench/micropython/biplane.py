# name: biplane
# is: biplane, whose loop waits here for clients when there is none; else it would turn all the time
# needs: biplane==1.0.4
# keeps: no
# lacks: files, templates, forms, patterns in routes, content other than ASCII
import select
import socket
import sys
import time

import biplane


class Clock:
    """`time` as CircuitPython has it."""

    @staticmethod
    def monotonic():
        return time.ticks_ms() / 1000


biplane.time = Clock
biplane.print = lambda *words: None  # its log, as the others have none


class Socket:
    """One of CircuitPython's."""

    def __init__(self, s):
        s.setblocking(False)
        self.s = s
        self.setblocking = s.setblocking
        self.bind = s.bind
        self.listen = s.listen
        self.send = s.send
        self.close = s.close

    def accept(self):
        s, address = self.s.accept()
        return Socket(s), address

    def recv_into(self, buffer, size):
        received = self.s.readinto(buffer)
        if received is None:
            raise OSError(11)
        return received


class Server(biplane.Server):
    clients = 0

    def process_client_connection(self, s):
        self.clients += 1
        try:
            yield from super().process_client_connection(s)
        finally:
            self.clients -= 1


server = Server()


# -- hello
@server.route("/")
def index(query, headers, body):
    return biplane.Response("Hello")


# -- JSON
import json


@server.route("/json")
def reading(query, headers, body):
    answer = {"temperature": 21.5, "humidity": 40, "place": "kitchen"}
    return biplane.Response(json.dumps(answer), content_type="application/json")


# -- routes
for n in range(ROUTES):
    server.route("/route/%d" % n)(lambda query, headers, body: biplane.Response("Hello"))

# --
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
poll = select.poll()
poll.register(listener, select.POLLIN)
address = socket.getaddrinfo("127.0.0.1", int(sys.argv[1]))[0][-1]
for _ in server.start(Socket(listener), address):
    if not server.clients:
        poll.poll()
