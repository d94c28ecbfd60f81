"""Figures that depend on the machine, taken in rounds: in each, every server has its turn.

What the machine does besides falls on all of them. What can be compared are ratios to the floor of the same round.
"""
from debian import say
from results import spread


class Turns:
    """Of each figure, a list of values by contender."""

    def __init__(self):
        self.values = {}

    def take(self, figure, servers, measure):
        """Have each of `servers`, a dict by name, take its turn. Who is first changes with the round."""
        say(f"{figure} ...")
        taken = self.values.setdefault(figure, {})
        names = list(servers)
        shift = len(next(iter(taken.values()), ())) % len(names)
        for name in names[shift:] + names[:shift]:
            taken.setdefault(name, []).append(measure(servers[name]))

    def add_to(self, found, floor):
        """Add all figures to Results, and those that `floor` has and that vary also as ratios to it."""
        for figure, taken in self.values.items():
            for name, values in taken.items():
                found.add(figure, name, spread(values))
        for figure, taken in self.values.items():
            if floor in taken and figure.startswith(("requests", "p99")):
                for name, values in taken.items():
                    ratios = [value / base for value, base in zip(values, taken[floor])]
                    found.add(figure.replace(": ", ", ratio to the floor: ", 1), name, spread(ratios))
