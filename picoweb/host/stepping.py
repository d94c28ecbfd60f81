"""`picoweb.stepping` on a computer: with its bounds and buffers, and sockets that the system waits for."""

from . import bounds  # noqa: F401
from ..stepping import run as run, steps as steps
