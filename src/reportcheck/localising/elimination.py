"""Exact elimination: what a system of rows says of other numbers once some are left open.

Equations are solved for a number and put in elsewhere (Gauss); where there is none, each lower
bound is set against each upper one (Fourier and Motzkin). What remains are the implied edits of
Fellegi and Holt (1976), doi:10.1080/01621459.1976.10481472.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import gcd
from typing import Final, Literal, NamedTuple, TypeAlias

MOST_ROWS: Final = 300
"""More rows than these at once are too many: bounds set against bounds multiply."""
NOTHING: Final[frozenset[int]] = frozenset()

Kind: TypeAlias = Literal["=", ">=", ">"]
Spend: TypeAlias = Callable[[int], None]
"""Told how many rows were put into others."""


class TooManyRowsError(Exception):
    """Eliminating these numbers takes more rows than anybody would wait for."""


class Line(NamedTuple):
    """``sum of coefficient x number  (kind)  bound``, numbers by their index.

    ``why`` are numbers that do not stand in it, but for whose values it is to hold.
    """

    kind: Kind
    terms: Mapping[int, int]
    bound: int
    why: frozenset[int] = NOTHING

    def holds(self, numbers: Sequence[int | None]) -> bool:
        """Whether the line holds for these numbers, all of which are known.

        >>> Line("=", {0: 1, 1: 1}, 3).holds([1, 2])
        True
        """
        total = 0
        for index, factor in self.terms.items():
            value = numbers[index]
            assert value is not None  # noqa: S101 - open numbers were eliminated
            total += factor * value
        return self.admits(total)

    def admits(self, total: int | Fraction) -> bool:
        """Whether the left side may come to this.

        >>> Line(">", {}, 3).admits(3)
        False
        """
        if self.kind == "=":
            return total == self.bound
        return total > self.bound or (total == self.bound and self.kind == ">=")


class Stage(NamedTuple):
    """One number eliminated: by an equation (``pivot``), or by ``lines`` that bound it."""

    number: int
    pivot: Line | None
    lines: tuple[Line, ...]


def free(_steps: int) -> None:
    """Spend nothing: for what is small."""


def eliminate(
    lines: Iterable[Line], indices: Iterable[int], spend: Spend = free, *, whole: bool = False
) -> tuple[list[Stage], list[Line]]:
    """Return how the numbers are eliminated, in order, and what is left to hold without them.

    Each stage speaks of its own number, of those of later stages, and of those that stay. Where all
    numbers of all lines are ``whole``, bounds are drawn in to whole numbers. A TooManyRowsError
    says that there is no reasonable way.

    >>> stages, rest = eliminate([Line("=", {0: 1, 1: 1}, 3), Line(">=", {0: 1}, 0)], [0])
    >>> stages[0].pivot.terms, [(line.terms, line.bound) for line in rest]
    ({0: 1, 1: 1}, [({1: -1}, -3)])
    """
    left = set(indices)
    rest = list(lines)
    stages: list[Stage] = []
    while left:
        index, pivot = _next(rest, left, whole=whole)
        left.discard(index)
        touching = [line for line in rest if index in line.terms]
        rest = [line for line in rest if index not in line.terms]
        spend(1 + len(touching))
        if pivot is None:
            stages.append(Stage(index, None, tuple(touching)))
            rest.extend(_crossed(touching, index, spend, whole=whole))
        else:
            others = [line for line in touching if line is not pivot]
            stages.append(Stage(index, pivot, tuple(others)))
            rest.extend(put_in(line, pivot, index) for line in others)
        if len(rest) > MOST_ROWS:
            rest = _tightest(rest)
            if len(rest) > MOST_ROWS:
                raise TooManyRowsError
    return stages, rest


def _next(lines: Sequence[Line], left: set[int], *, whole: bool) -> tuple[int, Line | None]:
    """Return the number to eliminate next, with the simplest equation for it if there is one.

    Of whole numbers first those come for which a whole number is left wherever there is room.
    """
    best: tuple[int, int, int] | None = None
    pivot: Line | None = None
    for line in lines:
        if line.kind == "=":
            size = len(line.terms)
            for index, factor in line.terms.items():
                if index in left:
                    found = abs(factor), size, index
                    if best is None or found < best:
                        best, pivot = found, line
    if best is not None:
        return best[2], pivot
    bounds: dict[int, tuple[list[int], list[int]]] = {index: ([], []) for index in left}
    for line in lines:
        for index, factor in line.terms.items():
            if index in left:
                bounds[index][factor < 0].append(factor)

    def ease(index: int) -> tuple[bool, int, int]:
        ups, downs = bounds[index]
        gaps = whole and max(ups, default=1) > 1 and min(downs, default=-1) < -1
        return gaps, len(ups) * len(downs), index

    return min(left, key=ease), None


def put_in(line: Line, pivot: Line, index: int) -> Line:
    """Return a line in which a number was replaced by what an equation says of it."""
    factor = line.terms.get(index)
    if factor is None:
        return line
    own = pivot.terms[index]
    times, share = abs(own), -factor if own > 0 else factor
    bound = times * line.bound + share * pivot.bound
    return _reduced(line.kind, _sum(line, times, pivot, share), bound, line.why | pivot.why)


def _crossed(lines: Sequence[Line], index: int, spend: Spend, *, whole: bool) -> Iterator[Line]:
    ups = [line for line in lines if line.terms[index] > 0]
    downs = [line for line in lines if line.terms[index] < 0]
    if len(ups) * len(downs) > MOST_ROWS * 4:
        raise TooManyRowsError
    spend(len(ups) * len(downs))
    for up in ups:
        for down in downs:
            one, other = -down.terms[index], up.terms[index]
            kind: Kind = ">" if ">" in {up.kind, down.kind} else ">="
            bound = one * up.bound + other * down.bound
            terms = _sum(up, one, down, other)
            if terms or not Line(kind, terms, bound).admits(0):  # or else it is always true
                yield (tight if whole else _reduced)(kind, terms, bound, up.why | down.why)


def _sum(one: Line, times: int, other: Line, share: int) -> dict[int, int]:
    terms = {index: times * factor for index, factor in one.terms.items()}
    for index, factor in other.terms.items():
        total = terms.get(index, 0) + share * factor
        if total:
            terms[index] = total
        else:
            del terms[index]
    return terms


def _reduced(kind: Kind, terms: Mapping[int, int], bound: int, why: frozenset[int]) -> Line:
    common = gcd(bound, *terms.values())
    if common > 1:
        terms = {each: held // common for each, held in terms.items()}
        bound //= common
    return Line(kind, terms, bound, why)


def tight(kind: Kind, terms: Mapping[int, int], bound: int, why: frozenset[int] = NOTHING) -> Line:
    """Return a bound of whole numbers as narrow as these allow.

    >>> tight(">", {0: 2, 1: -4}, 3)
    Line(kind='>=', terms={0: 1, 1: -2}, bound=2, why=frozenset())
    """
    if kind == ">":
        kind, bound = ">=", bound + 1
    common = gcd(*terms.values())
    if common > 1:
        terms = {each: held // common for each, held in terms.items()}
        bound = -(-bound // common)
    return Line(kind, terms, bound, why)


def _tightest(lines: Iterable[Line]) -> list[Line]:
    """Return the lines without those that others of the same numbers imply."""
    found: dict[tuple[Kind, frozenset[tuple[int, int]]], Line] = {}
    equations: list[Line] = []
    for line in lines:
        if line.kind == "=":
            equations.append(line)
            continue
        key = line.kind, frozenset(line.terms.items())
        known = found.get(key)
        if known is None or line.bound > known.bound:
            found[key] = line
    return [*equations, *found.values()]
