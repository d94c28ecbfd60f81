"""The package's lazily loaded names become plain imports of those that the app takes."""
import ast
from typing import Dict, Iterator, Tuple

from ..origins import placed
from ..program import Module, Program, Refused
from ..public import lazy_table
from ..references import References

#: Modules of MicroPython that older apps take from the package, as `picoweb.uasyncio`.
FIRMWARE = ("asyncio", "re", "errno", "json", "time", "gc", "sys", "io", "micropython")


def make_plain(program: Program) -> None:
    """Import in the package what the app takes of it, and drop the table and the `__getattr__` that find it at run time."""
    package = program.modules[program.package]
    table = lazy_table(program, package)
    references = References(program)
    wanted: "Dict[str, Tuple[Module, ast.AST]]" = {}
    for module in program.modules.values():
        for name, node in _taken(program, references, module) if module.of_app else ():
            wanted.setdefault(name, (module, node))
    known = program.definitions(package)
    place = (package.tree.body or [ast.Pass(lineno=1, col_offset=0)])[0]
    package.tree.body[:] = [node for node in package.tree.body if not _finds_names(node, table)]
    for name, (module, node) in sorted(wanted.items()):
        if name in table:
            below = table[name][len(program.package) + 1 :]
            package.tree.body.append(placed(ast.ImportFrom(below, [ast.alias(name)], 1), place))
        elif name not in known:
            package.tree.body.append(placed(_firmware_import(package, name, module, node), place))


def _finds_names(node: ast.stmt, table: dict) -> bool:
    """Whether a statement is the package's `__getattr__`, or its table."""
    if getattr(node, "name", None) == "__getattr__":
        return True
    keys = node.value.keys if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) else ()
    return any(getattr(key, "value", None) in table for key in keys)


def _taken(program: Program, references: References, module: Module) -> "Iterator[Tuple[str, ast.AST]]":
    """Each (name, where) that a module takes of the package itself."""
    imports = program.imports(module)
    for each in imports:
        if each.target == program.package and each.name:
            if each.name == "*":
                raise Refused(module, each.node, "import * hides what is used of the package: name it")
            yield each.name, each.node
    local: "Dict[str, str]" = {each.local: each.target for each in imports if each.name is None and each.local}
    for each in references.of(module):
        node = each.node
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) \
                and local.get(node.value.id) == program.package:
            yield node.attr, node


def _firmware_import(package: Module, name: str, module: Module, node: ast.AST) -> ast.Import:
    """The import of a module of the firmware that the app takes from the package."""
    plain = name[1:] if name.startswith("u") else name
    if plain not in FIRMWARE:
        raise Refused(module, node, f"{package.name} has no {name} that the build can see: import the module that has it")
    return ast.Import([ast.alias(plain, None if name == plain else name)])
