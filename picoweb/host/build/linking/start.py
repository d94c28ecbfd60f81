"""What happens when a board starts.

The app runs, also where it does so only as the main program. And everything is loaded, where the modules of a package stay
apart: nothing that a stranger sends loads code.
"""
import ast
from typing import Tuple

from ..origins import placed
from ..program import Module, Program


def run_as_main(module: Module) -> None:
    """Let `__name__ == "__main__"` be true in an app's own file: a board's main.py imports it."""
    module.tree = _AsMain().visit(module.tree)


class _AsMain(ast.NodeTransformer):
    """Puts in what is known of the main program."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """`__name__ == "__main__"` is True."""
        is_main = ast.unparse(node) in ("__name__ == '__main__'", "'__main__' == __name__")
        return placed(ast.Constant(True), node) if is_main else node


def load_at_start(program: Program) -> None:
    """Let the package import all its modules, the largest first, while there is heap to compile them."""
    package = program.modules[program.package]
    modules = [module for module in program.modules.values() if not module.of_app and module is not package]
    imports = [ast.Import([ast.alias(module.name)]) for module in sorted(modules, key=_size, reverse=True)]
    package.tree.body[:0] = imports
    ast.fix_missing_locations(package.tree)


def _size(module: Module) -> "Tuple[int, str]":
    return len(ast.unparse(module.tree)), module.name
