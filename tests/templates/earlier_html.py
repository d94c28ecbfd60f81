# As earlier versions of `picoweb compile-templates` wrote it.
from picoweb.templates.loader import text as _str
_text = ['<p>']
from picoweb.templates.markup import Safe as safe, escape as _escape
def render(value, more=safe("<b>")):
 _t = _text
 yield _t[0]
 yield _escape(value)
 yield _escape(more)
 yield _str(7)
