"""The `picoweb` command: apps that were written for a board, run on a computer."""

from .commands import main as main
