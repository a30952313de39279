"""Whether rows can hold for whole numbers within bounds, exactly: numbers for which they do.

Equations are solved in whole numbers, by the algorithm of Euclid on their coefficients, as the
Omega test does (Pugh 1991, doi:10.1145/125826.125848); bounds are then drawn in to whole numbers,
and what is left is gone through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, count
from typing import Final, NamedTuple, TypeAlias

from reportcheck.localising.elimination import (
    NOTHING,
    Line,
    Spend,
    Stage,
    TooManyRowsError,
    eliminate,
    free,
    tight,
)
from reportcheck.localising.narrowing import Range, narrowed
from reportcheck.localising.system import Limit

MOST_TRIES: Final = 500
"""The most whole numbers that are tried where bounds leave room, and nothing is found there."""
MOST_HALVINGS: Final = 2000
"""How often ranges are halved after that."""

_AWAY: Final = 4
"""So far from its only bound a number is looked for first."""

Numbers: TypeAlias = dict[int, int | Fraction]
_Row: TypeAlias = dict[int, int]
"""A sum: coefficients by number, and a constant."""
_CONSTANT: Final = -1


class Found(NamedTuple):
    """A value for each number. ``fixed`` have no other one, ``loose`` have one for certain."""

    numbers: Numbers
    fixed: frozenset[int] = NOTHING
    loose: frozenset[int] = NOTHING


class UnsureError(Exception):
    """Nothing was found, and nothing shows that there is nothing."""


def numbers_for(
    lines: Iterable[Line], limits: Mapping[int, Limit], spend: Spend = free
) -> Found | None:
    """Return a value for each number, such that all lines hold, or None where there are none.

    The lines speak of these numbers only, and ``limits`` say what each may be. An UnsureError says
    that neither was found out.

    >>> numbers_for([Line("=", {0: 4, 1: -3}, -3)], {0: Limit(0, 3), 1: Limit(0, 3)}).numbers
    {0: 0, 1: 1}
    >>> numbers_for([Line("=", {0: 4, 1: -6}, 1)], {0: Limit(), 1: Limit()}) is None
    True
    """
    try:
        return _listed(list(lines), dict(limits), spend)
    except TooManyRowsError:
        raise UnsureError from None


def _listed(lines: list[Line], limits: dict[int, Limit], spend: Spend) -> Found | None:
    """Go through the values of numbers that may only be some."""
    for line in lines:
        if not line.terms and not line.admits(0):
            return None
    index = next((each for each, limit in limits.items() if limit.listed), None)
    if index is None:
        return _mixed(lines, limits, spend)
    limit = limits.pop(index)
    unsure = False
    for value in sorted(limit.listed):
        if limit.admits(value):
            spend(len(lines))
            try:
                found = _listed([_with(each, index, value) for each in lines], {**limits}, spend)
            except UnsureError:
                unsure = True
                continue
            if found is not None:
                return Found({index: value, **found.numbers}, loose=found.loose)
    if unsure:
        raise UnsureError
    return None


def _with(line: Line, index: int, value: int) -> Line:
    factor = line.terms.get(index)
    if factor is None:
        return line
    terms = {each: held for each, held in line.terms.items() if each != index}
    return Line(line.kind, terms, line.bound - factor * value)


def _mixed(lines: list[Line], limits: Mapping[int, Limit], spend: Spend) -> Found | None:
    """Take out the numbers that may be any fraction: what is left is about whole ones."""
    any_ = [index for index, limit in limits.items() if not limit.step]
    lines = [*lines, *(line for index in any_ for line in limits[index].lines(index))]
    stages, rest = eliminate(lines, any_, spend)
    steps = {index: limit.step for index, limit in limits.items() if limit.step}
    known = _counted(rest, limits, steps, spend)
    if known is None:
        return None
    numbers: Numbers = {index: step * known.numbers[index] for index, step in steps.items()}
    fixed, loose = set(known.fixed), set(known.loose)
    for stage in reversed(stages):
        numbers[stage.number], free_one = _any(stage, numbers)
        if free_one:
            loose.add(stage.number)
        elif stage.pivot is not None and fixed.issuperset(
            stage.pivot.terms.keys() - {stage.number}
        ):
            fixed.add(stage.number)
    return Found(numbers, frozenset(fixed), frozenset(loose))


def _any(stage: Stage, numbers: Numbers) -> tuple[int | Fraction, bool]:
    """Return a fraction that a number may be, and whether another would do: there is room for one.

    Elimination left room.
    """
    if stage.pivot is not None:
        return _plain(_rest(stage.pivot, stage.number, numbers)), False
    low, high = _interval(stage, numbers)
    if low is not None and high is not None:
        return _plain((low + high) / 2), low < high
    if low is not None:
        return _plain(low + 1), True
    return (0 if high is None else _plain(high - 1)), True


def _plain(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _rest(line: Line, index: int, numbers: Mapping[int, int | Fraction]) -> Fraction:
    total = sum(factor * numbers[each] for each, factor in line.terms.items() if each != index)
    return Fraction(line.bound - total) / line.terms[index]


def _interval(
    stage: Stage, numbers: Mapping[int, int | Fraction]
) -> tuple[Fraction | None, Fraction | None]:
    lows = [_rest(line, stage.number, numbers) for line in stage.lines
            if line.terms[stage.number] > 0]  # fmt: skip
    highs = [_rest(line, stage.number, numbers) for line in stage.lines
             if line.terms[stage.number] < 0]  # fmt: skip
    return max(lows, default=None), min(highs, default=None)


def _counted(
    lines: Iterable[Line], limits: Mapping[int, Limit], steps: Mapping[int, int], spend: Spend
) -> Found | None:
    """Return whole numbers of steps for which the lines hold."""
    counted = [
        line._replace(terms={each: factor * steps[each] for each, factor in line.terms.items()})
        for line in lines
    ]
    ranges = {index: limits[index].counted(step) for index, step in steps.items()}
    try:
        return _by_elimination(counted, ranges, spend)
    except (TooManyRowsError, UnsureError):
        pass
    try:
        numbers = narrowed(counted, ranges, MOST_HALVINGS, spend)
    except ArithmeticError:
        raise UnsureError from None
    return None if numbers is None else Found({**numbers})


def _by_elimination(
    lines: Iterable[Line], ranges: Mapping[int, Range], spend: Spend
) -> Found | None:
    own: dict[int, _Row] = {index: {index: 1, _CONSTANT: 0} for index in ranges}
    equations: list[_Row] = []
    bounds: list[_Row] = []
    for line in lines:
        row = {**line.terms, _CONSTANT: -line.bound - (line.kind == ">")}
        (equations if line.kind == "=" else bounds).append(row)
    for index, (low, high) in ranges.items():
        if low is not None:
            bounds.append({index: 1, _CONSTANT: -low})
        if high is not None:
            bounds.append({index: -1, _CONSTANT: high})
    while True:
        if not _solved(equations, [*own.values(), *bounds], spend):
            return None
        drawn = _drawn_in(bounds)
        if drawn is None:
            return None
        equations, bounds = drawn
        if not equations:
            break
    free_ones = {each for row in own.values() for each in row} - {_CONSTANT}
    drawn_in = [Line(">=", _terms(row), -row[_CONSTANT]) for row in bounds]
    stages, rest = eliminate(drawn_in, free_ones, spend, whole=True)
    if any(not line.admits(0) for line in rest):
        return None
    found = _gone_through(stages, spend)
    if found is None:
        return None
    found[_CONSTANT] = 1
    numbers: Numbers = {index: _total(row, found) for index, row in own.items()}
    fixed = frozenset(index for index, row in own.items() if len(row) == 1)
    moved = _moved(bounds, found, free_ones)
    loose = frozenset(index for index, row in own.items() if not moved.isdisjoint(row))
    spend(len(bounds))
    return Found(numbers, fixed, loose)


def _total(row: _Row, found: Mapping[int, int]) -> int:
    return sum(factor * found[each] for each, factor in row.items())


def _moved(bounds: Iterable[_Row], found: Mapping[int, int], all_: Iterable[int]) -> set[int]:
    """Return which numbers may be one more, or one less, while the others stay."""
    more, less = set(all_), set(all_)
    for row in bounds:
        room = _total(row, found)
        for index, factor in row.items():
            if index != _CONSTANT and abs(factor) > room:
                (more if factor < 0 else less).discard(index)
    return more | less


def _terms(row: _Row) -> _Row:
    return {index: factor for index, factor in row.items() if index != _CONSTANT}


def _solved(equations: list[_Row], rows: Sequence[_Row], spend: Spend) -> bool:
    """Put what the equations say into the rows; tell whether whole numbers can be as they say."""
    while equations:
        row = equations.pop()
        others = [*equations, *rows]
        while indices := [index for index in row if index != _CONSTANT]:
            pivot = min(indices, key=lambda each: (abs(row[each]), each))
            own = row[pivot]
            spend(1)
            if abs(own) == 1 or len(indices) == 1:
                if row[_CONSTANT] % own:
                    return False
                meant = {index: -factor // own for index, factor in row.items() if index != pivot}
                for other in others:
                    _put_in(other, pivot, meant)
                break
            # The others become what they leave of the pivot: smaller than it, in the end 0.
            shares = {index: -(row[index] // own) for index in indices if index != pivot}
            for other in (row, *others):
                _put_in(other, pivot, {pivot: 1, **shares})
        else:
            if row[_CONSTANT]:
                return False
    return True


def _put_in(row: _Row, index: int, meant: Mapping[int, int]) -> None:
    times = row.pop(index, 0)
    if times:
        for each, factor in meant.items():
            total = row.get(each, 0) + times * factor
            if total or each == _CONSTANT:
                row[each] = total
            else:
                row.pop(each, None)


def _drawn_in(rows: Iterable[_Row]) -> tuple[list[_Row], list[_Row]] | None:
    """Return which bounds leave one value only, as equations, and the others; None: no value."""
    found: dict[frozenset[tuple[int, int]], Line] = {}
    for row in rows:
        line = tight(">=", _terms(row), -row[_CONSTANT])
        if line.terms:
            key = frozenset(line.terms.items())
            known = found.get(key)
            if known is None or line.bound > known.bound:
                found[key] = line
        elif line.bound > 0:
            return None
    equations: list[_Row] = []
    bounds: list[_Row] = []
    for line in found.values():
        opposite = found.get(frozenset((index, -factor) for index, factor in line.terms.items()))
        room = None if opposite is None else -opposite.bound - line.bound
        if room is not None and room < 0:
            return None
        row = {**line.terms, _CONSTANT: -line.bound}
        (equations if room == 0 else bounds).append(row)
    return equations, bounds


def _gone_through(stages: Sequence[Stage], spend: Spend) -> dict[int, int] | None:
    """Return whole numbers within what the stages leave, the last one first."""
    tries = 0
    found: dict[int, int] = {}

    def filled(depth: int) -> bool:
        nonlocal tries
        if depth < 0:
            return True
        stage = stages[depth]
        spend(len(stage.lines))
        for value in _between(*_room(stage, found)):
            tries += 1
            spend(1)
            if tries > MOST_TRIES:
                raise UnsureError
            found[stage.number] = value
            if filled(depth - 1):
                return True
        found.pop(stage.number, None)
        return False

    return found if filled(len(stages) - 1) else None


def _room(stage: Stage, found: Mapping[int, int]) -> tuple[int | None, int | None]:
    """Return the least and the greatest that a whole number may be."""
    first = last = None
    for line in stage.lines:
        own = line.terms[stage.number]
        rest = line.bound - sum(
            factor * found[each] for each, factor in line.terms.items() if each != stage.number
        )
        if own > 0:
            low = -(-rest // own)
            first = low if first is None else max(first, low)
        else:
            high = -rest // -own
            last = high if last is None else min(last, high)
    return first, last


def _between(first: int | None, last: int | None) -> Iterator[int]:
    """Yield the whole numbers between, those away from bounds first: there is most room."""
    if first is None:
        end = _AWAY if last is None else last
        yield from chain(range(end - _AWAY, end + 1), count(end - _AWAY - 1, -1))
    elif last is None:
        yield from chain(range(first + _AWAY, first - 1, -1), count(first + _AWAY + 1))
    else:
        middle = (first + last) // 2
        for away in range(last - middle + 1):
            if away:
                yield middle + away
            if middle - away >= first:
                yield middle - away
