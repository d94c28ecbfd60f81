"""Finding a route in a large map without going through all of it.

Paths stand in a dict; patterns are tried in their order, each before the paths that stand behind it in the map.
"""


class Index:
    """Where in a URL map (list of tuples) what is."""

    def __init__(self, urls):
        self.urls = urls
        self.count = len(urls)
        self.paths: "dict[str, list[int]]" = {}  # path: its places, in order
        self.patterns: "list[int]" = []  # the places of all else, in order
        for place, route in enumerate(urls):
            if isinstance(route[0], str):
                self.paths.setdefault(route[0], []).append(place)
            else:
                self.patterns.append(place)

    def is_of(self, urls):
        """Whether it was made of this map, which has not grown since."""
        return self.urls is urls and self.count == len(urls)


def places_of(app, urls, path):
    """Yield places (int) in a URL map where a route for a path (str) may be: those that are likely first, then all."""
    if not app._index or not app._index.is_of(urls):
        app._index = Index(urls)
    places = app._index.paths.get(path, ())
    done = 0
    for other in app._index.patterns:
        while done < len(places) and places[done] < other:
            yield places[done]
            done += 1
        yield other
    yield from places[done:]
    yield from range(len(urls))  # somebody may have put another route in the place of one
