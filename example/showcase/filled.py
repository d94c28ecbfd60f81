"""Pages that are not sent as they lie there: their lines have places for values."""

import picoweb


async def send(resp, path, values, items=(), status=200):
    """Send a page (str, its path), line by line, with values (dict of str) in its places, and items (iterable of str) in its list."""
    await picoweb.start_response(resp, status=status)
    with open(path, "rb") as page:
        for line in page:
            line = line.decode()
            await resp.awrite(line.format(**values) if "{" in line else line)
            if line.startswith("<ul"):
                for each in items:
                    await resp.awrite(each)
