"""The forms of ``forms`` for two years: this year's carry on last year's, save planted breaks."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.benchmarks.generating.forms import (
    PERIOD,
    SEED,
    Workbook,
    part_of,
    row_of,
    sound,
)
from tests.benchmarks.generating.records import Planted, told

LAST_YEAR = str(int(PERIOD) - 1)
BASE = (0, 1, 2, 3, 5, 6, 7)
"""The columns that are no sums of others."""


def write_years(folder: Path, number: int, *, seed: int = SEED) -> Planted:
    """Write the forms of so many agencies into a folder for each of two years.

    Of a hundred agencies one carries over a figure that is one more than it was, in its column and
    in the sums, and in one everybody is there ten times: a change out of the ordinary.
    """
    book = Workbook()
    chance = Random(seed)  # noqa: S311
    planted = {"carried": 0, "grown": 0}
    for year in (LAST_YEAR, PERIOD):
        (folder / year).mkdir(parents=True, exist_ok=True)
    for nth in range(1, number + 1):
        before = sound(chance)
        now = _next(before, chance, tenfold=nth % 100 == 33)
        planted["grown"] += nth % 100 == 33
        if nth % 100 == 7:
            for column in (0, 4, 9):
                now[25][column] += 1
                now[27][column] += 1
            planted["carried"] += 1
        for year, figures in ((LAST_YEAR, before), (PERIOD, now)):
            path = folder / year / f"{nth:06d}.xlsx"
            path.write_bytes(book.filled(nth, figures, year))
    return told(folder, Planted(2 * number, planted, {}, []))


def _next(before: list[list[int]], chance: Random, *, tenfold: bool) -> list[list[int]]:
    """Return the figures of the year after: each a little more or less."""
    times = 10 if tenfold else 1
    rows = [
        row_of([max(0, row[column] + chance.randrange(-9, 10)) * times for column in BASE])
        for row in before[:24]
    ]
    total = [sum(each) for each in zip(*rows, strict=True)]
    grown = [total[column] - before[24][column] for column in BASE]
    more = [chance.randrange(20) for _ in BASE]
    plus = row_of([max(0, each) + extra for each, extra in zip(grown, more, strict=True)])
    minus = row_of([max(0, -each) + extra for each, extra in zip(grown, more, strict=True)])
    return [*rows, total, [*before[24]], plus, minus, part_of(total, 2), part_of(total, 50)]
