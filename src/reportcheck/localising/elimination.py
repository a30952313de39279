"""Exact elimination: what a system of rows says of other numbers once some are left open.

Equations are solved for a number and put in elsewhere (Gauss); where there is none, each lower
bound is set against each upper one (Fourier and Motzkin). What remains are the implied edits of
Fellegi and Holt (1976), doi:10.1080/01621459.1976.10481472.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import gcd
from typing import Final, Literal, NamedTuple, TypeAlias

MOST_ROWS: Final = 300
"""More rows than these at once are too many: bounds set against bounds multiply."""

Kind: TypeAlias = Literal["=", ">=", ">"]


class TooManyRowsError(Exception):
    """Eliminating these numbers takes more rows than anybody would wait for."""


class Line(NamedTuple):
    """``sum of coefficient x number  (kind)  bound``, numbers by their index."""

    kind: Kind
    terms: Mapping[int, int]
    bound: int

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
        if self.kind == "=":
            return total == self.bound
        return total > self.bound or (total == self.bound and self.kind == ">=")


class Stage(NamedTuple):
    """One number eliminated: by an equation (``pivot``), or by ``lines`` that bound it."""

    number: int
    pivot: Line | None
    lines: tuple[Line, ...]


def eliminate(
    lines: Iterable[Line], indices: Iterable[int], last: int | None = None
) -> tuple[list[Stage], list[Line]]:
    """Return how the numbers are eliminated, in order, and what is left to hold without them.

    Each stage speaks of its own number, of those of later stages, and of those that stay. ``last``
    is kept for the last stage. A TooManyRowsError says that there is no reasonable way.

    >>> stages, rest = eliminate([Line("=", {0: 1, 1: 1}, 3), Line(">=", {0: 1}, 0)], [0])
    >>> stages[0].pivot, rest
    (Line(kind='=', terms={0: 1, 1: 1}, bound=3), [Line(kind='>=', terms={1: -1}, bound=-3)])
    """
    left = set(indices)
    rest = list(lines)
    stages: list[Stage] = []
    while left:
        index, pivot = _next(rest, left - {last} if len(left) > 1 else left)
        left.discard(index)
        touching = [line for line in rest if index in line.terms]
        rest = [line for line in rest if index not in line.terms]
        if pivot is None:
            stages.append(Stage(index, None, tuple(touching)))
            rest.extend(_crossed(touching, index))
        else:
            others = [line for line in touching if line is not pivot]
            stages.append(Stage(index, pivot, tuple(others)))
            rest.extend(put_in(line, pivot, index) for line in others)
        if len(rest) > MOST_ROWS:
            raise TooManyRowsError
    return stages, rest


def _next(lines: Sequence[Line], left: set[int]) -> tuple[int, Line | None]:
    """Return the number to eliminate next, with the simplest equation for it if there is one."""
    best: tuple[int, int, int] | None = None
    pivot: Line | None = None
    for line in lines:
        if line.kind == "=":
            for index in left:
                factor = line.terms.get(index)
                if factor is not None:
                    ease = abs(factor), len(line.terms), index
                    if best is None or ease < best:
                        best, pivot = ease, line
    if best is not None:
        return best[2], pivot
    ups, downs = dict.fromkeys(left, 0), dict.fromkeys(left, 0)
    for line in lines:
        for index in left:
            factor = line.terms.get(index, 0)
            if factor > 0:
                ups[index] += 1
            elif factor < 0:
                downs[index] += 1
    return min(left, key=lambda each: (ups[each] * downs[each], each)), None


def put_in(line: Line, pivot: Line, index: int) -> Line:
    """Return a line in which a number was replaced by what an equation says of it."""
    factor = line.terms.get(index)
    if factor is None:
        return line
    own = pivot.terms[index]
    times, share = abs(own), factor if own > 0 else -factor
    terms = {each: times * held for each, held in line.terms.items()}
    for each, held in pivot.terms.items():
        total = terms.get(each, 0) - share * held
        if total:
            terms[each] = total
        else:
            terms.pop(each, None)
    return _reduced(Line(line.kind, terms, times * line.bound - share * pivot.bound))


def _crossed(lines: Sequence[Line], index: int) -> Iterable[Line]:
    ups = [line for line in lines if line.terms[index] > 0]
    downs = [line for line in lines if line.terms[index] < 0]
    if len(ups) * len(downs) > MOST_ROWS:
        raise TooManyRowsError
    for up in ups:
        for down in downs:
            one, other = -down.terms[index], up.terms[index]
            terms = {each: one * held for each, held in up.terms.items()}
            for each, held in down.terms.items():
                total = terms.get(each, 0) + other * held
                if total:
                    terms[each] = total
                else:
                    terms.pop(each, None)
            kind: Kind = ">" if ">" in {up.kind, down.kind} else ">="
            yield _reduced(Line(kind, terms, one * up.bound + other * down.bound))


def _reduced(line: Line) -> Line:
    common = gcd(line.bound, *line.terms.values())
    if common <= 1:
        return line
    terms = {each: held // common for each, held in line.terms.items()}
    return Line(line.kind, terms, line.bound // common)
