"""What picoweb is on a computer, where CPython runs it. Never copied to a board."""

from types import coroutine as coroutine

import picoweb.places as places

from . import clock as clock
from .names import later as later

# The transports are others here, buffers for files are larger, and templates may be Jinja's.
_ROOMS = {
    "- bare ": "- host.bare ",
    "- blocking ": "- host.blocking ",
    "A server ": "A host.server ",
    "A oneshot ": "A host.server ",
    "A stopping ": "A host.stopping ",
    "A stepping ": "A host.stepping ",
    "A files ": "A host.files ",
    "A template ": "A host.template ",
}
for room in _ROOMS:
    places.TABLE = tuple(data.replace(room, _ROOMS[room]) for data in places.TABLE)


def clear(name):
    """There is heap enough here."""


def collect():
    """There is heap enough here."""
