"""`python -m picoweb`: the commands of picoweb.host.cli."""

import sys

from .host.cli import main

sys.exit(main())
