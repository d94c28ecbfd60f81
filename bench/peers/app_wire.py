"""A protocol of asyncio's that answers the same bytes to whatever comes: what there is to be had."""

import asyncio
import sys

import uvloop

ANSWER = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 13\r\n\r\nHello, World!")


class Wire(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(ANSWER)


async def main():
    server = await asyncio.get_running_loop().create_server(Wire, "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()


if __name__ == "__main__":
    loop = uvloop.new_event_loop()
    loop.run_until_complete(main())
