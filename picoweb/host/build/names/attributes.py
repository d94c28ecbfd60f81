"""Renames attributes and methods, each name throughout the program: types are not known."""
import ast
import builtins
from collections import Counter
from typing import Dict, Iterator, Set

from ..attributes import BROUGHT, FOREIGN, outside_modules
from ..locals import ROM_NAMES
from ..program import Module, Program
from ..public import DEFINITIONS, class_attributes
from ..references import References
from ..scopes import local_names, own_nodes
from .hidden import kept_words, names_written
from .pool import Pool


def rename(program: Program) -> "Dict[str, str]":
    """Rename the private attributes of the package. Returns {old: new}."""
    outside = {id(node) for module in program.modules.values() for node in of_modules(program, module)}
    used = Counter(node.attr for _, node in program.walk() if isinstance(node, ast.Attribute) and id(node) not in outside)
    foreign = {node.attr for _, node in program.walk() if id(node) in outside} | FOREIGN | BROUGHT
    defined = {name for module in program.modules.values() if not module.of_app for name in attributes_set(module.tree)}
    kept = kept_words(program) | foreign | set(ROM_NAMES) | mentioned_by_app(program) | of_foreign_classes(program)
    if not program.options.public_attributes:
        kept |= program.public().attributes
    private = [name for name in defined - kept if not name.startswith("__")]
    pool, taken = Pool(program.options.seed, FOREIGN), set(used) | defined | kept - set(ROM_NAMES) | foreign
    names: "Dict[str, str]" = {}
    for old in sorted(private, key=lambda name: (-used[name], name)):
        names[old] = pool.name(old, taken)
        taken.add(names[old])
    names = {old: new for old, new in names.items() if new != old}
    for module in program.modules.values():
        put_in(module, names, outside)
    return names


def of_modules(program: Program, module: Module) -> "Iterator[ast.Attribute]":
    """The attributes in a module that are those of modules, not of objects."""
    ours = {id(each.alias) for each in program.imports(module)}
    foreign = outside_modules(module.tree, ours)
    globals_ = {id(each.node) for each in References(program).of(module)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and (id(node) in globals_ or getattr(node.value, "id", None) in foreign):
            yield node


def attributes_set(tree: ast.Module) -> "Set[str]":
    """What classes define and functions set as attributes."""
    found = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    return found.union(*(class_attributes(node) for node in ast.walk(tree) if isinstance(node, ast.ClassDef)))


def mentioned_by_app(program: Program) -> "Set[str]":
    """Attributes that the app uses or defines: they may be of objects that are not the package's."""
    found: "Set[str]" = set()
    for module in program.modules.values():
        if module.of_app:
            found |= attributes_set(module.tree)
            found |= {node.attr for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
            found |= {node.value for node in names_written(module)}
    return found


def of_foreign_classes(program: Program) -> "Set[str]":
    """What classes define that have a base which is not of the program: it may call them. Exceptions call nothing."""
    own = {node.name for _, node in program.walk() if isinstance(node, ast.ClassDef)}
    found: "Set[str]" = set()
    for _, node in program.walk():
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                name = getattr(base, "id", getattr(base, "attr", ""))
                known = getattr(builtins, name, None)
                if name not in own and known is not object and not (isinstance(known, type) and issubclass(known, Exception)):
                    found |= class_attributes(node)
    return found


def put_in(module: Module, names: "Dict[str, str]", outside: "Set[int]") -> None:
    """Give attributes their new names: where they are used, defined in classes, and written as texts."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and id(node) not in outside:
            node.attr = names.get(node.attr, node.attr)
        elif isinstance(node, ast.ClassDef):
            put_in_class(node, names)
    for node in names_written(module):
        node.value = names.get(node.value, node.value)


def put_in_class(node: ast.ClassDef, names: "Dict[str, str]") -> None:
    """Rename what a class itself binds, and its uses there."""
    own = local_names(node)
    for each in own_nodes(node):
        if isinstance(each, DEFINITIONS):
            each.name = names.get(each.name, each.name)
        elif isinstance(each, ast.Name) and each.id in own:
            each.id = names.get(each.id, each.id)
        elif isinstance(each, ast.alias) and (each.asname or each.name) in names:
            each.asname = names[each.asname or each.name]
