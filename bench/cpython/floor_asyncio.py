# name: floor, asyncio
# is: a protocol of asyncio's that looks for the target only, and answers bytes that never change
# lacks: everything else
import asyncio
import sys


def answer(kind, content):
    return b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (kind, len(content), content)


with open("10k.txt", "rb") as f:
    FILE = answer(b"text/plain", f.read())
HELLO = answer(b"text/html", b"Hello")
PLANT = answer(b"text/html", b"plant 42 in C")
ANSWERS = {
    b"/": HELLO,
    b"/json": answer(b"application/json", b'{"temperature": 21.5, "humidity": 40, "place": "kitchen"}'),
    b"/form": answer(b"text/html", b"basil at 07:30"),
    b"/10k.txt": FILE,
}


class Floor(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        start = data.find(b"/")
        self.transport.write(ANSWERS.get(data[start:data.find(b" ", start)], PLANT))


async def main():
    server = await asyncio.get_running_loop().create_server(Floor, "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()


asyncio.run(main())
