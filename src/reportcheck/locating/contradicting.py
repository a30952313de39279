"""Whether a text read by the order of its labels contradicts the columns that its lines have.

Where merged cells were lost on the way, cells do not stand under each other, and only their order
tells. A text that has kept its empty cells has kept its columns: what stands there under one label
is no other label's value, however well the numbers of cells agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportcheck.grid import Source
from reportcheck.locating.sheets import is_blank
from reportcheck.number import Raw
from reportcheck.submission import Placement, Submission


def contradicts(source: Source, read: Submission) -> bool:
    """Whether a value was read in another column than its label's, where columns are sound."""
    rows = [
        (line, row)
        for grid in source.grids
        for line, row in zip(grid.lines or (), grid.rows, strict=False)
        if not all(map(is_blank, row))
    ]
    return any(
        _keeps_columns([row for line, row in rows if each.area.top <= line <= each.area.bottom])
        and any(label != value for label, value in _pairs(each, read))
        for each in read.placements
    )


def _keeps_columns(rows: Sequence[Sequence[Raw]]) -> bool:
    """Whether the rows have one length, and an empty cell somewhere before a filled one."""
    return len({len(row) for row in rows}) == 1 and any(_has_gap(row) for row in rows)


def _has_gap(row: Sequence[Raw]) -> bool:
    blank = [is_blank(raw) for raw in row]
    return any(blank[: len(row) - blank[::-1].index(False)])


def _pairs(placed: Placement, read: Submission) -> Iterator[tuple[int, int]]:
    """Yield for each value of a table the column of its label and its own."""
    columns = {name: at.column for axis, name, at, _ in placed.labels if axis == "column"}
    for slot, reading in read.readings.items():
        if slot.table == placed.table and reading.shown and reading.at and slot.column in columns:
            yield columns[slot.column], reading.at.column
