"""Trimming: a grid without the empty rows and columns after its last cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from reportcheck.address import CellRef
from reportcheck.grid import Grid
from reportcheck.number import Raw, trim

MOST_COVERED: Final = 20
"""Cells under merged areas that are named, of each sheet."""


def is_empty(raw: Raw) -> bool:
    """Tell whether a cell shows nothing."""
    return raw is None or (isinstance(raw, str) and not trim(raw))


def trimmed(grid: Grid) -> Grid:
    """Return the grid up to its last row and its last column that hold anything.

    >>> trimmed(Grid("a.csv", None, [["1", "", ""], ["", " ", ""], [""]], lines=[1, 2, 3])).rows
    [['1']]
    """
    rows: Sequence[Sequence[Raw]] = grid.rows
    height = len(rows)
    while height and all(map(is_empty, rows[height - 1])):
        height -= 1
    rows = rows[:height]
    width = 0
    for row in rows:
        end = len(row)
        while end > width and is_empty(row[end - 1]):
            end -= 1
        width = max(width, end)
    if any(len(row) > width for row in rows):
        rows = [row[:width] for row in rows]
    lines = grid.lines[:height] if grid.lines is not None else None
    return replace(grid, rows=rows, lines=lines)


def within(spans: Iterable[range], last: int) -> frozenset[int]:
    """Return the numbers from 1 to ``last`` that any of the spans holds, however many there are.

    >>> sorted(within([range(2, 9_999_999), range(1, 2)], 3))
    [1, 2, 3]
    """
    found: set[int] = set()
    above = 0
    for span in sorted(spans, key=lambda each: each.start):
        found.update(range(max(span.start, above, 1), min(span.stop, last + 1)))
        above = max(above, span.stop)
    return frozenset(found)


def covered_cells(cells: Sequence[CellRef]) -> Iterator[tuple[str, str]]:
    """Yield a note on cells of one sheet that hold what a merged area covers, if there are any.

    >>> list(covered_cells([CellRef("三", 1, 2), CellRef("三", 1, 3)]))
    [('covered-cell', '三!B1, C1')]
    """
    if cells:
        first, *others = cells[:MOST_COVERED]
        more = ["…"] if len(cells) > MOST_COVERED else []
        yield "covered-cell", ", ".join([str(first), *(each.a1 for each in others), *more])
