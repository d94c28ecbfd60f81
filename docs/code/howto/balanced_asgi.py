from picoweb.host.asgi import ASGI

from balanced import app

asgi_app = ASGI(app)
