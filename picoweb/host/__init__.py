"""What picoweb is on a computer, where CPython runs it. Never copied to a board."""

from types import coroutine as coroutine

from .. import PLACES

# The transport is another one here.
for room in ("server", "stopping", "oneshot"):
    PLACES = PLACES.replace("A %s " % room, "A host.server ")


def collect():
    """There is heap enough here."""
