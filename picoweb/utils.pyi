from collections.abc import Iterator
from typing import Literal

from . import coroutine as coroutine
from .markup import html_escape as html_escape
from .quoting import parse_qs as parse_qs, quote as quote
from .types import FormValue

def unquote(s: str | bytes) -> str: ...
def unquote_plus(s: str | bytes) -> str: ...
def parse_form(s: str | bytes, max_fields: int | None = 100) -> dict[str, FormValue]: ...

# For the package itself

def fields_of(s: str | bytes, separator: str, most: int | None) -> Iterator[tuple[str, str | Literal[True]]]: ...
