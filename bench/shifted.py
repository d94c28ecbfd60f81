"""Starts an app after so many unused names were made, which shifts the numbers of all names that come later.

    micropython shifted.py COUNT APP PORT

The interpreter remembers where it found a name under the name's number, modulo the size of that memory: which names
get in each other's way, and so the instructions of a request, depend on all that were there before.
"""
import sys

for number in range(int(sys.argv[1])):
    getattr(sys, "unused%d" % number, None)
sys.argv[:] = sys.argv[2:]
__import__(sys.argv[0])
