"""Step: records of the package become tuples and lists, and their fields places in them.

A record is a namedtuple, or a class that has `__slots__` and an `__init__` that does nothing but set them in order. It
becomes a list if a field is set anywhere else, or else a tuple. As types of values are not known, a field must have a name
that nothing else in the package has as an attribute. Those that others may get hold of stay, and so does all of an app's: an
object has more to it than its fields, as what it is equal to.
"""
import ast
from typing import Dict, Iterator, List, NamedTuple, Optional, Set, Tuple

from .attributes import BROUGHT, FOREIGN, asked_by_name
from .editing import constant, drop_aliases, drop_statements, text_in
from .origins import origin_of, placed
from .program import Module, Program, Refused
from .public import class_attributes, slots_of
from .references import Definition, References
from .scopes import arguments, bound_name

OF_NAMEDTUPLES = ("_replace", "_asdict", "_fields", "_make", "_field_defaults")


class Record(NamedTuple):
    """A kind of record. node: the statement that defines it. defaults: of its last fields."""

    module: Module
    name: str
    node: ast.stmt
    fields: "Tuple[str, ...]"
    defaults: "List[ast.expr]"
    changes: bool


def apply(program: Program) -> "Dict[Definition, Tuple[str, ...]]":
    """Lower every record that only the package uses. Returns their fields. Raises Refused where that cannot be done."""
    records = only_of_package(program, find_records(program))
    if records:
        places = places_of(records.values())
        check_fields(program, records.values(), places)
        lower(program, records, places)
    drop_slots(program)
    return {key: record.fields for key, record in records.items()}


def package_modules(program: Program) -> "List[Module]":
    """The modules of the package: what an app has itself is no record, whatever it looks like."""
    return [module for module in program.modules.values() if not module.of_app]


def only_of_package(program: Program, records: "List[Record]") -> "Dict[Definition, Record]":
    """Those that nobody else may use: neither they nor one with a field of the same name are public, named or to be kept."""
    shown = program.public().globals | set(_named_by_app(program))
    kept = set(program.options.keep)
    found = {(each.module.name, each.name): each for each in records}
    while True:
        staying = {key for key, each in found.items() if not shown.isdisjoint((key, _source_name(each)))
                   or not kept.isdisjoint((each.name, *each.fields))}
        if not staying:
            return found
        kept.update(field for key in staying for field in found[key].fields)
        found = {key: each for key, each in found.items() if key not in staying}


def _named_by_app(program: Program) -> "Iterator[Definition]":
    """The globals that modules of the app use or import."""
    references = References(program)
    for module in program.modules.values():
        if module.of_app:
            yield from (each.definition for each in references.of(module))
            yield from (references.definition(each.target, each.name) for each in program.imports(module) if each.name)


def _source_name(record: Record) -> Definition:
    """The module that a record was defined in, and its name there: modules may have been joined since."""
    origin = origin_of(record.node)
    name = origin.function if isinstance(record.node, ast.ClassDef) and origin else record.name
    call = getattr(record.node, "value", None)
    return origin.module if origin else record.module.name, (text_in(call.args[0]) if call else None) or name


def find_records(program: Program) -> "List[Record]":
    """The records that modules of the package define at their top."""
    found = []
    for module in package_modules(program):
        for node in module.tree.body:
            record = _namedtuple(module, node) or _plain_class(module, node)
            if record and len(program.definitions(module)[record.name]) == 1:
                found.append(record)
    changed = _changed_fields(program, found)
    return [each._replace(changes=each.changes and not changed.isdisjoint(each.fields)) for each in found]


def _changed_fields(program: Program, records: "List[Record]") -> "Set[str]":
    """Attributes that something sets, but where records are made."""
    own = {id(node) for record in records for node in ast.walk(record.node)}
    return {node.attr for module in package_modules(program) for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and id(node) not in own}


