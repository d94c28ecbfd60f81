"""What makes one program of a package and an app: what is left out, what is joined, and what is loaded later.

It knows what modules import of each other and which names code uses, and nothing of how the result is written.
"""
