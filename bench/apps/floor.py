"""The floor under every figure: asyncio's own server, lines read one by one, an answer that never changes."""
import asyncio
import sys

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nHello"


async def answer(reader, writer):
    while await reader.readline() not in (b"\r\n", b""):
        pass
    writer.write(ANSWER)
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", int(sys.argv[1]))
    await server.wait_closed()


asyncio.run(main())
