"""Loads everything at the start, where the modules of a package stay apart: nothing that a stranger sends loads code."""
import ast
from typing import Tuple

from ..program import Module, Program


def load_at_start(program: Program) -> None:
    """Let the package import all its modules, the largest first, while there is heap to compile them."""
    package = program.modules[program.package]
    modules = [module for module in program.modules.values() if not module.of_app and module is not package]
    imports = [ast.Import([ast.alias(module.name)]) for module in sorted(modules, key=_size, reverse=True)]
    package.tree.body[:0] = imports
    ast.fix_missing_locations(package.tree)


def _size(module: Module) -> "Tuple[int, str]":
    return len(ast.unparse(module.tree)), module.name
