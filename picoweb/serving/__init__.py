"""Connections served: the stream between a client and a handler, what a client may take of it, and its end.

It knows apps by the steps that they offer, and sockets by what they do. Which sockets there are is for `transports`.
"""
