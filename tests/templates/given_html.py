# As `picoweb compile-templates` writes it: it imports nothing, the loader gives it what it uses.
_str = str
_escape = safe = None
_text = ['<p>', '</p>', '</p>']
def render(value, more):
 _t = _text
 yield _t[0]
 yield _escape(value)
 yield _t[1]
 def render5(x):
  yield _str(x)
  yield _t[2]
 yield from render5(more)
 yield _escape(safe("<br>"))
