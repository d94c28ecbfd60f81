"""Names that stand in texts, and those that no build can see."""
import ast
from typing import Set

from ..attributes import by_name, outside_modules
from ..editing import text_in
from ..linking.uses import NAMES, NO_NAMES, WORD, marked_names
from ..marks import PREFIX, marks_of
from ..origins import origin_of
from ..program import Module, Program, Refused


def refuse_unseen(program: Program) -> None:
    """Raise Refused for `getattr` and the like with a name that is not written there, on a line without a mark."""
    marked = {name: {line for line, mark in marks_of(module).items() if mark == NO_NAMES or mark.startswith(NAMES)}
              for name, module in program.originals.items()}
    for module in program.modules.values():
        foreign = outside_modules(module.tree, {id(each.alias) for each in program.imports(module)})
        for node in ast.walk(module.tree):
            name = by_name(node)
            seen = name is None or text_in(name) is not None or getattr(node.args[0], "id", None) in foreign
            if not seen and not _is_marked(node, marked):
                raise Refused(module, node, f"{node.func.id}() asks for a name that is not written here: write the name, or "
                                            f"mark the line `{PREFIX} {NAMES}a, b` or `{PREFIX} {NO_NAMES}`")


def _is_marked(node: ast.AST, marked: dict) -> bool:
    """Whether there is a mark on one of the lines that a node stands on in the source."""
    origin = origin_of(node)
    lines = range(origin.line, origin.line + 1 + node.end_lineno - node.lineno) if origin else ()
    return origin is not None and not marked.get(origin.module, set()).isdisjoint(lines)


def words_in_texts(program: Program) -> "Set[str]":
    """All words in texts of the program but where the text is known to be the name of an attribute."""
    known = {id(each) for module in program.modules.values() for each in names_written(module)}
    return {word for _, node in program.walk() if text_in(node) and id(node) not in known
            for word in WORD.findall(node.value)}


def names_written(module: Module) -> "list":
    """The nodes of texts that are names of attributes: in `getattr` and the like, and in `__slots__`."""
    found = [by_name(node) for node in ast.walk(module.tree) if text_in(by_name(node)) is not None]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == "__slots__":
            found += [each for each in ast.walk(node.value) if text_in(each) is not None]
    return found


def kept_words(program: Program) -> "Set[str]":
    """Names that cannot change whatever they are of."""
    by_keyword = {node.arg for _, node in program.walk() if isinstance(node, ast.keyword) and node.arg}
    modules = {part for name in (*program.modules, *program.originals) for part in name.split(".")}
    return words_in_texts(program) | by_keyword | modules | marked_names(program) | program.options.keep
