"""Percent-encoding, queries, forms and markup: what apps and older apps take from `picoweb.utils`."""

from .http.forms import parse_form as parse_form, parse_qs as parse_qs
from .http.percent import quote as quote, unquote as unquote, unquote_plus as unquote_plus
from .runtime import coroutine as coroutine
from .templates.markup import html_escape as html_escape
