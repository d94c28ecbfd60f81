"""Where connections come from on a board: asyncio, a loop of its own, a thread, one client at a time, TLS.

Each gives streams a socket that never blocks and a server that waits for it. What is said over them is no concern of these.
"""
