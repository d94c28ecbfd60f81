"""Starts an app of the image image.romfs on MicroPython's unix port: its code stays in the image, outside the heap.

    micropython from_rom.py APP PORT

The image is mapped into memory, as a board's flash is.
"""
import ffi
import sys
import uctypes
import vfs

libc = ffi.open("libc.so.6")
file = libc.func("i", "open", "si")("image.romfs", 0)
size = libc.func("i", "lseek", "iii")(file, 0, 2)
image = libc.func("P", "mmap", "Piiiii")(0, size, 1, 2, file, 0)  # to be read, and private
vfs.mount(vfs.VfsRom(uctypes.bytearray_at(image, size)), "/rom")
sys.path[:] = ["/rom", "/rom/lib", ".frozen"]
sys.argv[:] = sys.argv[1:]
__import__(sys.argv[0])
