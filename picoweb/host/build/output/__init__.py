"""What becomes of a built program: text, bytecode, an image for ROMFS, and the map that leads back to the source.

It knows trees and files, and nothing of why the program is as it is.
"""
