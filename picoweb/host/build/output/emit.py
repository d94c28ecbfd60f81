"""Trees back to text: one statement a line, indented by one space, and from which line of the source each came."""
import ast
import re
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Tuple

from ..origins import Origin, origin_of
from ..program import Program
from ..scopes import FUNCTIONS, blocks


class Text(NamedTuple):
    """A module as it is written. lines: {line of it: its origin}. definitions: [(qualified name in it, its node)]."""

    name: str
    path: Path
    text: str
    lines: "Dict[int, Origin]"
    definitions: "List[Tuple[str, ast.AST]]"


def texts(program: Program, root: Path) -> "List[Text]":
    """All modules of a program as text. root: the folder of the app, whose files keep their places below it."""
    return [text_of(module.name, built_path(module, root), module.tree) for module in program.modules.values()]


def built_path(module, root: Path) -> Path:
    """Where a module goes, below the folder that is on the board's path."""
    if module.of_app and root in module.path.resolve().parents:
        return module.path.resolve().relative_to(root)
    parts = module.name.split(".")
    return Path(*parts, "__init__.py") if module.is_package else Path(*parts).with_suffix(".py")


def text_of(name: str, path: Path, tree: ast.Module) -> Text:
    """A tree as text, with the origins of its lines."""
    ast.fix_missing_locations(tree)
    text = narrowed(ast.unparse(tree)) + "\n"
    lines: "Dict[int, Origin]" = {}
    _note_lines(tree, ast.parse(text), lines)
    return Text(name, path, text, lines, list(definitions(tree)))


def narrowed(text: str) -> str:
    """Source indented by one space instead of four, where that changes nothing."""
    narrow = re.sub("^ +", lambda found: found.group()[::4], text, flags=re.M)
    return narrow if ast.dump(ast.parse(narrow)) == ast.dump(ast.parse(text)) else text


def _note_lines(built: ast.AST, read: ast.AST, lines: "Dict[int, Origin]") -> None:
    """Walk a tree, and the same as it was read from its text, which knows the new lines."""
    for block, block_read in zip(_blocks(built), _blocks(read)):
        for node, node_read in zip(block, block_read):
            origin = origin_of(node)
            if origin:
                lines[node_read.lineno] = origin
            _note_lines(node, node_read, lines)


def _blocks(node: ast.AST) -> "Iterator[list]":
    yield from blocks(node)
    yield getattr(node, "handlers", [])


def definitions(node: ast.AST, outside: str = "") -> "Iterator[Tuple[str, ast.AST]]":
    """Each (qualified name, node) of the functions and classes below a node, in the order of the text."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (*FUNCTIONS, ast.ClassDef)):
            name = f"{outside}.{child.name}" if outside else child.name
            yield name, child
            yield from definitions(child, name)
        else:
            yield from definitions(child, outside)


def write(texts: "List[Text]", folder: Path) -> None:
    """Write modules below a folder."""
    for each in texts:
        target = folder / each.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(each.text, encoding="utf-8")
