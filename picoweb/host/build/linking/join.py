"""Joins the package's modules into one, as all that is left of them is loaded at the start anyway.

Names at the top become unique, imports among the modules go, and what was an attribute of a module is a global. A board
then has one module, one table of globals, and loads nothing later.
"""
import ast
from typing import Collection, Dict, Iterator, List, Set, Tuple

from ..editing import drop_aliases, replace_nodes
from ..origins import placed
from ..program import Import, Module, Program, Refused
from ..references import Definition, Reference, References, Whole
from ..scopes import FUNCTIONS, local_names
from .joined_names import JoinedNames
from .methods import put_in_classes
from .order import in_order
from .thin import thin_methods


def join(program: Program) -> None:
    """Make one module of the package. Raises Refused for what that would change."""
    methods = [each for each in thin_methods(program) if each.same_parameters() and each.same_result()]
    modules = in_order(program)
    references = References(program)
    refuse_changing(program, references, program.modules)
    names = JoinedNames(program, references, modules)
    for module in list(program.modules.values()):
        if module.of_app:
            _rewrite_app(program, references, module, names)
        else:
            _rewrite(program, references, module, names)
    whole = program.modules[program.package]
    whole.tree.body = [node for module in modules for node in module.tree.body]
    drop_repeated_imports(whole.tree)
    for module in modules:
        if module is not whole:
            del program.modules[module.name]
    put_in_classes(program, whole, methods)


def refuse_changing(program: Program, references: References, members: "Collection[str]") -> None:
    """Refuse `from x import y` of a variable that functions set: its importer keeps the value that it had.

    members: the names of the modules whose variables are looked at.
    """
    changing = {each for each in _set_in_functions(references) if each[0] in members}
    for module in program.modules.values():
        for each in program.imports(module):
            if each.name and references.definition(each.target, each.name) in changing and each.scope is module.tree:
                raise Refused(module, each.node, f"{each.name} changes while the program runs, but not what is imported "
                              f"here: import the module, and write {each.target.rsplit('.', 1)[-1]}.{each.name}")


def _set_in_functions(references: References) -> "Iterator[Definition]":
    for _, each in references.of_all():
        if not isinstance(each.node.ctx, ast.Load) and len(each.scopes) > 1:
            yield each.definition


def _rewrite(program: Program, references: References, module: Module, names: JoinedNames) -> None:
    """Give the globals of a module their joined names, and take out its imports of the program's own."""
    uses = list(references.of(module))
    _refuse_bare_modules(program, module, uses)
    imports = program.imports(module)
    definitions = program.definitions(module)
    new: "Dict[int, ast.AST]" = {}
    for each in uses:
        name = names.of(each.definition)
        if isinstance(each.node, ast.Name):
            each.node.id = name or each.node.id
        else:
            new[id(each.node)] = placed(ast.Name(name or each.node.attr, each.node.ctx), each.node)
            if not isinstance(each.node.ctx, ast.Load):
                declare_global(each, name)
    replace_nodes(module.tree, new)
    rename_definitions(module, definitions, names)
    ours = {id(each.alias) for each in imports}
    drop_aliases(module.tree, lambda node, alias: id(alias) in ours)


def declare_global(use: Reference, name: str) -> None:
    """Declare a name `global` in the function that sets it."""
    function = next((scope for scope in reversed(use.scopes) if isinstance(scope, FUNCTIONS)), None)
    if function and not (isinstance(function.body[0], ast.Global) and name in function.body[0].names):
        function.body.insert(0, placed(ast.Global([name]), function.body[0]))


def rename_definitions(module: Module, definitions: "Dict[str, List[ast.AST]]", names: JoinedNames) -> None:
    """Rename what binds a global otherwise than by a plain name: definitions, imports and `global`."""
    for name, nodes in definitions.items():
        new = names.of((module.name, name))
        for node in nodes if new else ():
            if isinstance(node, ast.alias):
                node.asname = new if new != node.name else None
            elif hasattr(node, "name"):
                node.name = new
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Global):
            node.names = list(dict.fromkeys(names.of((module.name, name)) or name for name in node.names))


def _refuse_bare_modules(program: Program, module: Module, uses: "List[Reference]") -> None:
    """Refuse a module of the package that is used as a value, and an import in a function that is not all its name is."""
    consumed = {id(part) for each in uses for part in ast.walk(each.node)}
    for each in program.imports(module):
        for node in ast.walk(each.scope) if each.local else ():
            if isinstance(node, ast.Name) and node.id == each.local and id(node) not in consumed \
                    and not _is_shadowed(node, each):
                raise Refused(module, node, f"{node.id} is used as a value, but it will be no module of its own: "
                              "write what you need of it")


def _is_shadowed(node: ast.Name, each: Import) -> bool:
    """Whether a name below the scope of an import is another function's own variable."""
    for inner in ast.walk(each.scope):
        if isinstance(inner, (*FUNCTIONS, ast.Lambda)) and inner is not each.scope and each.local in local_names(inner) \
                and any(part is node for part in ast.walk(inner)):
            return True
    return False


def drop_repeated_imports(tree: ast.Module) -> None:
    """Drop what is imported at the top a second time, under the same name."""
    seen: "Set[Tuple]" = set()
    top = {id(node) for node in tree.body}

    def again(node: ast.stmt, alias: ast.alias) -> bool:
        key = getattr(node, "module", None), alias.name, alias.asname
        repeated = id(node) in top and key in seen
        if id(node) in top:
            seen.add(key)
        return repeated

    drop_aliases(tree, again)


def _rewrite_app(program: Program, references: References, module: Module, names: JoinedNames) -> None:
    """Let an app's module find in the one module of the package what it used of any."""
    for each in list(references.of(module)):
        name = names.of(each.definition)
        if name and isinstance(each.node, ast.Attribute):
            each.node.attr = name
            each.node.value = _leftmost(each.node)
    ours: "Dict[int, List[Import]]" = {}
    for each in program.imports(module):
        if not program.modules[each.target].of_app:
            ours.setdefault(id(each.node), []).append(each)
    for parent in list(ast.walk(module.tree)):
        for body in (value for _, value in ast.iter_fields(parent) if isinstance(value, list)):
            body[:] = [new for node in body for new in _app_imports(program, references, node, ours.get(id(node)), names)]


def _leftmost(node: ast.Attribute) -> ast.expr:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node


def _app_imports(program: Program, references: References, node: ast.AST, found: "List[Import] | None",
                 names: JoinedNames) -> "Iterator[ast.AST]":
    """What an import of an app becomes: of the package's one module, whatever it was of."""
    if not found:
        yield node
        return
    ours = {id(each.alias) for each in found}
    node.names = [alias for alias in node.names if id(alias) not in ours]
    if node.names:
        yield node
    for each in {id(each.alias): each for each in found if each.local}.values():
        meaning = references.definition(each.target, each.name) if each.name else Whole(each.target)
        if isinstance(meaning, Whole):
            alias = ast.alias(program.package, None if each.local == program.package else each.local)
            yield placed(ast.Import([alias]), node)
        else:
            name = names.of(meaning) or each.name
            alias = ast.alias(name, None if each.local == name else each.local)
            yield placed(ast.ImportFrom(program.package, [alias], 0), node)
