# name: floor, one read
# is: asyncio's own server, one read for a head, an answer that never changes; it keeps the connection
# lacks: everything: it looks at nothing that comes, but whether the connection is to close
import asyncio
import sys


async def answer(reader, writer):
    closing = False
    while not closing:
        request = await reader.read(1024)
        if not request:
            break
        closing = b"Connection: close" in request
        ANSWER[29:39] = b"close     " if closing else b"keep-alive"
        writer.write(ANSWER)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", int(sys.argv[1]))
    await server.wait_closed()


HEAD = b"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"

# -- hello
ANSWER = bytearray(HEAD % (b"text/html", 5) + b"Hello")

# -- JSON
BODY = b'{"temperature": 21.5, "humidity": 40, "place": "kitchen"}'
ANSWER = bytearray(HEAD % (b"application/json", len(BODY)) + BODY)

# -- parameter
ANSWER = bytearray(HEAD % (b"text/html", 13) + b"plant 42 in C")

# -- form
ANSWER = bytearray(HEAD % (b"text/html", 14) + b"basil at 07:30")

# -- file 10
with open("10k.txt", "rb") as f:
    ANSWER = bytearray(HEAD % (b"text/plain", 10240) + f.read())

# -- file 100
HEAD = HEAD % (b"text/plain", 102400)
ANSWER = bytearray(len(HEAD) + 102400)
ANSWER[:len(HEAD)] = HEAD
with open("100k.txt", "rb") as f:
    f.readinto(memoryview(ANSWER)[len(HEAD):])

# -- connections

# --
asyncio.run(main())
