"""Becomes a module of the package: where names are. It is loaded when one is asked for the first time, and dropped again."""

# A row: the owner's key, a module, and its names, each with ":" and the module's own name for it if that is another.
# In pieces, as a board may have no large one of heap left.
TABLE = ()


def find(key, name):
    """The module of what is called `name` among what belongs to an owner, and the names in it: a list of str, or None."""
    for end in " :":
        text = " " + name + end
        for rows in TABLE:
            place = rows.find(text)
            while place >= 0:
                start = rows.rfind("\n", 0, place) + 1
                if rows.startswith(key, start) and place > start + 1:  # not the module of that name
                    return rows[start + 2 : rows.find("\n", place) - 1].split(" ")
                place = rows.find(text, place + 1)


def names(key):
    """All names of an owner."""
    for rows in TABLE:
        for row in rows.split("\n"):
            if row.startswith(key):
                for each in row[2:-1].split(" ")[1:]:
                    yield each.split(":")[0]
