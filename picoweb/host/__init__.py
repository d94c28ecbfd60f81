"""What picoweb is on a computer, where CPython runs it. Never copied to a board."""

from types import coroutine as coroutine

import picoweb.places as places


def _on_host(row):
    """A row of the table; the transport is another one here."""
    return "A host.server " + row.split(" ", 2)[2] if row[2:].split()[0] in ("server", "stopping", "oneshot") else row


places.ROWS = tuple(_on_host(row) for row in places.ROWS)


def clear():
    """There is heap enough here."""
