"""What a board has by itself: modules that the build leaves to it."""
import ast
from pathlib import Path
from typing import Container, Iterator, List

from ...program import Program

#: Modules of the hardware. A file of such a name beside an app stands in for it on a computer.
HARDWARE = frozenset("""
bluetooth esp esp32 espnow machine micropython mimxrt network nrf pyb rp2 samd stm wipy zephyr
""".split())

#: The others that firmware usually has, be it in C or frozen. Any of them may have a `u` before its name.
BUILT_IN = HARDWARE | frozenset("""
__future__ _thread aioespnow array asyncio binascii btree builtins cmath collections cryptolib deflate dht ds18x20 errno framebuf
gc hashlib heapq io json lwip math mip neopixel ntptime onewire os picoweb platform random re requests select socket ssl struct
sys time tls typing typing_extensions uctypes vfs webrepl websocket
""".split())


def is_one_of(modules: "Container[str]", name: str) -> bool:
    """Whether a module (its name without dots) is one of `modules`, with or without a `u` before its name."""
    return name in modules or name[:1] == "u" and name[1:] in modules


def is_hardware(name: str) -> bool:
    """Whether a module (its name without dots) is one of the hardware."""
    return is_one_of(HARDWARE, name)


def stand_ins(root: Path) -> "List[str]":
    """The files of an app's folder that stand in for modules of the hardware on a computer."""
    return sorted(path.name for path in root.glob("*.py") if is_hardware(path.stem))


def to_install(program: Program) -> "List[str]":
    """The modules that an app cannot do without, and that neither its folder nor firmware has."""
    names = {name for module in program.modules.values() if module.of_app for name in _needed(module.tree)}
    own = {name.split(".")[0] for name in program.modules}
    return sorted(name for name in names - own if not is_one_of(BUILT_IN, name))


def _needed(tree: ast.Module) -> "Iterator[str]":
    """The first parts of the names of modules that are imported, but for those that may be missing."""
    for node in _outside_try(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.split(".")[0]


def _outside_try(node: ast.AST) -> "Iterator[ast.AST]":
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Try):
            yield child
            yield from _outside_try(child)
