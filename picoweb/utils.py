"""Percent-encoding, queries, forms and markup: what apps and older apps take from `picoweb.utils`.

`parse_qs` is that of picoweb 1 here, which is `parse_form`; `picoweb.parse_qs` is that of the standard library.
"""

from .http.forms import parse_form as parse_form
from .http.percent import quote as quote, unquote as unquote, unquote_plus as unquote_plus
from .runtime import coroutine as coroutine
from .templates.markup import html_escape as html_escape

parse_qs = parse_form
