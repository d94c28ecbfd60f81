# name: floor, uvloop
# is: the same on uvloop
# needs: uvloop==0.23.0
# lacks: everything else
# then: floor_asyncio.py
import uvloop

uvloop.install()
