"""Which name each global has once all modules of the package are one."""
import ast
import builtins
from typing import Dict, Iterable, List, Optional, Set, Tuple

from ..program import Module, Program
from ..references import Definition, References, Whole
from ..scopes import local_names


class JoinedNames:
    """The names. A global keeps its own, unless another has it, or somebody's local variable or builtin would hide it.

    modules: those that become one. users: those whose own names it must not have; None: all.
    """

    def __init__(self, program: Program, references: References, modules: "List[Module]",
                 users: "Optional[List[Module]]" = None) -> None:
        self.program = program
        self.names: "Dict[Definition, str]" = {}
        self.shared: "Dict[Tuple, str]" = {}
        self.all_words = {word for _, node in program.walk() for word in _words(node)}
        defined = [(key, what) for module in modules for key, what in _defined(program, module)]
        uses = [(module, each) for module, each in references.of_all() if users is None or module in users]
        known = {key for key, _ in defined}
        self.taken = {each.definition[1] for _, each in uses if each.definition not in known} | set(dir(builtins))
        hidden = set(_hidden(uses, known, {each.name for each in modules}))
        for key, what in sorted(defined, key=lambda each: each[0] not in _asked_for(references, program)):
            self.names[key] = self._shared_name(key, what) if what else self._new(key, key in hidden)

    def of(self, definition: Definition) -> "Optional[str]":
        """The joined name of a global of the package; None for what is none."""
        return self.names.get(definition)

    def _shared_name(self, key: Definition, what: "Tuple") -> str:
        """The name of what is imported from outside: one for all modules."""
        if what not in self.shared:
            self.shared[what] = self._new(key, False)
        return self.shared[what]

    def _new(self, key: Definition, is_hidden: bool) -> str:
        module, name = key
        while name in self.taken or is_hidden and name in self.all_words:
            prefix = module.rsplit(".", 1)[-1]
            is_constant = name.isupper() and len(name) > 1  # by its name, which is to say so still
            name = f"{prefix.upper() if is_constant else prefix}_{name}"
            is_hidden = True
        self.taken.add(name)
        return name


def _asked_for(references: References, program: Program) -> "Set[Definition]":
    """What the package's table shows: these names stay, if they can."""
    found = {references.definition(program.package, name) for name in references.lazy}
    return {each for each in found if not isinstance(each, Whole)}


def _defined(program: Program, module: Module) -> "Iterable[Tuple[Definition, Tuple]]":
    """Each global that a module defines; for an import from outside, what is imported."""
    ours = {id(each.alias) for each in program.imports(module)}
    outside = {id(alias): (getattr(node, "module", None), alias.name) for node in module.tree.body
               if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names}
    for name, nodes in program.definitions(module).items():
        nodes = [node for node in nodes if id(node) not in ours]
        if nodes:
            yield (module.name, name), outside.get(id(nodes[0]), ()) if len(nodes) == 1 else ()


def _hidden(uses: list, known: "Set[Definition]", package: "Set[str]") -> "Iterable[Definition]":
    """Globals that are used under another name where a local variable has theirs."""
    for module, each in uses:
        if each.definition in known and module.name in package:
            here = each.node.id if isinstance(each.node, ast.Name) else None
            name = each.definition[1]
            if here != name and any(name in local_names(scope) for scope in each.scopes[1:]):
                yield each.definition


def _words(node: ast.AST) -> "Iterable[str]":
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.alias):
        yield node.asname or node.name
    elif hasattr(node, "name") and isinstance(node.name, str):
        yield node.name
