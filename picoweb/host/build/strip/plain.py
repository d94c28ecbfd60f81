"""Takes out what does nothing on a board."""
import ast
from typing import Optional

from . import fold
from ..changes import Changes
from ..editing import drop_aliases, drop_statements, fill_empty_blocks, replace_nodes
from ..origins import placed
from ..program import Module, Program, Refused
from ..references import References
from ..scopes import arguments, bound_name, functions

ONLY_FOR_CHECKERS = ("typing", "typing_extensions", "__future__")


def apply(program: Program) -> None:
    """Strip every module."""
    for module in program.modules.values():
        Plain(module.of_app).visit(module.tree)
        fill_empty_blocks(module.tree)
    fold.apply(program)
    for module in program.modules.values():
        drop_checkers_imports(module)
    drop_identities(program)


class Plain(ast.NodeTransformer):
    """Takes out statements that are constants, annotations, and asserts unless they are to be checked still."""

    def __init__(self, checks: bool = False) -> None:
        self.checks = checks

    def visit_Expr(self, node: ast.Expr) -> "Optional[ast.Expr]":
        """A docstring, or `...`."""
        return None if isinstance(node.value, ast.Constant) else self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> "Optional[ast.If]":
        """Nothing, as with `python -O`, or what does the same: the compiler for boards leaves out all that are left."""
        if not self.checks:
            return None
        self.generic_visit(node)
        error: ast.expr = ast.Name("AssertionError", ast.Load())
        if node.msg:
            error = ast.Call(error, [node.msg], [])
        return placed(ast.If(ast.UnaryOp(ast.Not(), node.test), [ast.Raise(error, None)], []), node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> "Optional[ast.Assign]":
        """`x: int = 1` is `x = 1`, and `x: int` nothing."""
        self.generic_visit(node)
        return placed(ast.Assign([node.target], node.value), node) if node.value else None

    def function(self, node: ast.AST) -> ast.AST:
        """A function without its annotations."""
        node.returns = None
        for each in arguments(node):
            each.annotation = None
        return self.generic_visit(node)

    visit_FunctionDef = visit_AsyncFunctionDef = function


def drop_checkers_imports(module: Module) -> None:
    """Drop what is imported of `typing`. Raises Refused if it is used for more than annotations."""
    names = {}
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update({bound_name(each): node for each in node.names if _for_checkers(node, each)})
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load):
            raise Refused(module, node, f"{node.id} is not there on a board: use it in annotations only, or below "
                                        "`if TYPE_CHECKING:`")
    drop_aliases(module.tree, _for_checkers)
    drop_statements(module.tree, _guards_nothing)


def _for_checkers(node: ast.stmt, alias: ast.alias) -> bool:
    name = alias.name if isinstance(node, ast.Import) else node.module
    return name in ONLY_FOR_CHECKERS and not getattr(node, "level", 0)


def _guards_nothing(node: ast.stmt) -> bool:
    """Whether it is a `try` around an import that was dropped."""
    return isinstance(node, ast.Try) and all(isinstance(each, ast.Pass) for each in node.body) \
        and not node.orelse and not node.finalbody


def drop_identities(program: Program) -> None:
    """Drop decorators that return what they are given, as `coroutine` does on a board, and calls of them."""
    references = References(program)
    changes = Changes(program, references)
    identities = {(module.name, node.name) for module in program.modules.values() for node in module.tree.body
                  if isinstance(node, ast.FunctionDef) and _returns_its_argument(node)
                  and len(program.definitions(module)[node.name]) == 1 and not changes.may_change((module.name, node.name))}
    uses = {id(each.node) for _, each in references.of_all() if each.definition in identities}
    for module in program.modules.values():
        for function in functions(module.tree):
            function.decorator_list = [each for each in function.decorator_list if id(each) not in uses]
        replace_nodes(module.tree, {id(node): node.args[0] for node in ast.walk(module.tree) if isinstance(node, ast.Call)
                                    and id(node.func) in uses and len(node.args) == 1 and not node.keywords})


def _returns_its_argument(node: ast.FunctionDef) -> bool:
    """Whether it is `def f(x): return x`."""
    only = node.body[0]
    return len(node.body) == 1 and isinstance(only, ast.Return) and isinstance(only.value, ast.Name) \
        and [each.arg for each in arguments(node)] == [only.value.id] and not node.decorator_list \
        and not (node.args.vararg or node.args.kwarg)
