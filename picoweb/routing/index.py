"""Finding a route in a large map without going through all of it.

Paths stand in a dict; patterns are tried in their order, each before the paths that stand behind it in the map.
"""


class Index:
    """Where in a URL map what is. map_copy: a copy of it (list of tuples)."""

    def __init__(self, map_copy):
        self.map_copy = map_copy
        self.paths: "dict[str, list[int]]" = {}  # path: its places, in order
        self.patterns: "list[int]" = []  # the places of all else, in order
        for place, route in enumerate(map_copy):
            if isinstance(route[0], str):
                self.paths.setdefault(route[0], []).append(place)
            else:
                self.patterns.append(place)


def places_of(app, map_copy, path):
    """Yield the places (int) in the map of an app where a route for a path (str) may be.

    map_copy: a copy of the map, which is another list once the map has changed.
    """
    if not app._index or app._index.map_copy is not map_copy:
        app._index = Index(map_copy)
    places = app._index.paths.get(path, ())
    done = 0
    for other in app._index.patterns:
        while done < len(places) and places[done] < other:
            yield places[done]
            done += 1
        yield other
    yield from places[done:]
