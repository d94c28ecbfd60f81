"""Finds the helpers that can go into their callers, and puts them there, until there are none left."""
import ast
from collections import Counter
from typing import Dict, Iterator, List, NamedTuple, Optional, Set, Tuple

from ..changes import Changes
from ..editing import drop_needless_passes, drop_statements, drop_unreachable, fill_empty_blocks
from ..linking.uses import marked_names
from ..names.hidden import names_written, words_in_texts
from ..origins import placed
from ..program import Module, Program
from ..public import class_attributes
from ..references import Definition, References
from ..scopes import FUNCTIONS, Function, declared, own_nodes
from .expansion import expand
from .helpers import SHORT, Helper, Site, check, find_helpers, find_sites, is_marked, is_private, marks_by_module, receiver
from .methods import make_functions
from .moving import Move
from .returns import Body, Impossible


class Outcome(NamedTuple):
    """What became of a helper. into: the functions it went into; why: why it stays, if it does."""

    module: str
    name: str
    into: "Tuple[str, ...]"
    why: str = ""

    def __str__(self) -> str:
        return f"{self.module}: {self.name} " + (f"goes into {', '.join(self.into)}" if self.into else f"stays: {self.why}")


def apply(program: Program) -> "List[Outcome]":
    """Inline. Returns what went where, and what stayed and why."""
    gone: "List[Outcome]" = []
    public = set() if program.has_app else program.public().globals
    if program.has_app:
        make_functions(program)
    while True:
        one = Round(program, public)
        one.run()
        gone += [each for each in one.outcomes if each.into]
        if not any(each.into for each in one.outcomes):
            return gone + one.outcomes


class Use(NamedTuple):
    """A place where a helper is named. module: that it stands in."""

    module: Module
    node: ast.AST


