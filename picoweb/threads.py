"""`WebApp.start_thread`: what other threads may ask of an app while one serves it is loaded before that.

MicroPython cannot load a module in two threads at once.
"""

from .files import folders as folders
from .routing import hooks as hooks, mounts as mounts, rules as rules, urls as urls
from .serving.transports import card as card
from .serving.transports.thread import start_thread as start_thread
