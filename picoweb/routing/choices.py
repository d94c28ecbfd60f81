"""Rules with variables that may end at several places, as in "/<slug>-<int:n>": all of them are tried, as in Flask.

A variable takes as much as it can and still let the others match; a `path`, as little. The time is bounded: where a
part of what a variable takes can be taken as well, each end is tried once, and the others have so many tries in all.
"""

MOST_TRIES = 500  # of variables whose text an expression, or a function, looks at


class Ends:
    """The places where a variable may end in a path, one after another.

    end: int, the place now. No place from `dead_after` to `dead_limit` leads on, if the part is one of which that is known.
    """

    def __init__(self, part):
        self.part = part
        self.start = self.limit = self.last = self.end = 0
        self.dead_after = self.dead_limit = -1

    def begin(self, path, start):
        """Begin with what there is to try of a path, where the variable starts at a place."""
        slash = -1 if self.part.takes_slashes else path.find("/", start)
        self.limit = self.last = len(path) if slash < 0 else slash
        if self.limit == self.dead_limit:
            self.last = self.dead_after
        self.start = self.end = start

    def go_on(self, path):
        """Take the next place. Returns whether there is one."""
        end = -1
        if self.last > self.start:
            end = self._only_end(path) if self.part.ends_rule else self._next_end(path)
        if end <= self.start:
            self._note_dead()
            return False
        self.end = end
        return True

    def _only_end(self, path):
        """The place at which the last variable ends; -1 if that was it, or if it cannot end there."""
        end = len(path) - len(self.part.text_after)
        is_new = self.start == self.end and end <= self.last and path.endswith(self.part.text_after)
        return end if is_new else -1

    def _next_end(self, path):
        """The next place behind which the text goes on as the rule does; -1 if there is none."""
        text = self.part.text_after
        if self.part.takes_slashes:
            end = path.find(text, self.end + 1)
            return end if end <= self.last else -1
        end = path.rfind(text, self.start + 1, self.last + len(text)) if text else self.last
        self.last = end - 1
        return end

    def _note_dead(self):
        """Note that no place has led on."""
        if self.part.is_divisible:
            if self.limit != self.dead_limit or self.start < self.dead_after:
                self.dead_after = self.start
            self.dead_limit = self.limit


def values_of(parts, path):
    """The values (dict) of the variables of a rule in a path; None if it does not match. parts: of Variable, in order."""
    if not path.startswith(parts[0].text_before):
        return None
    all_ends = [Ends(part) for part in parts]
    all_ends[0].begin(path, len(parts[0].text_before))
    values = {}
    tries = place = 0
    while place >= 0 and tries < MOST_TRIES:
        ends = all_ends[place]
        part = parts[place]
        if not ends.go_on(path):
            place -= 1
            continue
        tries += not part.is_divisible
        try:
            values[part.variable_name] = part.convert_text(path[ends.start : ends.end])
        except ValueError:
            continue
        if part.ends_rule:
            return values
        place += 1
        all_ends[place].begin(path, ends.end + len(part.text_after))
    return None
