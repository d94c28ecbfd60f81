"""Random functions of all statements that the build takes apart, and traces of what they do, to compare."""
import textwrap
from random import Random

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

VARIABLES = ("a", "b", "c", "d", "e")
FUEL = 60  # calls of `t` until a run is ended


def examples(number):
    """Settings of a property. What fails is not made smaller, which takes minutes here."""
    return settings(max_examples=number, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck),
                    phases=(Phase.explicit, Phase.generate))


class OutOfFuel(BaseException):
    """A run took long enough."""


class Writer:
    """Writes random source. yields: whether it may yield. careful: whether all variables are set, and none deleted."""

    def __init__(self, random, yields=False, careful=False):
        self.random = random
        self.yields = yields
        self.careful = careful

    def expression(self):
        """An expression of whole numbers. `t` writes down what it is given."""
        x, y = self.random.choices(VARIABLES, k=2)
        return self.random.choice([x, str(self.random.randrange(4)), f"t({x})", f"({x} + {y})", f"t({x} * {y})"])

    def statements(self, depth, in_loop):
        """Some statements, as indented lines."""
        lines = []
        for _ in range(self.random.randint(1, 4 if depth else 2)):
            compound = depth and self.random.random() < 0.6
            lines += self.compound(depth - 1, in_loop) if compound else [self.plain(in_loop)]
        return ["    " + line for line in lines]

    def plain(self, in_loop):
        """A statement of one line."""
        x, y = self.random.choices(VARIABLES, k=2)
        value, other = self.expression(), self.expression()
        forms = ["{x} = {value}", "{x} = {y}", "{x} = {value}", "{x} += {value}", "t({value})", "{x}, {y} = {value}, {other}",
                 "{x} = {y} = {value}", "t(({x} := {value}) + {other})", "{x}, box[{x}] = {value}, {other}",
                 "{x} = {y}", "return {value}", "raise ValueError({value})"] + ["del {x}"] * (not self.careful)
        forms += ["break", "continue"] * in_loop + ["{x} = yield {value}", "yield {value}"] * self.yields
        return self.random.choice(forms).format(x=x, y=y, value=value, other=other)

    def compound(self, depth, in_loop):
        """A statement with statements in it."""
        x, value, other = self.random.choice(VARIABLES), self.expression(), self.expression()
        more = [self.statements(depth, in_loop) for _ in range(3)]
        loop = self.statements(depth, True)
        otherwise = self.random.choice([[], ["else:", *more[2]]])
        end = self.random.choice([otherwise, ["finally:", *more[2]]])
        return self.random.choice([
            [f"if {value}:", *more[0]],
            [f"if {value} > 1:", *more[0], "else:", *more[1]],
            [f"while t({value}) % 3:", *loop, *otherwise],
            [f"for {x} in ({value}, {other}):", *loop, *otherwise],
            [f"for {x} in ({value}, {other}):", *loop],
            [f"with guard({value}) as {x}:", *more[0]],
            ["try:", *more[0], "finally:", *more[1]],
            ["try:", *more[0], "except ValueError:", *more[1], *end],
            ["try:", *more[0], f"except ValueError as {'error' if self.careful else x}:", "    t(7)", *more[1], *end],
            ["try:", *more[0], "except Exception:", *more[1], *end]])

    def function(self, name, parameters, depth):
        """A function, some of whose variables are set at its beginning."""
        some = [each for each in VARIABLES if each not in parameters and (self.careful or self.random.random() < 0.6)]
        start = [f"    {' = '.join(some)} = 1"] if some else []
        end = ["    return", "    yield"] if self.yields else []
        return "\n".join([f"def {name}({parameters}):", *start, *self.statements(depth, False), *end]) + "\n"


def function_sources(name="f", parameters="a, b", depth=3, **options):
    """A strategy of sources of a function."""
    return st.integers(0, 1 << 40).map(lambda seed: Writer(Random(seed), **options).function(name, parameters, depth))


class Trace(list):
    """What a run did."""

    def note(self, value):
        self.append(value)
        if len(self) > FUEL:
            raise OutOfFuel
        return value % 1000 if isinstance(value, int) else 0


class Guard:
    """A context that swallows exceptions if it was given an odd number."""

    def __init__(self, trace, value):
        self.trace, self.value = trace, value

    def __enter__(self):
        return self.trace.note(self.value)

    def __exit__(self, kind, error, traceback):
        self.trace.note(("leaves", kind and kind.__name__))
        return bool(self.value % 2) and kind is not OutOfFuel


def trace_of(source, name="f", arguments=(2, 0), sent=(1, None, 2)):
    """What a function did and how it ended. A generator is sent some values, then an exception, then closed."""
    trace = Trace()
    scope = {"t": trace.note, "guard": lambda value: Guard(trace, value), "box": Box(trace)}
    exec(compile(textwrap.dedent(source), "random", "exec"), scope)
    try:
        result = scope[name](*arguments)
        if hasattr(result, "send"):
            trace.append(("yields", next(result)))
            for value in sent:
                trace.append(("yields", result.send(value)))
            trace.append(("yields", result.throw(ValueError(3))))
            result.close()
        else:
            trace.append(("returns", result))
    except OutOfFuel:
        trace.append("no end")
    except Exception as error:
        trace.append((type(error).__name__, str(error) if isinstance(error, ValueError) else getattr(error, "value", None)))
    return list(map(repr, trace))


class Box:
    """Takes items, and writes down their places."""

    def __init__(self, trace):
        self.trace = trace

    def __setitem__(self, place, value):
        self.trace.note((place, value))
