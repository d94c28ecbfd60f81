"""Stands in the way of asyncio, first on the path."""

raise ImportError("asyncio is not to be had")
