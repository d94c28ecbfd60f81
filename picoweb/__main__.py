"""`python -m picoweb`: the commands of picoweb.host.cli."""

import sys

from picoweb.host.cli import main

sys.exit(main())
