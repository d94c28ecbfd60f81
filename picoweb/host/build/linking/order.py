"""The order in which the modules of a package run: each after what it imports at its top."""
from typing import Dict, List

from ..program import Module, Program, Refused


def in_order(program: Program) -> "List[Module]":
    """The package's modules, each after those it needs. Raises Refused for modules that need each other."""
    found: "List[Module]" = []
    state: "Dict[str, str]" = {}
    for name in [program.package, *sorted(program.modules)]:
        if name in program.modules and not program.modules[name].of_app:
            _visit(program, program.modules[name], state, found)
    return found


def _visit(program: Program, module: Module, state: "Dict[str, str]", found: "List[Module]") -> None:
    if module.name in state:
        return
    state[module.name] = "begun"
    for each in program.imports(module):
        target = program.modules[each.target]
        if each.scope is module.tree and target is not module and not target.of_app:
            if state.get(target.name) == "begun":
                raise Refused(module, each.node, f"{module.name} and {target.name} import each other: "
                              "move what both need into a module of its own")
            _visit(program, target, state, found)
    state[module.name] = "done"
    found.append(module)
