"""Which relations follow from others: where these hold they hold, and are no further mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

_PRIME: Final = (1 << 61) - 1
"""Modulo a prime numbers stay small; that a sum is 0 by chance is one case in 10^18."""


def following(equations: Sequence[Mapping[int, int]]) -> frozenset[int]:
    """Return which equations, by number, are combinations of those before them.

    Each is given by its coefficients; what they come to is not asked.

    >>> following([{0: 1, 1: 1}, {1: 1, 2: 1}, {0: 1, 2: -1}])
    frozenset({2})
    """
    pivots: dict[int, dict[int, int]] = {}
    found: set[int] = set()
    for number, terms in enumerate(equations):
        row = {index: factor % _PRIME for index, factor in terms.items()}
        while (met := next((index for index in row if index in pivots), None)) is not None:
            _take_away(row, pivots[met], row[met])
        if not row:
            found.add(number)
            continue
        pivot = min(row)
        inverse = pow(row[pivot], -1, _PRIME)
        pivots[pivot] = {index: factor * inverse % _PRIME for index, factor in row.items()}
    return frozenset(found)


def _take_away(row: dict[int, int], other: Mapping[int, int], times: int) -> None:
    for index, factor in other.items():
        left = (row.get(index, 0) - times * factor) % _PRIME
        if left:
            row[index] = left
        else:
            row.pop(index, None)
