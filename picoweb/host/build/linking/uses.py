"""What pieces of code use: globals, attributes by name, and names in strings. What hides its names is refused."""
import ast
import re
from typing import Dict, Iterator, NamedTuple, Optional, Set

from ..attributes import by_name, outside_modules
from ..editing import text_in
from ..marks import PREFIX, marks_of
from ..program import Module, Program, Refused
from ..references import References, Whole

#: Functions that run code or find names which no build can know.
HIDING = ("exec", "eval", "__import__", "globals")
#: Marks on a line that hides names: it says which of the package's it can mean.
NAMES, NO_NAMES = "names ", "no names"
WORD = re.compile(r"[A-Za-z_]\w*")


class Use(NamedTuple):
    """One use. module: full name of a module of the program, for a global of it, or "" for an attribute of anything."""

    module: str
    name: str
    node: ast.AST


class Uses:
    """The uses in the modules of a program, as it is now."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.references = References(program)
        self.globals: "Dict[str, Dict[int, tuple]]" = {}
        self.outside = {name: outside_modules(module.tree, {id(each.alias) for each in program.imports(module)})
                        for name, module in program.modules.items()}
        self.modules = {name: {each.local: each.target for each in program.imports(module) if each.name is None}
                        for name, module in program.modules.items()}
        for name, module in program.modules.items():
            self.globals[name] = {id(each.node): each.definition for each in self.references.of(module)}

    def of(self, module: Module, node: ast.AST) -> "Iterator[Use]":
        """What a piece of a module uses. Raises Refused for what hides its names."""
        known = self.globals[module.name]
        for each in ast.walk(node):
            if id(each) in known:
                yield Use(*known[id(each)], each)
            elif isinstance(each, ast.Attribute) and not self._is_outside(module, each.value):
                yield Use("", each.attr, each)
            elif isinstance(each, ast.Call):
                yield from self._of_strings(module, each)
            elif isinstance(each, ast.Global):
                yield from (Use(module.name, name, each) for name in each.names)

    def _is_outside(self, module: Module, node: ast.AST) -> bool:
        """Whether an expression is a module that is not of the program, whose attributes are not ours."""
        if not isinstance(node, ast.Name) or node.id not in self.outside[module.name]:
            return False
        return self.globals[module.name].get(id(node)) == (module.name, node.id)

    def _of_strings(self, module: Module, call: ast.Call) -> "Iterator[Use]":
        called = getattr(call.func, "id", None)
        asked = by_name(call)
        if asked is not None:
            name = text_in(asked)
            if name is not None:
                yield self._named(module, call.args[0], name, call)
            elif not self._is_import(module, call.args[0]):
                for use in self._hidden(module, call, f"{called}() of a name that is not written here: write the name"):
                    yield self._named(module, call.args[0], use.name, call)
        elif called in HIDING and not (called == "__import__" and isinstance(call.args[0], ast.Constant)):
            yield from self._hidden(module, call, f"{called}() hides names from the build: write an import, or the name")

    def _named(self, module: Module, value: ast.AST, name: str, call: ast.Call) -> Use:
        target = self.modules[module.name].get(getattr(value, "id", None))
        found = self.references.definition(target, name) if target else None
        return Use("", name, call) if found is None or isinstance(found, Whole) else Use(*found, call)

    def _is_import(self, module: Module, node: ast.AST) -> bool:
        """Whether an expression names a module that is not of the program, also one imported in a function."""
        return isinstance(node, ast.Name) and node.id in self.outside[module.name]

    def _hidden(self, module: Module, node: ast.AST, text: str) -> "Iterator[Use]":
        names = hidden_names(module, node.lineno)
        if names is None:
            raise Refused(module, node, f"{text}, or mark the line `{PREFIX} {NAMES}a, b` or `{PREFIX} {NO_NAMES}`")
        yield from (Use("", name, node) for name in names)


def is_known(mark: str) -> bool:
    """Whether a mark says which names a line hides."""
    return mark == NO_NAMES or mark.startswith(NAMES)


def hidden_names(module: Module, line: int) -> "Optional[Set[str]]":
    """The names of the package's that a line can mean by its strings, as its mark says; None if it has no mark."""
    for text in (module.line(line), module.line(line - 1)):
        mark = text.partition(PREFIX)[2].strip()
        if mark == NO_NAMES:
            return set()
        if mark.startswith(NAMES):
            return {name.strip() for name in mark[len(NAMES) :].split(",")}
    return None


def marked_names(program: Program) -> "Set[str]":
    """The names that marks list."""
    marks = (mark for module in program.originals.values() for mark in marks_of(module).values())
    return {word for mark in marks if mark.startswith(NAMES) for word in WORD.findall(mark[len(NAMES):])}
