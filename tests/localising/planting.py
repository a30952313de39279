"""Random annual reports without a fault, mistakes planted in them, and what would mend these.

Nothing here is the tool's own: the 42 relations are reckoned from the printed form.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from reportcheck.address import CellRef
from reportcheck.form import Form, Slot
from reportcheck.number import State
from reportcheck.submission import Reading, Submission

ROWS, APPLICANTS = 25, 6
RECEIVED, CARRIED_IN, FIRST, ALL_RESULTS, CARRIED_OUT = 0, 1, 2, 23, 24
TOTAL = APPLICANTS
REVIEWS = 3


class At(NamedTuple):
    """A cell: table 三 or 四, its row, its column."""

    table: str
    row: int
    column: int


Figures = dict[At, int]
Relation = Mapping[At, int]


def relations() -> list[Relation]:
    """Return the 42 relations as what each cell counts in a sum that is 0."""
    found: list[Relation] = []
    for column in range(APPLICANTS + 1):
        found.append(
            {
                At("三", RECEIVED, column): 1,
                At("三", CARRIED_IN, column): 1,
                At("三", ALL_RESULTS, column): -1,
                At("三", CARRIED_OUT, column): -1,
            }
        )
        parts = {At("三", row, column): 1 for row in range(FIRST, ALL_RESULTS)}
        found.append({**parts, At("三", ALL_RESULTS, column): -1})
    for row in range(ROWS):
        parts = {At("三", row, column): 1 for column in range(APPLICANTS)}
        found.append({**parts, At("三", row, TOTAL): -1})
    for review in range(REVIEWS):
        parts = {At("四", 0, 5 * review + place): 1 for place in range(4)}
        found.append({**parts, At("四", 0, 5 * review + 4): -1})
    return found


RELATIONS = relations()


def report(rng: random.Random) -> Figures:
    """Return the figures of a report in which everything holds."""
    figures: Figures = {}
    for column in range(APPLICANTS):
        settled = 0
        for row in range(FIRST, ALL_RESULTS):
            value = rng.choice([0, 0, 0, rng.randrange(10), rng.randrange(200)])
            figures[At("三", row, column)] = value
            settled += value
        carried_out = rng.randrange(12)
        carried_in = rng.randrange(min(12, settled + carried_out) + 1)
        figures[At("三", ALL_RESULTS, column)] = settled
        figures[At("三", CARRIED_OUT, column)] = carried_out
        figures[At("三", CARRIED_IN, column)] = carried_in
        figures[At("三", RECEIVED, column)] = settled + carried_out - carried_in
    for row in range(ROWS):
        figures[At("三", row, TOTAL)] = sum(
            figures[At("三", row, column)] for column in range(APPLICANTS)
        )
    for review in range(REVIEWS):
        values = [rng.randrange(6) for _ in range(4)]
        for place, value in enumerate([*values, sum(values)]):
            figures[At("四", 0, 5 * review + place)] = value
    return figures


def planted(figures: Figures, count: int, rng: random.Random) -> tuple[Figures, frozenset[At]]:
    """Return the figures with so many cells mistyped, and which."""
    wrong = frozenset(rng.sample(sorted(figures), count))
    changed = dict(figures)
    for at in sorted(wrong):
        value = figures[at]
        while changed[at] == value:
            changed[at] = rng.choice(
                [
                    value + rng.choice([-1, 1]),
                    value * 10,
                    int(str(value)[::-1]),
                    rng.randrange(300),
                    value + 10 ** rng.randrange(3),
                ]
            )
            changed[at] = max(0, changed[at])
    return changed, wrong


def submission(form: Form, figures: Figures) -> Submission:
    """Return the report as if it had been read, each table from the top left of a sheet."""
    readings: dict[Slot, Reading] = {}
    for table in form.tables:
        rows: list[str | None] = [None]
        if table.rows is not None:
            rows = [item.name for item in table.rows.slots]
        for down, row in enumerate(rows):
            for right, column in enumerate(table.columns.slots):
                name = {"申请": "三", "复议诉讼": "四"}.get(table.id, "二")
                value = figures.get(At(name, down, right), 0)
                at = CellRef(name, down + 1, right + 1)
                readings[Slot(table.id, row, column.name)] = Reading(
                    State.VALUE, value, str(value), at
                )
    return Submission(form, "planted.xlsx", readings, agency="甲局", period="2024")


def brute(figures: Figures, most: int = 2) -> set[frozenset[At]]:
    """Return all sets of the smallest number of cells, up to ``most``, whose change mends all."""
    gaps = [sum(factor * figures[at] for at, factor in each.items()) for each in RELATIONS]
    failing = [number for number, gap in enumerate(gaps) if gap]
    if not failing:
        return {frozenset()}
    for size in range(1, most + 1):
        found = {
            frozenset(cells)
            for cells in combinations(sorted(figures), size)
            if _hits(cells, failing) and _mends(cells, figures, gaps)
        }
        if found:
            return found
    return set()


def _hits(cells: Sequence[At], failing: Sequence[int]) -> bool:
    return all(any(at in RELATIONS[number] for at in cells) for number in failing)


def _mends(cells: Sequence[At], figures: Figures, gaps: Sequence[int]) -> bool:
    """Whether there are changes of these very cells after which every relation holds."""
    equations = [
        (*(relation.get(at, 0) for at in cells), gap)
        for relation, gap in zip(RELATIONS, gaps, strict=True)
    ]
    return any(
        all(
            sum(factor * change for factor, change in zip(each, changes, strict=False)) == -each[-1]
            for each in equations
        )
        and all(figures[at] + change >= 0 for at, change in zip(cells, changes, strict=True))
        for changes in _candidates(equations, len(cells))
    )


def _candidates(equations: Sequence[tuple[int, ...]], count: int) -> Iterator[tuple[int, ...]]:
    """Yield what the changes must be by some of the equations, for one or two cells."""
    rows = [each for each in equations if any(each[:-1])]
    if count == 1:
        yield from {(int(Fraction(-gap, own)),) for own, gap in rows}
        return
    for one, other in combinations(rows, 2):
        (a, b, gap), (c, d, rest) = one, other
        determinant = a * d - b * c
        if determinant:
            yield (
                (-gap * d + b * rest) // determinant,
                (-a * rest + gap * c) // determinant,
            )
            return
    # Both in the same relations only: what one takes the other gives.
    a, b, gap = rows[0]
    for change in range(-400, 401):
        if (-gap - a * change) % b == 0:
            yield change, (-gap - a * change) // b
