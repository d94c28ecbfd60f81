"""`WebApp.start_thread`: what other threads may ask of an app while one serves it is loaded before that.

MicroPython cannot load a module in two threads at once.
"""

from .files import folders as folders
from .package_folder import exists, folder_of
from .routing import hooks as hooks, mounts as mounts, rules as rules, urls as urls
from .serving.transports import card as card
from .serving.transports.thread import start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .app import WebApp


def start_thread(app: "WebApp", host: str = "127.0.0.1", port: int = 8081, stack_size: int = 0) -> None:
    """Serve in a thread of its own, and return at once. Arguments and errors as for `WebApp.start_thread`."""
    _load_compiler(app)
    start(app, host, port, stack_size)


def _load_compiler(app: "WebApp") -> None:
    """If there are templates, load what compiles them: modules that import each other take more stack than a thread has."""
    if exists(folder_of(app) + "templates"):  # build: only if template sources
        from .templates import compiler, rendering  # noqa: F401
