# name: biplane
# is: biplane, whose loop waits here for clients when there is none; else it would turn all the time
# needs: biplane==1.0.4
# lacks: kept connections, files, templates, forms, patterns in routes, content other than ASCII
import select
import socket
import sys
import time

time.monotonic = lambda: time.ticks_ms() / 1000  # it is written for CircuitPython, which has this clock
import biplane

biplane.print = lambda *words: None  # its log, as the others have none


class Listener(socket.socket):
    def accept(self):
        taken, address = super().accept()
        taken.setblocking(False)
        return Client(taken), address


class Client:
    """A socket as CircuitPython has them."""

    def __init__(self, s):
        self.s = s
        self.send = s.send
        self.close = s.close

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
listener = Listener()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
poll = select.poll()
poll.register(listener, select.POLLIN)
address = socket.getaddrinfo("127.0.0.1", int(sys.argv[1]))[0][-1]
for _ in server.start(listener, address):
    if not server.clients:
        poll.poll()