def _namedtuple(module: Module, node: ast.stmt) -> "Optional[Record]":
    """The record of `A = namedtuple("A", ("b", "c"))`."""
    if not (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Call)):
        return None
    call = node.value
    if ast.unparse(call.func) not in ("namedtuple", "collections.namedtuple") or len(call.args) != 2 or call.keywords:
        return None
    try:
        fields = ast.literal_eval(call.args[1])
    except ValueError:
        raise Refused(module, node, "the fields of a namedtuple are not seen: write them as a tuple of strings")
    names = fields.replace(",", " ").split() if isinstance(fields, str) else fields
    return Record(module, node.targets[0].id, node, tuple(names), [], False)


def _plain_class(module: Module, node: ast.stmt) -> "Optional[Record]":
    """The record of a class with `__slots__` and an `__init__` that sets them in order."""
    if not isinstance(node, ast.ClassDef) or node.bases or node.keywords or node.decorator_list:
        return None
    parts = [each for each in node.body if not (isinstance(each, ast.Expr) and text_in(each.value))]
    if len(parts) != 2 or not isinstance(parts[1], ast.FunctionDef) or parts[1].name != "__init__":
        return None
    init, names = parts[1], [each.arg for each in arguments(parts[1])]
    fields = tuple(names[1:])
    sets = [each for each in init.body if not (isinstance(each, ast.Expr) and text_in(each.value))]
    wanted = [f"{names[0]}.{field} = {field}" for field in fields]
    if [ast.unparse(_plain(each)) for each in sets] != wanted or slots_of(node) != set(fields) or init.args.vararg \
            or init.args.kwarg or init.args.kwonlyargs or not all(isinstance(d, ast.Constant) for d in init.args.defaults):
        return None
    return Record(module, node.name, node, fields, init.args.defaults, True)


def _plain(node: ast.stmt) -> ast.stmt:
    """`self.x: int = x` as `self.x = x`."""
    return ast.Assign([node.target], node.value, lineno=0) if isinstance(node, ast.AnnAssign) and node.value else node


def places_of(records) -> "Dict[str, int]":
    """{field: its place}. Raises Refused if a name has another place in another record."""
    places: "Dict[str, int]" = {}
    for record in records:
        for place, field in enumerate(record.fields):
            if places.setdefault(field, place) != place:
                raise Refused(record.module, record.node, f"{field} is field {place} of {record.name}, and another one of "
                                                          "another record: give one of them another name")
    return places


def check_fields(program: Program, records, places: "Dict[str, int]") -> None:
    """Raise Refused if anything else that the package uses has an attribute that is called as a field is."""
    own = {id(record.node) for record in records}
    for record in records:
        for field in record.fields:
            if field in FOREIGN | BROUGHT:
                others = "Python's own types" if field in FOREIGN else "what apps bring"
                raise Refused(record.module, record.node, f"{field} is an attribute of {others} as well: "
                                                          f"give the field of {record.name} another name")
    for module in package_modules(program):
        for node in ast.walk(module.tree):
            found = class_attributes(node) & set(places) if isinstance(node, ast.ClassDef) and id(node) not in own else ()
            for name in sorted(found):
                raise Refused(module, node, f"{node.name} has an attribute {name}, which is a field of a record: rename one")
    check_uses(program, places)


def check_uses(program: Program, places: "Dict[str, int]") -> None:
    """Raise Refused where a field's name means something else, or is used in a way that a tuple does not know."""
    references = References(program)
    for module in package_modules(program):
        imported = {bound_name(alias) for node in ast.walk(module.tree) if isinstance(node, ast.Import)
                    for alias in node.names}
        of_modules = {id(each.node) for each in references.of(module)}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute):
                of_module = id(node) in of_modules or getattr(node.value, "id", None) in imported
                problem = _problem(node, places, of_module)
            else:
                problem = _named(node, places)
            if problem:
                raise Refused(module, node, problem)


def _problem(node: ast.Attribute, places: "Dict[str, int]", of_module: bool) -> "Optional[str]":
    if node.attr in OF_NAMEDTUPLES:
        return f"{node.attr} is not there where a record is a tuple: make a new record"
    if node.attr not in places:
        return None
    if of_module:
        return f"{node.attr} is a name in a module here, and a field of a record: rename one"
    return f"a record cannot lose its {node.attr}: set it to None" if isinstance(node.ctx, ast.Del) else None


