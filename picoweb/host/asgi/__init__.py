"""The app behind another server: `asgi_app = ASGI(app)` is what uvicorn, hypercorn and granian serve."""

from .app import ASGI as ASGI
