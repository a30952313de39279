"""Which relations follow from others: where these hold they hold, and are no further mistake.

What equations have to do with each other is worked out once, as the combinations of them that come
to nothing; which of those that fail follow from the others is then told from a few numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

_PRIME: Final = (1 << 61) - 1
"""Modulo a prime numbers stay small; that a sum is 0 by chance is one case in 10^18."""

Combination: TypeAlias = Mapping[int, int]
"""Equations, by number, and how many times each is taken."""


def dependencies(equations: Sequence[Mapping[int, int]]) -> tuple[Combination, ...]:
    """Return combinations that come to nothing, of which every other one is a combination.

    Each equation is given by its coefficients; what they come to is not asked.

    >>> [sorted(each) for each in dependencies([{0: 1, 1: 1}, {1: 1, 2: 1}, {0: 1, 2: -1}])]
    [[0, 1, 2]]
    """
    pivots: dict[int, tuple[dict[int, int], dict[int, int]]] = {}
    found: list[Combination] = []
    for number, terms in enumerate(equations):
        row = {index: factor % _PRIME for index, factor in terms.items()}
        taken = {number: 1}
        while (met := next((index for index in row if index in pivots), None)) is not None:
            other, others = pivots[met]
            times = row[met]
            _take_away(row, other, times)
            _take_away(taken, others, times)
        if not row:
            found.append(taken)
            continue
        pivot = min(row)
        inverse = pow(row[pivot], -1, _PRIME)
        pivots[pivot] = _scaled(row, inverse), _scaled(taken, inverse)
    return tuple(found)


def following(known: Sequence[Combination], failing: Sequence[int]) -> frozenset[int]:
    """Return which of the failing equations follow from all that hold and the ones before them.

    ``known`` are the dependencies of all equations.

    >>> sorted(following(dependencies([{0: 1, 1: 1}, {1: 1, 2: 1}, {0: 1, 2: -1}]), [0, 2]))
    [2]
    """
    places = {number: place for place, number in enumerate(failing)}
    pivots: dict[int, dict[int, int]] = {}
    for combination in known:
        row = {places[each]: times for each, times in combination.items() if each in places}
        while row and (last := max(row)) in pivots:
            _take_away(row, pivots[last], row[last])
        if row:
            pivots[last] = _scaled(row, pow(row[last], -1, _PRIME))
    return frozenset(failing[place] for place in pivots)


def _scaled(row: Mapping[int, int], times: int) -> dict[int, int]:
    return {index: factor * times % _PRIME for index, factor in row.items()}


def _take_away(row: dict[int, int], other: Mapping[int, int], times: int) -> None:
    for index, factor in other.items():
        left = (row.get(index, 0) - times * factor) % _PRIME
        if left:
            row[index] = left
        else:
            row.pop(index, None)