class Round:
    """One pass over the program: what it knows is as the program was at its beginning."""

    def __init__(self, program: Program, public: "Set[Definition]") -> None:
        self.program = program
        self.public = public
        self.references = References(program)
        self.changes = Changes(program, self.references)
        self.sites = find_sites(program)
        self.marks = marks_by_module(program)
        self.kept = words_in_texts(program) | marked_names(program) | program.options.keep
        self.kept |= {text.value for module in program.modules.values() for text in names_written(module)}
        self.defined = {module.name: program.definitions(module) for module in program.modules.values()}
        self.members: "Dict[str, List[ast.AST]]" = {}
        self.uses: "Dict[Definition, List[Use]]" = {}
        self.attributes: "Dict[str, List[Use]]" = {}
        self.changed: "Set[int]" = set()
        self.outcomes: "List[Outcome]" = []
        for module, each in self.references.of_all():
            self.uses.setdefault(each.definition, []).append(Use(module, each.node))
        for module, node in program.walk():
            if isinstance(node, ast.Attribute):
                self.attributes.setdefault(node.attr, []).append(Use(module, node))
            elif isinstance(node, ast.ClassDef):
                self._note_members(node)

        self.passed_on = set(self._passed_on())

    def _passed_on(self) -> "Iterator[Definition]":
        """What a module imports and does not use itself: others may take it from there."""
        for module in self.program.modules.values():
            for each in self.program.imports(module):
                found = self.references.definition(each.target, each.name) if each.name else None
                if found and all(use.module is not module for use in self.uses.get(found, ())):
                    yield found

    def _note_members(self, node: ast.ClassDef) -> None:
        """Note what a class defines: each attribute once, a method that is there twice once more."""
        methods = Counter(each.name for each in own_nodes(node) if isinstance(each, FUNCTIONS))
        for name in class_attributes(node):
            self.members.setdefault(name, []).extend([node] * max(1, methods[name]))

    def run(self) -> None:
        """Inline what calls no other helper of this round, as far as it goes."""
        for helper in find_helpers(self.program):
            try:
                uses = self._uses(helper)
                if uses is not None:
                    into = self._inline(helper, uses)
                    if into:
                        self.outcomes.append(Outcome(helper.module.name, helper.node.name, into))
            except Impossible as reason:
                self.outcomes.append(Outcome(helper.module.name, helper.node.name, (), str(reason)))

    def _uses(self, helper: Helper) -> "Optional[List[Use]]":
        """Where a helper is named; None for a function that is none. Raises Impossible if that is not sure."""
        name = helper.node.name
        key = helper.module.name, name
        uses = self.attributes.get(name, []) if helper.owner else self.uses.get(key, [])
        others = {use.module.name for use in uses} - {helper.module.name}
        alone = len(uses) == 1 and (bool(others) or self.program.has_app)
        if not uses or key in self.public or not (is_private(name) or alone or self.program.has_app) or name.startswith("__"):
            return None
        if name in self.kept:
            raise Impossible("a text has its name")
        if helper.module.of_app and (self.changes.hides_names() if helper.owner else self.changes.may_be_asked(key)):
            raise Impossible("something may ask for it by its name")
        if key in self.passed_on:
            raise Impossible("a module that does not use it imports it, for others")
        stores = [use for use in self.attributes.get(name, []) if not isinstance(use.node.ctx, ast.Load)]
        defined = self.members[name] + stores if helper.owner else self.defined[helper.module.name][name]
        if len(defined) != 1:
            raise Impossible("there is another one of its name")
        return uses

    def _inline(self, helper: Helper, uses: "List[Use]") -> "Tuple[str, ...]":
        """Put a helper into its callers. Returns their names; none if another round must do it. Raises Impossible."""
        check(helper, self.marks)
        sites = [self._site(helper, use) for use in uses]
        if len(sites) > 1 and helper.length() > SHORT:
            raise Impossible("it is called more than once, and not short")
        if any(id(function) in self.changed for function in (helper.node, *(f for site in sites for f in site.functions))):
            return ()
        move = self._move(helper, sites)
        work = [(site, expand(helper, site, move.names if move else {})) for site in sites]
        for site, new in work:
            _put_in(helper, site, new)
            self.changed.add(id(site.function))
        if move:
            move.do()
        self.changed.add(id(helper.node))
        self._drop(helper)
        return tuple(sorted({_title(site) for site in sites}))

    def _site(self, helper: Helper, use: Use) -> Site:
        """The call that a use is. Raises Impossible if it is none that can be replaced."""
        site = self.sites.get(id(use.node))
        if site is None:
            raise Impossible("it is used in other ways than to be called in a statement of its own")
        if is_marked(site.function, self.marks):
            raise Impossible("its caller's frame is to stay on the stack")
        if site.kind is not helper.kind:
            raise Impossible("it is called without `yield from` or `await`, or with it where it needs none")
        if helper.node in site.functions:
            raise Impossible("it calls itself")
        if helper.owner and (site.owner is not helper.owner or receiver(site) is None):
            raise Impossible("it is called of another object than `self`")
        return site

    def _move(self, helper: Helper, sites: "List[Site]") -> "Optional[Move]":
        """What brings a helper into the module of its callers, if that is another one."""
        modules = {site.module.name: site.module for site in sites}
        if list(modules) == [helper.module.name]:
            return None
        if len(modules) > 1:
            raise Impossible("several modules call it")
        return Move(self.program, self.references, helper, next(iter(modules.values())))

    def _drop(self, helper: Helper) -> None:
        body = (helper.owner or helper.module.tree).body
        body.remove(helper.node)
        fill_empty_blocks(helper.module.tree)


def _put_in(helper: Helper, site: Site, new: Body) -> None:
    """Put statements in place of a call. What they need as `global` is declared at the beginning of the caller."""
    place = site.body.index(site.statement)
    site.body[place:place + 1] = new
    drop_needless_passes(site.function)
    drop_unreachable(site.function)
    names = declared(site.function, (ast.Global,)) | declared(helper.node, (ast.Global,))
    if declared(helper.node, (ast.Global,)):
        drop_statements(site.function, lambda node: isinstance(node, ast.Global) and _is_own(site.function, node))
        site.function.body.insert(0, placed(ast.Global(sorted(names)), site.function))


def _is_own(function: Function, node: ast.stmt) -> bool:
    return any(each is node for each in own_nodes(function))


def _title(site: Site) -> str:
    """What a caller is called, for people."""
    names = [function.name for function in site.functions]
    return ".".join([site.owner.name, *names] if site.owner else names)
