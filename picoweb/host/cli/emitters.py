"""What MicroPython's compiler does with `@micropython.native` and its kin, on CPython: it knows them by their spelling.

Works on the syntax tree of a function, and knows nothing of the rest of the source.
"""

import ast

_MODULE = "micropython"
_PLAIN = frozenset(("bytecode", "native", "viper"))
_ASSEMBLER = "asm_"

#: Viper's own types, with the letter that memoryview has for what a pointer points to.
_POINTERS = {"ptr8": "B", "ptr16": "H", "ptr32": "I", "ptr": "I"}
TYPES = frozenset((*_POINTERS, "uint"))

_WORD = 0xFFFFFFFF


def take_emitter(function):
    """Take the decorator that says how to compile a function (ast) off it. Returns its name, None if there is none.

    Raises SyntaxError for the assembler of a board, and for a name that MicroPython does not know.
    """
    found = None
    for decorator in list(function.decorator_list):
        name = _emitter(decorator)
        if name:
            if name not in _PLAIN:
                raise _refusal(name, decorator)
            function.decorator_list.remove(decorator)
            found = name
    return found


def _emitter(decorator):
    """The name behind `micropython.` of a decorator; None for another one."""
    is_attribute = isinstance(decorator, ast.Attribute) and isinstance(decorator.value, ast.Name)
    return decorator.attr if is_attribute and decorator.value.id == _MODULE else None


def _refusal(name, decorator):
    """The SyntaxError for a decorator that a computer has no use for."""
    spelled = f"@{_MODULE}.{name}"
    if name.startswith(_ASSEMBLER):
        text = f"{spelled} is for a board: a computer cannot run its machine code"
    else:
        text = f"{spelled} is none of MicroPython's"
    return SyntaxError(text, (None, decorator.lineno, decorator.col_offset, spelled))


def take_types(function):
    """Take viper's annotations off the arguments of a function (ast). Yields the names of pointers, with their types."""
    function.returns = None
    arguments = function.args
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id in _POINTERS:
            yield argument.arg, argument.annotation.id
        argument.annotation = None


def _pointer(name):
    """The function that viper has for a type of pointers."""
    letter = _POINTERS[name]

    def pointer(buffer):
        if isinstance(buffer, int):
            raise TypeError(f"{name}({buffer:#x}): a computer has no memory at an address of a board")
        view = memoryview(buffer).cast("B")
        size = memoryview(bytes(8)).cast(letter).itemsize
        return view[: len(view) // size * size].cast(letter)

    return pointer


ptr8, ptr16, ptr32, ptr = (_pointer(name) for name in ("ptr8", "ptr16", "ptr32", "ptr"))


def uint(value):
    """`value` as a word without a sign."""
    return value & _WORD
