"""Whole numbers found by narrowing what each may be, and halving it where that does not suffice.

Slower than elimination where there is much room, and not to be blown up by many rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from reportcheck.localising.elimination import Line, Spend, free

_SWEEPS: Final = 20
"""So often bounds are drawn in by each other before a range is halved."""

Range: TypeAlias = "tuple[int | None, int | None]"
"""The least and the greatest that a number may be; None is no bound."""


class _Row(NamedTuple):
    """``sum of coefficient x number >= bound``."""

    terms: Sequence[tuple[int, int]]
    bound: int


def narrowed(
    lines: Iterable[Line], ranges: Mapping[int, Range], most: int, spend: Spend = free
) -> dict[int, int] | None:
    """Return whole numbers within the ranges for which the lines hold, or None: there are none.

    An ArithmeticError says that it was not found out in so many halvings, or that a range has no
    end even then.

    >>> narrowed([Line("=", {0: 4, 1: -3}, -3)], {0: (0, 3), 1: (0, 3)}, 10)
    {0: 0, 1: 1}
    >>> narrowed([Line("=", {0: 2, 1: 2}, 3)], {0: (0, 3), 1: (0, 3)}, 10) is None
    True
    """
    rows: list[_Row] = []
    for line in lines:
        terms = tuple(line.terms.items())
        rows.append(_Row(terms, line.bound + (line.kind == ">")))
        if line.kind == "=":
            rows.append(_Row(tuple((index, -factor) for index, factor in terms), -line.bound))
    waiting = [dict(ranges)]
    for _ in range(most):
        if not waiting:
            return None
        left = _narrow(rows, waiting.pop(), spend)
        if left is None:
            continue
        narrowest = _narrowest(left)
        if narrowest is None:
            return {each: low for each, (low, _) in left.items() if low is not None}
        _, low, high, index = narrowest
        middle = (low + high) // 2
        waiting += {**left, index: (middle + 1, high)}, {**left, index: (low, middle)}
    raise ArithmeticError


def _narrow(
    rows: Sequence[_Row], ranges: dict[int, Range], spend: Spend
) -> dict[int, Range] | None:
    """Return the ranges without what some row rules out, or None where nothing is left."""
    for _ in range(_SWEEPS):
        before = dict(ranges)
        for row in rows:
            spend(len(row.terms))
            if not _narrow_by(row, ranges):
                return None
        if ranges == before:
            break
    return ranges


def _narrow_by(row: _Row, ranges: dict[int, Range]) -> bool:
    """Draw in what a row bounds: each number has to make up for what the others cannot reach."""
    most = 0
    endless = 0
    for index, factor in row.terms:
        end = ranges[index][factor > 0]
        if end is None:
            endless += 1
        else:
            most += factor * end
    if not endless and most < row.bound:
        return False
    for index, factor in row.terms:
        low, high = ranges[index]
        end = high if factor > 0 else low
        if endless > (end is None):
            continue
        rest = row.bound - most + (0 if end is None else factor * end)
        if factor > 0:
            least = -(-rest // factor)
            low = least if low is None else max(low, least)
        else:
            greatest = -rest // -factor
            high = greatest if high is None else min(high, greatest)
        if low is not None and high is not None and low > high:
            return False
        ranges[index] = low, high
    return True


def _narrowest(ranges: Mapping[int, Range]) -> tuple[int, int, int, int] | None:
    """Return the smallest range of several values: its width, its ends and whose it is; or None."""
    found: list[tuple[int, int, int, int]] = []
    for index, (low, high) in ranges.items():
        if low is None or high is None:
            raise ArithmeticError
        if low < high:
            found.append((high - low, low, high, index))
    return min(found, default=None)
