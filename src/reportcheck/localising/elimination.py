"""Exact elimination: what a system of rows says of other numbers once some are left open.

Equations are solved for a number and put in elsewhere (Gauss); where there is none, each lower
bound is set against each upper one (Fourier and Motzkin). What remains are the implied edits of
Fellegi and Holt (1976), doi:10.1080/01621459.1976.10481472.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
    rows = _Rows(lines, indices)
    stages: list[Stage] = []
    while rows.left:
        index, pivot = rows.next(whole=whole)
        touching = rows.take(index)
        spend(1 + len(rows.left) // 8 + len(touching))
        if pivot is None:
            stages.append(Stage(index, None, tuple(line for line, _ in touching)))
            rows.cross(touching, index, spend, whole=whole)
        else:
            others = [line for line, _ in touching if line is not pivot]
            stages.append(Stage(index, pivot, tuple(others)))
            for line in others:
                rows.add(put_in(line, pivot, index))
        rows.check()
    return stages, list(rows.lines.values())


class _Rows:
    """Lines, by the numbers that are still to be eliminated.

    Of each line it is known of which bounds it is made once bounds are set against bounds: one that
    is made of more than it takes follows from others (Kohler 1967).
    """

    def __init__(self, lines: Iterable[Line], indices: Iterable[int]) -> None:
        self.left = dict.fromkeys(indices)
        self.lines: dict[int, Line] = {}
        self._made_of: dict[int, int] = {}
        self._crossed = 0
        self._by: dict[int, dict[int, Line]] = {index: {} for index in self.left}
        self._bounds: dict[int, list[int]] = {index: [0, 0, 0, 0] for index in self.left}
        """Lower bounds of each number, upper ones, and how many of these have a factor beyond 1."""
        self._equations: dict[int, Line] = {}
        self._count = 0
        for line in lines:
            self.add(line)

    def add(self, line: Line, made_of: int = 0) -> None:
        self._count += 1
        self.lines[self._count] = line
        self._made_of[self._count] = made_of or 1 << self._count
        if line.kind == "=":
            self._equations[self._count] = line
        for index, factor in line.terms.items():
            if index in self.left:
                self._by[index][self._count] = line
                self._note(index, factor, 1)

    def cross(
        self, touching: Sequence[tuple[Line, int]], index: int, spend: Spend, *, whole: bool
    ) -> None:
        """Set each lower bound of a number against each upper one."""
        self._crossed += 1
        ups = [each for each in touching if each[0].terms[index] > 0]
        downs = [each for each in touching if each[0].terms[index] < 0]
        if len(ups) * len(downs) > MOST_ROWS**2:
            raise TooManyRowsError
        reduced = tight if whole else _reduced
        for up, one_half in ups:
            spend(1 + len(downs) // 8)
            for down, other_half in downs:
                made_of = one_half | other_half
                if made_of.bit_count() > self._crossed + 1:
                    continue
                spend(1 + len(up.terms) // 8)
                one, other = -down.terms[index], up.terms[index]
                kind: Kind = ">" if ">" in {up.kind, down.kind} else ">="
                bound = one * up.bound + other * down.bound
                terms = _sum(up, one, down, other)
                if terms or not Line(kind, terms, bound).admits(0):  # or else it is always true
                    self.add(reduced(kind, terms, bound, up.why | down.why), made_of)

    def _note(self, index: int, factor: int, times: int) -> None:
        counts = self._bounds[index]
        counts[factor < 0] += times
        if not -1 <= factor <= 1:
            counts[2 + (factor < 0)] += times

    def take(self, index: int) -> list[tuple[Line, int]]:
        """Take away a number, and return the lines that it was in, and what they are made of."""
        del self.left[index]
        own = self._by.pop(index)
        return [(line, self._drop(number, line)) for number, line in own.items()]

    def _drop(self, number: int, line: Line) -> int:
        del self.lines[number]
        self._equations.pop(number, None)
        for each, factor in line.terms.items():
            if each in self.left:
                del self._by[each][number]
                self._note(each, factor, -1)
        return self._made_of.pop(number)

    def next(self, *, whole: bool) -> tuple[int, Line | None]:
        """Return the number to eliminate next, with the simplest equation for it if there is one.

        Of whole numbers first those come for which a whole number is left wherever there is room.
        """
        best: tuple[int, int, int] | None = None
        pivot: Line | None = None
        for line in self._equations.values():
            size = len(line.terms)
            for index, factor in line.terms.items():
                if index in self.left:
                    found = abs(factor), size, index
                    if best is None or found < best:
                        best, pivot = found, line
        if best is not None:
            return best[2], pivot

        def ease(index: int) -> tuple[bool, int, int]:
            ups, downs, wide_ups, wide_downs = self._bounds[index]
            return whole and wide_ups > 0 < wide_downs, ups * downs, index

        return min(self.left, key=ease), None

    def check(self) -> None:
        """Leave out lines that others imply where they are many, or raise a TooManyRowsError."""
        if len(self.lines) > MOST_ROWS:
            tightest: dict[tuple[Kind, frozenset[tuple[int, int]]], int] = {}
            for number, line in list(self.lines.items()):
                key = line.kind, frozenset(line.terms.items())
                known = tightest.get(key)
                if line.kind == "=" or known is None:
                    tightest[key] = number
                elif line.bound > self.lines[known].bound:
                    self._drop(known, self.lines[known])
                    tightest[key] = number
                else:
                    self._drop(number, line)
            if len(self.lines) > MOST_ROWS:
                raise TooManyRowsError


def put_in(line: Line, pivot: Line, index: int) -> Line:
    """Return a line in which a number was replaced by what an equation says of it."""
    factor = line.terms.get(index)
    if factor is None:
        return line
    own = pivot.terms[index]
    times, share = abs(own), -factor if own > 0 else factor
    bound = times * line.bound + share * pivot.bound
    return _reduced(line.kind, _sum(line, times, pivot, share), bound, line.why | pivot.why)


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
