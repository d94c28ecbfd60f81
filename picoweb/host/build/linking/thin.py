"""Thin methods: those that only call a function of the package with their own arguments, as in

    def mount(self, url, app):
        from .routing.mounts import mount

        return mount(self, url, app)
"""
import ast
from typing import Iterator, List, NamedTuple, Optional

from ..program import Module, Program
from ..references import References, Whole
from ..scopes import FUNCTIONS, own_nodes
from .pieces import bound_in


class Thin(NamedTuple):
    """module, owner, method: the thin method and the class it is in. target: the module of `function`.

    is_late: whether the module is imported by the method itself.
    """

    module: Module
    owner: ast.ClassDef
    method: ast.FunctionDef
    target: Module
    function: "ast.FunctionDef | ast.AsyncFunctionDef"
    is_late: bool

    def same_result(self) -> bool:
        """Whether the method hands on what the function returns, or there is nothing to hand on."""
        if isinstance(self.method.body[-1], ast.Return):
            return True
        nodes = list(own_nodes(self.function))
        makes = (ast.Yield, ast.YieldFrom, ast.Await)
        gives = any(isinstance(each, makes) or isinstance(each, ast.Return) and each.value for each in nodes)
        return isinstance(self.function, ast.FunctionDef) and not gives

    def same_parameters(self) -> bool:
        """Whether the function can stand in the method's place: it has the same parameters and defaults, whatever the first
        is called, and all that it has besides have defaults.
        """
        mine, its = _signature(self.method), _signature(self.function)
        more = its[0][len(mine[0]):]
        return mine == (its[0][: len(mine[0])], *its[1:]) and all(default for _, default in more)


def _signature(function: ast.AST) -> tuple:
    """[(parameter, its default or "")] of those by place, and of those by name, and the names of `*` and `**`."""
    a = function.args
    named = [*a.posonlyargs, *a.args]
    defaults = [""] * (len(named) - len(a.defaults)) + [ast.dump(each) for each in a.defaults]
    by_place = [(each.arg if place else "", default) for place, (each, default) in enumerate(zip(named, defaults))]
    by_name = [(each.arg, ast.dump(default) if default else "") for each, default in zip(a.kwonlyargs, a.kw_defaults)]
    return by_place, by_name, a.vararg and a.vararg.arg, a.kwarg and a.kwarg.arg


def thin_methods(program: Program) -> "Iterator[Thin]":
    """The thin methods of all classes of the package."""
    references = References(program)
    for module in program.modules.values():
        for owner in module.tree.body:
            if isinstance(owner, ast.ClassDef) and not module.of_app:
                for method in owner.body:
                    found = _thin(program, references, module, owner, method)
                    if found:
                        yield found


def _thin(program: Program, references: References, module: Module, owner: ast.ClassDef,
          method: ast.stmt) -> "Optional[Thin]":
    if not isinstance(method, ast.FunctionDef) or method.decorator_list:
        return None
    body = without_docstring(method)
    imported = body[0] if len(body) == 2 and isinstance(body[0], ast.ImportFrom) else None
    call = _called(body[-1]) if len(body) == 1 or imported else None
    if call is None or not isinstance(call.func, ast.Name) or not _passes_on(method, call):
        return None
    where = _imported(program, module, imported, call.func.id) if imported else (module.name, call.func.id)
    where = references.definition(*where) if where else None
    if where is None or isinstance(where, Whole) or where[0] not in program.modules:
        return None
    function = function_at(program.modules[where[0]], where[1])
    return Thin(module, owner, method, program.modules[where[0]], function, bool(imported)) if function else None


def without_docstring(function: ast.AST) -> "List[ast.stmt]":
    """The statements of a function but its docstring."""
    body = function.body
    return body[1:] if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) else body


def _called(node: ast.stmt) -> "Optional[ast.Call]":
    value = node.value if isinstance(node, (ast.Return, ast.Expr)) else None
    return value if isinstance(value, ast.Call) else None


def _passes_on(method: ast.FunctionDef, call: ast.Call) -> bool:
    """Whether a call has the method's own parameters as its arguments, in their order."""
    a = method.args
    expected = [each.arg for each in (*a.posonlyargs, *a.args)]
    expected += [f"*{a.vararg.arg}"] if a.vararg else []
    expected += [f"{each.arg}={each.arg}" for each in a.kwonlyargs]
    expected += [f"**{a.kwarg.arg}"] if a.kwarg else []
    return [ast.unparse(each) for each in call.args] + [_keyword(each) for each in call.keywords] == expected


def _keyword(node: ast.keyword) -> str:
    return f"{node.arg}={ast.unparse(node.value)}" if node.arg else f"**{ast.unparse(node.value)}"


def _imported(program: Program, module: Module, node: ast.ImportFrom, name: str) -> "Optional[tuple]":
    for each in program.imports(module):
        if each.node is node and each.local == name and each.name:
            return each.target, each.name
    return None


def function_at(module: Module, name: str) -> "Optional[ast.FunctionDef]":
    """The function that a global of a module is, if it is defined once and not decorated."""
    found = [node for node in module.tree.body if name in bound_in(node)]
    if len(found) == 1 and isinstance(found[0], FUNCTIONS) and not found[0].decorator_list:
        return found[0]
    return None