def _named(node: ast.AST, places: "Dict[str, int]") -> "Optional[str]":
    name = asked_by_name(node)
    return f"{name} is a field of a record: write it as an attribute" if name in places else None


def lower(program: Program, records: "Dict[Definition, Record]", places: "Dict[str, int]") -> None:
    """Make tuples and lists, take fields by their places, and drop what defined them."""
    references = References(program)
    fixed = set(places) - {
        field for record in records.values() if isinstance(record.node, ast.ClassDef) for field in record.fields}
    uses = {id(each.node): records[each.definition] for _, each in references.of_all() if each.definition in records}
    for module in package_modules(program):
        Lowering(module, uses, places, fixed).visit(module.tree)
    dropped = {id(record.node) for record in records.values()}
    aliases = {id(each.alias) for module in package_modules(program) for each in program.imports(module)
               if each.name and references.definition(each.target, each.name) in records}
    for module in package_modules(program):
        drop_statements(module.tree, lambda node: id(node) in dropped)
        drop_aliases(module.tree, lambda node, alias: id(alias) in aliases)
        drop_unused_namedtuple(module)


class Lowering(ast.NodeTransformer):
    """Rewrites one module. uses: {id of a name: the record that it means}. fixed: fields of namedtuples."""

    def __init__(self, module: Module, uses: "Dict[int, Record]", places: "Dict[str, int]", fixed: "Set[str]") -> None:
        self.module = module
        self.uses = uses
        self.places = places
        self.fixed = fixed

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """A record is made."""
        record = self.uses.get(id(node.func))
        if record is None:
            return self.generic_visit(node)
        values = [self.visit(each) for each in self.values(node, record)]
        return placed((ast.List if record.changes else ast.Tuple)(values, ast.Load()), node)

    def values(self, node: ast.Call, record: Record) -> "List[ast.expr]":
        """What a call gives to each field, in order."""
        given = dict(zip(record.fields, node.args))
        by_name = [each.arg for each in node.keywords]
        defaults = dict(zip(record.fields[len(record.fields) - len(record.defaults):], record.defaults))
        given.update({each.arg: each.value for each in node.keywords})
        missing = [field for field in record.fields if field not in given and field not in defaults]
        if missing or len(given) != len(node.args) + len(by_name) or set(given) - set(record.fields) \
                or any(isinstance(each, ast.Starred) for each in node.args):
            raise Refused(self.module, node, f"{record.name} takes {', '.join(record.fields)}: give each of them, once")
        if by_name != [field for field in record.fields if field in by_name]:
            raise Refused(self.module, node, f"give the fields of {record.name} in their order: {', '.join(record.fields)}")
        return [given[field] if field in given else placed(constant(defaults[field].value), node) for field in record.fields]

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """A field is taken or set."""
        if node.attr not in self.places:
            return self.visit_Name(node) if id(node) in self.uses else self.generic_visit(node)
        if node.attr in self.fixed and isinstance(node.ctx, ast.Store):
            raise Refused(self.module, node, f"{node.attr} is a field of a namedtuple, which does not change: use a class "
                                             "with __slots__ if it must")
        self.generic_visit(node)
        return placed(ast.Subscript(node.value, ast.Constant(self.places[node.attr]), node.ctx), node)

    def visit_Name(self, node: ast.AST) -> ast.AST:
        """The record itself is used: where one is made, its name is not visited."""
        record = self.uses.get(id(node))
        if record and isinstance(node.ctx, ast.Load):
            raise Refused(self.module, node, f"{record.name} is used for more than to make one, as isinstance() or a base: "
                                             "the build makes a tuple or list of it, which has no type of its own")
        return node


def drop_slots(program: Program) -> None:
    """Drop the `__slots__` of the package's classes that stay, as MicroPython does not know them."""
    for module in package_modules(program):
        drop_statements(module.tree, lambda node: isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__slots__")


def drop_unused_namedtuple(module: Module) -> None:
    """Drop the import of `namedtuple` when no record needs it any more."""
    used = {node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)}
    drop_aliases(module.tree, lambda node, alias: getattr(node, "module", None) in ("collections", "ucollections")
                 and alias.name == "namedtuple" and bound_name(alias) not in used)
