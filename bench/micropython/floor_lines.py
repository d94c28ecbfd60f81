# name: floor, by lines
# is: asyncio's own server, lines read one by one, an answer that never changes
# keeps: no
# lacks: everything: it looks at nothing that comes but for the end of the head
import asyncio
import sys


async def answer(reader, writer):
    while await reader.readline() not in (b"\r\n", b""):
        pass
    if LENGTH:
        await reader.readexactly(LENGTH)
    writer.write(ANSWER)
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", int(sys.argv[1]))
    await server.wait_closed()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
LENGTH = 0  # of the content that comes

# -- hello
ANSWER = HEAD % (b"text/html", 5) + b"Hello"

# -- JSON
BODY = b'{"temperature": 21.5, "humidity": 40, "place": "kitchen"}'
ANSWER = HEAD % (b"application/json", len(BODY)) + BODY

# -- parameter
ANSWER = HEAD % (b"text/html", 13) + b"plant 42 in C"

# -- form
LENGTH = 24
ANSWER = HEAD % (b"text/html", 14) + b"basil at 07:30"

# -- file 10
with open("10k.txt", "rb") as f:
    ANSWER = HEAD % (b"text/plain", 10240) + f.read()

# -- file 100
HEAD = HEAD % (b"text/plain", 102400)
ANSWER = bytearray(len(HEAD) + 102400)
ANSWER[:len(HEAD)] = HEAD
with open("100k.txt", "rb") as f:
    f.readinto(memoryview(ANSWER)[len(HEAD):])

# --
asyncio.run(main())
