"""Asks a server at a fixed rate, and prints how long its answers took, in milliseconds: median, p99 and the longest.

    python openloop.py PORT RATE CONNECTIONS SECONDS

A request is due at its time whether or not the last one was answered, and its answer took as long as it came after
that time. So a server that stands still for a moment is charged for all that had to wait meanwhile.
"""
import json
import select
import socket
import sys
import time
from collections import deque

REQUEST = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
PATIENCE = 10  # seconds for what is still missing in the end


class Load:
    def __init__(self, port, connections):
        self.poll = select.epoll()
        self.sockets = {}
        for _ in range(connections):
            s = socket.create_connection(("127.0.0.1", port))
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.sockets[s.fileno()] = s
            self.poll.register(s, select.EPOLLIN)
        self.idle = deque(self.sockets)
        self.due = {}  # of each connection that waits for an answer
        self.received = {}
        self.took = []

    def ask(self, due):
        number = self.idle.popleft()
        self.sockets[number].send(REQUEST)
        self.due[number] = due
        self.received[number] = b""

    def take(self):
        """Take what came. Never waits: who waits is waked too late."""
        for number, _ in self.poll.poll(0):
            piece = self.sockets[number].recv(65536)
            if not piece:
                sys.exit("the server closed a connection")
            self.received[number] += piece
            if complete(self.received[number]):
                self.took.append(time.perf_counter() - self.due.pop(number))
                self.idle.append(number)

    def run(self, rate, seconds):
        start = time.perf_counter() + 0.01
        waiting = deque(start + number / rate for number in range(int(rate * seconds)))
        until = start + seconds + PATIENCE
        while waiting or self.due:
            now = time.perf_counter()
            if now > until:
                sys.exit("answers are missing")
            while waiting and waiting[0] <= now and self.idle:
                self.ask(waiting.popleft())
            self.take()


def complete(answer):
    """Whether it is an answer of 200 and all of it: its content is Hello."""
    if not answer.endswith((b"Hello", b"\r\n0\r\n\r\n")):
        return False
    if not answer.startswith(b"HTTP/1.1 200 "):
        sys.exit(f"it answers {answer[:100]!r}")
    return True


def main():
    port, rate, connections, seconds = map(int, sys.argv[1:])
    load = Load(port, connections)
    load.run(rate, 0.5)  # to warm up
    load.took.clear()
    load.run(rate, seconds)
    took = sorted(each * 1000 for each in load.took)
    print(json.dumps([took[len(took) // 2], took[len(took) * 99 // 100], took[-1]]))


if __name__ == "__main__":
    main()
