"""What a case is and how it is judged."""

import functools

CASES = []


class Failed(Exception):
    """The case was not survived: the text says what was seen."""


class Skipped(Exception):
    """The case makes no sense here: the text says why."""


class Case:
    """A function with a name and a line that says what is expected.

    A function whose parameter is called `kernel` gets the kernel that cases
    share; one whose parameter is called `launch` starts kernels of its own.
    It returns the figure to print, or nothing.
    """

    def __init__(self, name, function, expected):
        self.name = name
        self.function = function
        self.expected = expected
        code = getattr(function, "func", function).__code__
        self.shares = code.co_varnames[0] == "kernel"


def case(function):
    """Make a case of a function."""
    CASES.append(Case(function.__name__, function, function.__doc__))
    return function


def each(variants):
    """Make one case of a function for each variant: its name and its value."""

    def decorate(function):
        for name, value in variants.items():
            bound = functools.partial(function, variant=value)
            CASES.append(Case(f"{function.__name__}_{name}", bound, function.__doc__))
        return function

    return decorate


def expect(holds, seen):
    """Fail the case, saying what was seen, unless the condition holds."""
    if not holds:
        raise Failed(seen)


class Limits:
    """The thresholds, times a factor for machines that are slow or busy."""

    def __init__(self):
        self.factor = 3.0

    def at_most(self, value, limit, unit, what=""):
        figure = f"{what} {value:.1f} {unit} (limit {limit:g})".strip()
        expect(value <= limit * self.factor, figure + ("" if self.factor == 1 else f" x {self.factor:g}"))
        return figure

    def at_least(self, value, limit, unit, what=""):
        figure = f"{what} {value:,.0f} {unit} (limit {limit:,g})".strip()
        expect(value >= limit / self.factor, figure + ("" if self.factor == 1 else f" / {self.factor:g}"))
        return figure


limits = Limits()
