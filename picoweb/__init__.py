"""picoweb: a web framework that fits where others don't.

Names are loaded when they are first asked for: what an app does not use costs no heap.
"""

import sys
from gc import collect

__version__ = "2.0.0"

# Whose name it is (the package's own: -, WebApp: A, Stream: S, HTTPRequest: R), the module it is in,
# the names. Short, as it stays on the heap.
PLACES = """
- modules module 
- app WebApp Limits 
- stream start_response 
- response jsonify http_error redirect 
- mime get_mime_type 
- files sendstream StaticMatch handle_static 
- http HTTPError 
- request HTTPRequest  
- quoting parse_qs 
- utils unquote_plus 
- subclass complete 
- log Log 
A response answer 
A routing special not_found 
A errors handle_exc handle_error 
A mounts add_url_rule mount descend 
A pages _load_template render_template render_str 
A files sendfile 
A server start_server get_event_loop 
A stopping serve_forever shutdown 
A oneshot run_coroutine 
S status status_line 
S headers fields check 
S reader read discard 
S lines readexactly readinto readline leave 
S writer awritestr awriteiter aclose close write drain wait_closed get_extra_info flush write_long grow 
R content args body json parse_qs read_form_data 
R fields headers 
"""


def find(name, owner="-"):
    """Load what is called `name` among what belongs to `owner`. Raises AttributeError."""
    end = 0
    while end >= 0:
        end = PLACES.find(" " + name + " ", end + 1)
        line = PLACES[PLACES.rfind("\n", 0, end) + 1 : end].split(" ", 2)
        if line[0] == owner and end > 0 and line[1:]:
            collect()  # what stays is then loaded side by side, and the free heap stays in one piece
            return getattr(__import__("picoweb." + line[1], None, None, (name,)), name)
    return find("module")(name, owner)


def later(self, name):
    """`__getattr__` of a class whose methods are added to it at their first use."""
    setattr(type(self), name, find(name, self.owner))
    return getattr(self, name)


def public(name):
    """A name of the package itself, loaded once. Raises AttributeError."""
    value = globals().get(name)
    if value is None:
        globals()[name] = value = find(name)
    return value


__getattr__ = public


def coroutine(f):
    """Mark a generator function as one whose results can be waited for."""
    return f


if sys.implementation.name != "micropython":  # the one place where the package looks beyond itself
    from .host import PLACES, collect, coroutine

#: What there is to wait for where nothing is left to do: a coroutine at its end, which costs nothing.
DONE = coroutine(lambda: (yield))()
for _ in DONE:
    pass
