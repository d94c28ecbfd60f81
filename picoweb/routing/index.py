"""Finding a route in a large map without going through all of it.

Paths stand in a dict; patterns are tried in their order, each before the paths that stand behind it in the map.
"""


class Index:
    """Where in a URL map (list of tuples) what is."""

    def __init__(self, urls):
        self.urls = urls
        self.count = len(urls)
        self.paths = {}  # path: its places, in order
        self.patterns = []  # the places of all else, in order
        for n, route in enumerate(urls):
            if isinstance(route[0], str):
                self.paths.setdefault(route[0], []).append(n)
            else:
                self.patterns.append(n)


def places_of(app, urls, path):
    """Yield places (int) in a URL map where a route for a path (str) may be: those that are likely first, then all."""
    index = app.__dict__.get("_index")
    if not index or index.urls is not urls or index.count != len(urls):
        index = app._index = Index(urls)
    places = index.paths.get(path, ())
    done = 0
    for n in index.patterns:
        while done < len(places) and places[done] < n:
            yield places[done]
            done += 1
        yield n
    while done < len(places):
        yield places[done]
        done += 1
    yield from range(len(urls))  # somebody may have put another route in the place of one
