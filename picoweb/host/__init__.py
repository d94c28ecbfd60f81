"""What picoweb is on a computer, where CPython runs it. Never copied to a board."""
