"""Part of the strip step: what is known at build time is put in, and branches that are never taken go.

Known are `sys.implementation.name`, as the build is for MicroPython, `TYPE_CHECKING`, `__debug__`, and names that a module
binds once, at its top, to what is known, if nothing else can set them. `__debug__` is true in an app, whose assertions stay.
"""
import ast
from typing import List, Optional, Union

from ..changes import Changes
from ..editing import fill_empty_blocks, replace_nodes
from ..origins import placed
from ..program import Module, Program
from ..references import Definition, References
from ..scopes import FUNCTIONS, own_nodes

YIELDS = (ast.Yield, ast.YieldFrom)
COMPARISONS = {ast.Eq: lambda a, b: a == b, ast.NotEq: lambda a, b: a != b,
               ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b}


def apply(program: Program) -> None:
    """Fold every module, until nothing more becomes known."""
    known: "dict[Definition, bool]" = {}
    while True:
        references = References(program)
        for module in program.modules.values():
            put_in(module, references, known)
            Fold().visit(module.tree)
            fill_empty_blocks(module.tree)
        changes = Changes(program, References(program))
        found = {key: value for module in program.modules.values() for key, value in known_in(program, module)
                 if not changes.may_change(key)}
        if found == known:
            break
        known = found
    drop_type_checking(program)


def known_in(program: Program, module: Module):
    """Each ((module, name), bool) that a module binds to True or False, once, at its top."""
    bound = program.definitions(module)
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name, value = node.targets[0].id, node.value
            if isinstance(value, ast.Constant) and isinstance(value.value, bool) and len(bound[name]) == 1 \
                    and _is_switch(name):
                yield (module.name, name), value.value


def _is_switch(name: str) -> bool:
    """Whether a name is in capitals or private: others may be set from outside."""
    return name.isupper() or name.startswith("_")


def put_in(module: Module, references: References, known: dict) -> None:
    """Put what is known in place of its names."""
    new = {}
    for each in references.of(module):
        if isinstance(each.node.ctx, ast.Load):
            name = each.definition[1]
            value = name == "__debug__" and module.of_app if name in ("TYPE_CHECKING", "__debug__") else \
                known.get(each.definition)
            if value is not None:
                new[id(each.node)] = placed(ast.Constant(value), each.node)
    replace_nodes(module.tree, new)


def drop_type_checking(program: Program) -> None:
    """Drop `TYPE_CHECKING = False`, which nothing asks for any more."""
    for module in program.modules.values():
        module.tree.body[:] = [node for node in module.tree.body if not (
            isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "TYPE_CHECKING")]


def truth(node: ast.AST) -> "Optional[bool]":
    """Whether a constant is true, or None for what is not known."""
    return bool(node.value) if isinstance(node, ast.Constant) else None


def _runtime_name(node: ast.AST) -> bool:
    """Whether a node is `sys.implementation.name`."""
    return isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.implementation.name"


class Fold(ast.NodeTransformer):
    """Evaluates what consists of constants only, and splices the branch that is taken."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """`sys.implementation.name == "micropython"`, and `in (...)`."""
        self.generic_visit(node)
        compare = COMPARISONS.get(type(node.ops[0])) if len(node.ops) == 1 and _runtime_name(node.left) else None
        if compare:
            try:
                return placed(ast.Constant(compare("micropython", ast.literal_eval(node.comparators[0]))), node)
            except ValueError:
                pass  # it is compared with what is not known
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        """`not True`."""
        self.generic_visit(node)
        known = truth(node.operand) if isinstance(node.op, ast.Not) else None
        return node if known is None else placed(ast.Constant(not known), node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        """`True and x` is x; `False and x` is False. What stands behind what is not known stays."""
        self.generic_visit(node)
        decides = isinstance(node.op, ast.Or)
        while len(node.values) > 1 and truth(node.values[0]) is not None:
            if truth(node.values[0]) == decides:
                return node.values[0]
            node.values.pop(0)
        return node.values[0] if len(node.values) == 1 else node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        """`a if True else b`."""
        self.generic_visit(node)
        known = truth(node.test)
        return node if known is None else node.body if known else node.orelse

    def function(self, node: ast.AST) -> ast.AST:
        """A function, which stays a generator if it is one."""
        was_generator = _yields(node)
        before = node.body
        node = self.generic_visit(node)
        if was_generator and not _yields(node):
            node.body = [*node.body, *_never(before[-1])]
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = function

    def visit_If(self, node: ast.If) -> "Union[ast.AST, List[ast.stmt]]":
        """The branch that is taken, in place of the whole."""
        self.generic_visit(node)
        known = truth(node.test)
        return node if known is None else node.body if known else node.orelse

    def visit_While(self, node: ast.While) -> "Union[ast.AST, List[ast.stmt]]":
        """A loop that never runs is what stands in its `else`."""
        self.generic_visit(node)
        return node.orelse if truth(node.test) is False else node


def _yields(function: ast.AST) -> bool:
    return isinstance(function, FUNCTIONS) and any(isinstance(each, YIELDS) for each in own_nodes(function))


def _never(place: ast.stmt) -> "List[ast.stmt]":
    """`return` and, behind it, the `yield` that makes a generator of a function: nothing runs it."""
    return [placed(ast.Return(None), place), placed(ast.Expr(ast.Yield(None)), place)]
