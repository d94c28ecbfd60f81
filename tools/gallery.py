#!/usr/bin/env python3
"""Make the showcase's pictures and its tune anew, in example/showcase/static: always the same ones.

    python tools/gallery.py [FOLDER]
"""
import math
import random
import struct
import sys
import zlib
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "example" / "showcase" / "static"
HERBS = "basil mint sage thyme dill chive fennel sorrel lovage borage tansy yarrow hyssop rue savory chervil".split()
INKS = ("#2f6b3c", "#4d7a2a", "#3a7460", "#6b7d3a", "#5c6f8a")
RATE = 8000  # samples a second
NOTE = 0.22  # seconds
TUNE = "E5 G5 A5 C6 . A5 G5 E5 D5 E5 G5 . A5 G5 E5 D5 C5 D5 E5 G5 . E5 D5 C5 A4 C5 D5 E5 . D5 C5 C5".split()


def leaf(x, y, angle, length, width):
    """The outline of a leaf that begins at (x, y), as one piece of a path."""
    def at(along, aside):
        return "%.0f %.0f" % (x + math.cos(angle) * along - math.sin(angle) * aside,
                              y + math.sin(angle) * along + math.cos(angle) * aside)

    tip = at(length, 0)
    return f"M{x:.0f} {y:.0f}Q{at(length * 0.45, width)} {tip}Q{at(length * 0.45, -width)} {x:.0f} {y:.0f}"


def herb(name):
    """A plate with a plant whose stem, leaves and flower are drawn by its name."""
    dice = random.Random(name)
    ink = dice.choice(INKS)
    pairs = dice.randint(4, 8)
    bend = dice.uniform(-14, 14)
    length = dice.uniform(17, 34)
    width = length * dice.uniform(0.18, 0.75)
    rise = dice.uniform(0.25, 1.0)
    leaves = []
    for n in range(pairs):
        part = n / pairs
        y = 102 - 76 * part
        x = 60 + bend * part * part
        size = length * (1 - 0.62 * part)
        for side in (0, math.pi):
            angle = -rise if side == 0 else math.pi + rise
            leaves.append(leaf(x, y, angle, size, width * size / length))
    top = 60 + bend, 22
    flower = ""
    if dice.random() < 0.6:
        hue = dice.choice(("#b9578a", "#d9a520", "#7a66b8", "#c4572f"))
        dots = "".join(f'<circle cx="{top[0] + 6 * math.cos(a):.0f}" cy="{top[1] - 2 + 6 * math.sin(a):.0f}" r="4"/>'
                       for a in (0, 1.26, 2.51, 3.77, 5.03))
        flower = f'<g fill="{hue}">{dots}</g><circle cx="{top[0]:.0f}" cy="20" r="3" fill="#f3e3a0"/>'
    else:
        leaves.append(leaf(*top, -math.pi / 2 + bend / 60, length * 0.5, width * 0.5))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="120" height="120"><path fill="#f4efdf" d="M0 0h120v120H0z"/>'
            f'<path fill="none" stroke="{ink}" stroke-width="2" d="M60 114Q60 68 {top[0]:.0f} {top[1]}"/>'
            f'<path fill="{ink}" d="{"".join(leaves)}"/>{flower}</svg>\n')


def cells(number, size=48):
    """A PNG of four greens: the cells of a leaf, each where a point is nearest."""
    dice = random.Random(number)
    points = [(dice.random() * size, dice.random() * size, dice.randrange(1, 4)) for _ in range(10 + 6 * number)]
    rows = b""
    for y in range(size):
        line = []
        for x in range(size):
            near = sorted((math.hypot(x - px, y - py), color) for px, py, color in points)[:2]
            line.append(0 if near[1][0] - near[0][0] < 1.2 else near[0][1])
        rows += b"\0" + bytes(a << 6 | b << 4 | c << 2 | d for a, b, c, d in zip(*[iter(line)] * 4))
    palette = bytes.fromhex("f4efdf" "2f6b3c" "4d8a4a" "7fae5e")
    parts = ((b"IHDR", struct.pack(">2I5B", size, size, 2, 3, 0, 0, 0)), (b"PLTE", palette),
             (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts)


def tune():
    """A WAV, 8 bits and one channel: what a buzzer at a pin can play, which fades as a buzzer cannot."""
    samples = bytearray()
    for note in TUNE:
        count = int(RATE * NOTE)
        if note == ".":
            samples += b"\x80" * count
            continue
        tone = "C.D.EF.G.A.B".index(note[0]) + 12 * int(note[1])
        half = round(RATE / (440 * 2 ** ((tone - 57) / 12)) / 2)
        for n in range(count):
            loud = 40 - 36 * (n * 6 // count) // 6
            samples.append(128 + (loud if n // half % 2 else -loud))
    head = struct.pack("<4sI8sIHHIIHH4sI", b"RIFF", 36 + len(samples), b"WAVEfmt ", 16, 1, 1, RATE, RATE, 1, 8,
                       b"data", len(samples))
    return head + bytes(samples)


def files():
    """Yield (name, content) of each file."""
    for name in HERBS:
        yield f"herbs/{name}.svg", herb(name).encode()
    for number in range(1, 5):
        yield f"herbs/cells-{number}.png", cells(number)
    yield "tune.wav", tune()


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else STATIC
    (folder / "herbs").mkdir(parents=True, exist_ok=True)
    for name, content in files():
        (folder / name).write_bytes(content)
