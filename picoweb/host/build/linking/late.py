"""Makes the thin methods of a package late, where no app says which of them are needed.

A method that only loads and calls a function goes out of its class, and with it a function object and its code in the heap.
One table, which is looked up and dropped again, has the names of all; the first use of one makes the function itself the
class's method. The package's own lazily loaded names are in the same table.
"""
import ast
from pathlib import Path
from typing import Dict, Iterator, List, Set, Tuple

from ..editing import fill_empty_blocks
from ..origins import placed
from ..program import Module, Program, Refused
from ..public import lazy_table
from ..references import References, Whole
from ..strip import Plain
from .thin import Thin, thin_methods

PARTS = Path(__file__).parent / "late_parts"
PIECE = 300  # characters of the table in one constant
HOOK = "__getattr__ = late_method"
#: For a class that has a `__getattr__` of its own, which goes first: what it makes is asked for more often.
HOOK_AFTER_OWN = """
def __getattr__(self, name):
    try:
        return self.other_attribute(name)
    except AttributeError as error:
        return late_method(self, name, error)
"""
KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Rows = Dict[Tuple[str, str], List[str]]  # {(owner's key, module below the package): names}


def make_late(program: Program) -> "List[Thin]":
    """Take the thin methods out of their classes, and put in what finds them. Returns them."""
    found = list(thin_methods(program))
    for thin in found:
        if thin.is_late and not thin.same_parameters():
            raise Refused(thin.module, thin.method, f"{thin.method.name} has other parameters than {thin.target.name}."
                          f"{thin.function.name}, which takes its place: give both the same names and defaults")
    values = _used_as_values(program)
    late = [each for each in found if each.is_late and each.same_result() and each.method.name not in values]
    rows = _public_rows(program)
    for thin in found:
        if not thin.is_late and thin.same_parameters() and thin.same_result() and _is_there_before(thin):
            _put_function(thin)
    by_class = _by_class(late)
    for owner, methods in by_class.items():
        _check_base(methods[0].module, owner, {each.name for each in by_class})
    for key, methods in zip(KEYS, by_class.values()):
        _take_out(program, key, methods, rows)
    _add_parts(program, rows)
    return late


def _used_as_values(program: Program) -> "Set[str]":
    """Attributes that the package takes without calling them: to look for a late method is to load it."""
    nodes = [node for module in program.modules.values() for node in ast.walk(module.tree)]
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    return {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
            and id(node) not in called}


def _by_class(late: "List[Thin]") -> "Dict[ast.ClassDef, List[Thin]]":
    found: "Dict[ast.ClassDef, List[Thin]]" = {}
    for thin in late:
        found.setdefault(thin.owner, []).append(thin)
    if len(found) > len(KEYS):
        raise Refused(late[-1].module, late[-1].owner, f"more than {len(KEYS)} classes have thin methods")
    return found


def _is_there_before(thin: Thin) -> bool:
    """Whether the function is there when the class is made."""
    body = thin.module.tree.body
    return thin.target is not thin.module or body.index(thin.function) < body.index(thin.owner)


def _put_function(thin: Thin) -> None:
    """Let a thin method whose function is loaded already be the function."""
    call = thin.method.body[-1].value
    value = ast.Assign([ast.Name(thin.method.name, ast.Store())], ast.Name(call.func.id, ast.Load()))
    thin.owner.body[thin.owner.body.index(thin.method)] = placed(value, thin.method)


def _public_rows(program: Program) -> Rows:
    """What the package's own table says, which is emptied."""
    package = program.modules[program.package]
    table = lazy_table(program, package)
    references = References(program)
    rows: Rows = {}
    for name, target in table.items():
        found = references.definition(target, name)
        module, original = found if not isinstance(found, Whole) else (target, name)
        _add_row(program, rows, "-", module, name, original)
    for node in package.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and table:
            keys = {getattr(key, "value", None) for key in node.value.keys}
            if keys & set(table):
                node.value = placed(ast.Dict([], []), node)
    return rows


