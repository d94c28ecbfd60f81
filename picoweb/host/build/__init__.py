"""`picoweb build`: a linker from Python to Python, for boards.

It reads the program (`program`), the package and perhaps an app, as syntax trees. Steps change these one after another;
each can be left out, and refuses what it cannot see through, with file and line (`program.Refused`):

strip        docstrings, annotations, the asserts of the package, and what is known before it runs
records      namedtuples and plain classes with `__slots__` of the package become tuples and lists
constants    names in capitals become their values, unless something may set them (`changes`)
inline       small private functions go into their callers
names        private names become names that the firmware has already
locals       local variables that are never needed at the same time share a place

With an app there are three more (`linking`): facts leave out what this app has no use for, shake what it does not reach, and
join makes one module of the rest, with the templates in it. Files that the app reads are copied (`output.assets`).

Without one, modules that are always loaded together become one (`linking.groups`), and late methods go into a table that is
looked up when they are first asked for. What is written then is `output`'s: text, bytecode, an image, frames, and the map.
`pipeline` has the order. Comments speak to it, as `# build: only if tls`; see `marks`, `linking.facts`, `linking.uses` and
`output.frames`.

A node keeps its `origin` (`origins`) through all of them: module, line and function of the source.
"""
from .pipeline import build as build
from .program import Refused as Refused
from .report import Report as Report
