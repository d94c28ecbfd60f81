"""What others may use of a package by name: these names stay as they are when it is built without an app."""
import ast
from typing import Iterator, List, NamedTuple, Optional, Set, Tuple

from .scopes import FUNCTIONS, functions, own_nodes, parameters

DEFINITIONS = (*FUNCTIONS, ast.ClassDef)


class Public(NamedTuple):
    """The public names of a package.

    globals: (module, name) of functions, classes and variables. attributes: of public classes, methods included.
    parameters: of public functions and methods. modules: the parts of the modules' dotted names.
    """

    globals: "Set[Tuple[str, str]]"
    attributes: "Set[str]"
    parameters: "Set[str]"
    modules: "Set[str]"

    def words(self) -> "Set[str]":
        """All of them, as plain names."""
        return {name for _, name in self.globals} | self.attributes | self.parameters | self.modules


def public_names(program) -> Public:
    """What a package's table of lazily loaded names, its lists `__all__` and its uppermost modules show."""
    shown = set(_Shown(program).all())
    attributes, given = set(), set()
    for module, name in shown:
        for node in program.modules[module].tree.body:
            if isinstance(node, DEFINITIONS) and node.name == name:
                attributes |= set(_members(node))
                given |= set(_given(node))
    modules = {part for name in program.modules for part in name.split(".")}
    return Public(shown, attributes, given, modules)


class _Shown:
    """Finds the public globals of a program."""

    def __init__(self, program) -> None:
        self.program = program
        self.imported = {module.name: {each.local: (each.target, each.name) for each in program.imports(module)
                                       if each.name and each.scope is module.tree} for module in program.modules.values()}

    def all(self) -> "Iterator[Tuple[str, str]]":
        """Each (module, name): where it is shown, where it is defined, and what lies between."""
        for module in self.program.modules.values():
            if not module.of_app:
                for name in self._of(module):
                    yield from self.resolved(module.name, name)
        package = self.program.modules.get(self.program.package)
        for name, target in lazy_table(self.program, package).items() if package else ():
            yield package.name, name
            yield from self.resolved(target, name)

    def _of(self, module) -> "Iterator[str]":
        """The names that a module shows."""
        yield from _listed(module.tree)
        if module.name.count(".") <= 1 and not (module.is_package and "." in module.name):
            for name, nodes in self.program.definitions(module).items():
                own = module.name == self.program.package or any(_is_shown(node, name) for node in nodes)
                if own and not name.startswith("_"):
                    yield name

    def resolved(self, module: str, name: str) -> "List[Tuple[str, str]]":
        """A global and, if it is imported there, those that it comes from, to its definition."""
        found: "List[Tuple[str, str]]" = []
        while (module, name) not in found and module in self.program.modules:
            found.append((module, name))
            module, name = self.imported[module].get(name, (module, name))
        return found


def _is_shown(node: ast.AST, name: str) -> bool:
    """Whether a module shows a name by one of its definitions: not by an import, but by `import a as a`."""
    return not isinstance(node, ast.alias) or node.asname == node.name == name


def _listed(tree: ast.Module) -> "Iterator[str]":
    """What `__all__ = [...]` names."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(getattr(each, "id", None) == "__all__" for each in node.targets):
            yield from ast.literal_eval(node.value)


def lazy_table(program, module) -> dict:
    """{name: full name of its module} of a package that loads names when they are first asked for."""
    found = {}
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            for key, value in zip(node.value.keys, node.value.values):
                target = _module_named(program, module, value)
                if isinstance(key, ast.Constant) and isinstance(key.value, str) and target:
                    found[key.value] = target
    return found


def _module_named(program, module, value: ast.AST) -> "Optional[str]":
    if not (isinstance(value, ast.Constant) and isinstance(value.value, str)):
        return None
    names = module.name + "." + value.value.lstrip("."), value.value
    return next((name for name in names if name in program.modules), None)


def _members(node: ast.AST) -> "Iterator[str]":
    """The attributes of a class whose names begin without an underscore."""
    if isinstance(node, ast.ClassDef):
        for name in class_attributes(node):
            if not name.startswith("_"):
                yield name


def class_attributes(node: ast.ClassDef) -> "Set[str]":
    """Names of what a class defines: methods, variables, and what its methods set of `self`."""
    found = {each.name for each in own_nodes(node) if isinstance(each, DEFINITIONS)}
    found |= {each.id for each in own_nodes(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and not isinstance(each.ctx, ast.Load) \
                and isinstance(each.value, ast.Name) and each.value.id in ("self", "cls"):
            found.add(each.attr)
    return found | slots_of(node)


def slots_of(node: ast.ClassDef) -> "Set[str]":
    """What `__slots__ = (...)` of a class names."""
    for each in node.body:
        if isinstance(each, ast.Assign) and getattr(each.targets[0], "id", None) == "__slots__":
            return {item.value for item in ast.walk(each.value) if isinstance(item, ast.Constant)}
    return set()


def _given(node: ast.AST) -> "Iterator[str]":
    """The parameters that callers of a public function, or of a public class's methods, may give by name."""
    for each in functions(node):
        if not each.name.startswith("_") or each.name == "__init__" or each is node:
            yield from parameters(each)
