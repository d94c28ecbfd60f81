"""Writes an image for a board's ROMFS, with the writer that mpremote has: code in it runs where it lies, outside the heap."""
import importlib.util
from pathlib import Path

from .mpy import Missing


def image_of(folder: Path) -> bytes:
    """The image (bytes) of a folder: what is in it, as it is. Raises Missing."""
    if not importlib.util.find_spec("mpremote"):
        raise Missing('mpremote is missing, which makes images for ROMFS: pip install "picoweb[board]"')
    from mpremote.romfs import VfsRomWriter

    writer = VfsRomWriter()
    _add(writer, folder)
    return bytes(writer.finalise())


def _add(writer, folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            writer.opendir(path.name)
            _add(writer, path)
            writer.closedir()
        else:
            writer.mkfile(path.name, path.read_bytes())


def write_image(folder: Path, target: Path) -> int:
    """Write the image of a folder to a file, as `image_of` makes it. Returns its size in bytes. Raises Missing."""
    image = image_of(folder)
    target.write_bytes(image)
    return len(image)
