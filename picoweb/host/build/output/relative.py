"""The last pass: no module of the package says what the package is called.

A board may have the package under another name, as `lib.picoweb`, and perhaps another one as `picoweb`. Its modules then
have to find each other, and none of those.
"""
import ast

from ..program import Module, Program, Refused


def make_relative(program: Program) -> None:
    """Let the package's modules import each other by where they are. Raises Refused for an import that cannot."""
    for module in program.modules.values():
        if not module.of_app:
            for node in ast.walk(module.tree):
                if isinstance(node, ast.ImportFrom) and not node.level and _is_below(program, node.module):
                    node.level, node.module = program.relative(module, node.module)
                elif isinstance(node, ast.Import) and not program.has_app:
                    _refuse_own_name(program, module, node)


def _refuse_own_name(program: Program, module: Module, node: ast.Import) -> None:
    for alias in node.names:
        if _is_below(program, alias.name):
            raise Refused(module, node, f"this names the package, which boards may have under another name: write "
                                        f"`from . import …`, so that {alias.name} is found wherever it is")


def _is_below(program: Program, name: str) -> bool:
    """Whether a dotted name is that of the package, or of a module of it."""
    return f"{name}.".startswith(f"{program.package}.")
