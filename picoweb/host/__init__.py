"""What picoweb is on a computer, where CPython runs it. Never copied to a board."""

import asyncio  # noqa: F401  `run` serves by asyncio where it is loaded
from types import coroutine as coroutine

import picoweb.places as places

# The transport is another one here, and static files may be links.
for room in ("server", "stopping", "oneshot"):
    places.TABLE = tuple(data.replace("A %s " % room, "A host.server ") for data in places.TABLE)
places.TABLE = tuple(data.replace("A files ", "A host.files ") for data in places.TABLE)


def clear(name):
    """There is heap enough here."""


def collect():
    """There is heap enough here."""
