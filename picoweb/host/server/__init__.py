"""The server on a computer: asyncio or uvloop hands over what has come, and accepts who comes."""
