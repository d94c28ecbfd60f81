# name: picoweb, asyncio
# is: picoweb as it is run without uvloop
# then: picoweb_uvloop.py
import sys

sys.modules["uvloop"] = None  # importing it raises ImportError