def _add_row(program: Program, rows: Rows, key: str, module: str, name: str, original: str) -> None:
    below = module[len(program.package) + 1 :]
    rows.setdefault((key, below), []).append(name if name == original else f"{name}:{original}")


def _take_out(program: Program, key: str, methods: "List[Thin]", rows: Rows) -> None:
    """Take the late methods of one class out of it."""
    module, owner = methods[0].module, methods[0].owner
    for thin in methods:
        owner.body.remove(thin.method)
        for name in (thin.method.name, *_take_out_aliases(owner, thin.method.name)):
            _add_row(program, rows, key, thin.target.name, name, thin.function.name)
    own = next((node for node in owner.body if getattr(node, "name", None) == "__getattr__"), None)
    if own is not None:
        own.name = "other_attribute"
    hook = ast.parse(HOOK_AFTER_OWN if own is not None else HOOK).body
    owner.body[:0] = [placed(each, owner) for each in (*ast.parse(f"late_key = {key!r}").body, *hook)]
    imported = ast.ImportFrom(program.package, [ast.alias("late_method")], 0)
    module.tree.body.insert(0, placed(imported, owner))
    if (module.name, owner.name) in program.public().globals or owner.name in {n for names in rows.values() for n in names}:
        _complete_subclasses(program, owner)


def _take_out_aliases(owner: ast.ClassDef, name: str) -> "List[str]":
    """Other names that a class gives to a method, as `teardown_request = teardown`, which go as well."""
    found = [node for node in owner.body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
             and isinstance(node.value, ast.Name) and node.value.id == name]
    for node in found:
        owner.body.remove(node)
    return [node.targets[0].id for node in found]


def _check_base(module: Module, owner: ast.ClassDef, late: "Set[str]") -> None:
    """Refuse a class whose base has late methods as well: it would hide them. late: names of the classes that have some."""
    for base in owner.bases:
        if getattr(base, "id", getattr(base, "attr", None)) in late:
            raise Refused(module, base, f"{owner.name} and its base have late methods: write those of {owner.name} plainly")


def _complete_subclasses(program: Program, owner: ast.ClassDef) -> None:
    """Let the first object of a subclass give the class what `super()` must find."""
    for node in owner.body:
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            me = node.args.args[0].arg
            text = (f"if type({me}) is not {owner.name}:\n from {program.package}.late_subclass import complete\n"
                    f" complete({owner.name})")
            node.body[:0] = [placed(each, node) for each in ast.parse(text).body]


def _add_parts(program: Program, rows: Rows) -> None:
    """Put in what runs on the board: into the package, and as modules of their own."""
    table = _part("late_table")
    table.body[0].value = ast.Tuple([ast.Constant(piece) for piece in pieces(rows)], ast.Load())
    _add_to_package(program.modules[program.package], _part("package"))
    for name, tree in (("late_table", table), ("late_subclass", _part("late_subclass"))):
        full = f"{program.package}.{name}"
        program.add(Module(full, PARTS / f"{name}.py", False, tree))


def _part(name: str) -> ast.Module:
    """A source for the board, without what is for people."""
    tree = Plain().visit(ast.parse((PARTS / f"{name}.py").read_text(encoding="utf-8")))
    fill_empty_blocks(tree)
    return tree


def _add_to_package(package: Module, part: ast.Module) -> None:
    """Put the part for the package before its own code. What its own `__getattr__` knows is asked for last."""
    own = next((node for node in package.tree.body if getattr(node, "name", None) == "__getattr__"), None)
    if own is not None:
        own.name = "other_name"
        part.body = [node for node in part.body if getattr(node, "name", None) != "other_name"]
    package.tree.body[:0] = part.body


def pieces(rows: Rows) -> "Iterator[str]":
    """The rows as text, in pieces that a board can have in one place."""
    text = "\n"
    for (key, module), names in rows.items():
        row = f"{key} {module} {' '.join(names)} \n"
        if len(text) + len(row) > PIECE and text != "\n":
            yield text
            text = "\n"
        text += row
    yield text
