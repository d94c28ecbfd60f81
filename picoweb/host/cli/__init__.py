"""The `picoweb` command: runs apps that were written for a board on this computer, and gets them ready for one."""

from .parser import main as main
