"""`picoweb build`: a linker from Python to Python, for boards.

It reads the program (`program`), the package and perhaps an app, as syntax trees. Steps change these one after another;
each can be left out, and refuses what it cannot see through, with file and line (`program.Refused`):

strip        docstrings, annotations, asserts, and what is known before it runs
records      namedtuples and plain classes with `__slots__` become tuples and lists
constants    names in capitals become their values
inline       small private functions go into their callers
names        private names become names that the firmware has already
locals       local variables that are never needed at the same time share a place

A node keeps its `origin` (`origins`) through all of them: module, line and function of the source.
"""
