"""Which values a mending leaves no choice about."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import islice
from typing import Final

from reportcheck.localising.elimination import TooManyRowsError, eliminate
from reportcheck.localising.system import System, bounds
from reportcheck.localising.trying import Tried, Way, candidates, open_texts

MOST_SETTLED: Final = 60
"""Of more cells at once only those are settled that equations alone settle."""

Settled = dict[int, "int | Fraction | str | None"]


def settled(system: System, tried: Tried, chosen: frozenset[int]) -> Settled:
    """Return the only value that each of the changed cells may have, None where there are more.

    ``tried`` is what came of changing ``chosen``, and everything open.
    """
    numbers = tried.numbers or {}
    found: Settled = {}
    for index in sorted(chosen | system.open):
        if system.texts[index] is not None:
            found[index] = _text(system, tried.ways, index)
        elif index not in numbers:
            found[index] = None
        elif tried.single:
            found[index] = numbers[index]
        else:
            found[index] = _number(system, tried.ways, index, list(numbers))
    return found


def _number(
    system: System, ways: Iterable[Way], index: int, changed: list[int]
) -> int | Fraction | None:
    if len(changed) > MOST_SETTLED:
        return None
    values: set[int | Fraction] = set()
    for way in ways:
        try:
            stages, rest = eliminate([*way.lines, *bounds(system, changed)], changed, last=index)
        except TooManyRowsError:
            return None
        if not all(line.holds(system.values) for line in rest):
            continue
        values |= set(islice(candidates(system, stages[-1], {}), 2))
        if len(values) > 1:
            return None
    return next(iter(values), None)


def _text(system: System, ways: Iterable[Way], index: int) -> str | None:
    values: set[str] = set()
    for way in ways:
        texts = open_texts(way.picks, index, system)
        if texts is None:
            return None
        values |= texts
    values.discard(system.texts[index] or "")
    return next(iter(values)) if len(values) == 1 else None
