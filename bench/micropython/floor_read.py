# name: floor, one read
# is: asyncio's own server, one read for a head, an answer that never changes; it keeps the connection
# lacks: everything: it looks at nothing that comes, but whether the connection is to close
import asyncio
import sys


async def answer(reader, writer):
    while True:
        request = await reader.read(1024)
        if request:
            writer.write(ANSWER)
            await writer.drain()
        if not request or b"Connection: close" in request:
            break
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", int(sys.argv[1]))
    await server.wait_closed()

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"

# -- hello
ANSWER = HEAD % (b"text/html", 5) + b"Hello"

# -- JSON
BODY = b'{"temperature": 21.5, "humidity": 40, "place": "kitchen"}'
ANSWER = HEAD % (b"application/json", len(BODY)) + BODY

# -- parameter
ANSWER = HEAD % (b"text/html", 13) + b"plant 42 in C"

# -- form
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
