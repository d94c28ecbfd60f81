# What apps may use of it is in `shims`.
from typing import Any

# For the package itself

later: Any
