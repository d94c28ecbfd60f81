# name: picoweb, uvicorn
# is: picoweb behind uvicorn
# needs: uvicorn==0.54.0 httptools==0.9.0 uvloop==0.23.0
# command: -m uvicorn --factory contender:served {uvicorn}
# then: picoweb_uvloop.py
from picoweb.host.asgi import ASGI


class Silent:
    def error(self, *words):
        pass

    info = exc = debug = error


def served():
    return ASGI(app, Silent())
