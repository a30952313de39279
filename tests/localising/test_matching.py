"""Where the search for the smallest sets ends early: one set that mends, found by the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest

from reportcheck.localising.clustering import indices
from reportcheck.localising.elimination import Line
from reportcheck.localising.matching import matched
from reportcheck.localising.smallest import smallest
from reportcheck.localising.spending import Budget
from reportcheck.localising.system import Limit, System, would_hold

HEIGHT, WIDTH = 20, 12


def _spoilt(places: Sequence[int], rng: Random) -> System:
    """Return a table of counts with totals of rows and columns, wrong at some places."""
    last = (HEIGHT - 1) * WIDTH
    ends = range(WIDTH - 1, HEIGHT * WIDTH, WIDTH)
    lines = [dict.fromkeys(range(end - WIDTH + 1, end), 1) | {end: -1} for end in ends]
    lines += [dict.fromkeys(range(top, last, WIDTH), 1) | {last + top: -1} for top in range(WIDTH)]
    parts = [[rng.randint(0, 9999) for _ in range(WIDTH - 1)] for _ in range(HEIGHT - 1)]
    rows = [[*each, sum(each)] for each in parts]
    rows.append([sum(each) for each in zip(*rows, strict=True)])
    values = [value for row in rows for value in row]
    for place in places:
        values[place] += rng.randint(1, 10**6)
    count = len(values)
    return System(
        tuple(((Line("=", terms, 0),),) for terms in lines), tuple(values), (Limit(0),) * count,
        (1,) * count, (None,) * count, (frozenset(),) * count, frozenset(),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("mistakes", [11, 25])
def test_what_is_told_does_mend_when_the_search_ends_early(mistakes: int, seed: int) -> None:
    rng = Random(f"{mistakes} {seed}")  # noqa: S311 - a seed, so that all runs are alike
    system = _spoilt(rng.sample(range(HEIGHT * WIDTH), mistakes), rng)
    found = smallest(system, Budget())
    assert mistakes == 11 or not all(part.complete for part in found)
    new: dict[int, int | Fraction | str] = {}
    for part in found:
        for attempt in part.sets[0].attempts:
            new |= attempt.found.numbers
    assert all(would_hold(relation, system, new) for relation in system.relations)
    assert all(system.limits[index].admits(value) for index, value in new.items())  # type: ignore[arg-type]
    assert len(new) <= mistakes + 2


def test_sums_that_are_off_by_as_much_are_so_by_the_cell_they_share() -> None:
    rng = Random(1)  # noqa: S311
    places = [row * WIDTH + row for row in range(WIDTH - 1)]
    assert indices(matched(_spoilt(places, rng), range(HEIGHT * WIDTH))) == places


def test_what_may_not_change_is_not_taken() -> None:
    rng = Random(2)  # noqa: S311
    system = _spoilt([0], rng)
    assert not matched(system, range(1, HEIGHT * WIDTH)) & 1
