"""The forms of ``forms`` for a city: what an agency reports is the sum of those below it."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.benchmarks.generating.forms import ROWS, SEED, WIDTH, Workbook, sound
from tests.benchmarks.generating.records import Planted, told

BELOW = 30
"""So many agencies are directly below each that has any."""
LIST = "agencies.csv"
REPORTS = "reports"
TOUCHED = (0, 24, 25)
"""The rows of a figure that is one too many, of its total, and of the year before."""


def write_city(folder: Path, number: int, *, seed: int = SEED) -> Planted:
    """Write the forms of so many agencies into a folder, and a list that says who is below whom.

    One in ten of those above others reports one more than these do, in two rows, three columns of
    each, and in the row of the year before.
    """
    (folder / REPORTS).mkdir(parents=True, exist_ok=True)
    names = [f"某某市第{nth:06d}局" for nth in range(1, number + 1)]
    lines = ["name,parent", f"{names[0]},"]
    lines += [f"{name},{names[nth // BELOW]}" for nth, name in enumerate(names[1:])]
    (folder / LIST).write_text("\n".join([*lines, ""]), encoding="utf-8")
    book, chance = Workbook(), Random(seed)  # noqa: S311
    figures = {nth: sound(chance) for nth in range(1, number + 1) if not _below(nth, number)}
    for nth in range(number, 0, -1):
        if below := _below(nth, number):
            held = [figures[each] for each in below]
            figures[nth] = [
                [sum(each[row][column] for each in held) for column in range(WIDTH)]
                for row in range(ROWS)
            ]
    wrong = 0
    for nth, reported in figures.items():
        told_wrong = bool(_below(nth, number)) and nth % 10 == 4
        wrong += told_wrong
        rows = _one_more(reported) if told_wrong else reported
        (folder / REPORTS / f"{nth:06d}.xlsx").write_bytes(book.filled(nth, rows))
    return told(folder, Planted(number, {"wrong": wrong}, {}, []))


def _below(nth: int, number: int) -> range:
    """Return the agencies directly below one, by number."""
    first = BELOW * (nth - 1) + 2
    return range(first, min(first + BELOW, number + 1))


def _one_more(figures: list[list[int]]) -> list[list[int]]:
    """Return figures that agree with each other, one of them and its sums by one more."""
    rows = [[*row] for row in figures]
    for row in TOUCHED:
        for column in (0, 4, 9):
            rows[row][column] += 1
    return rows
