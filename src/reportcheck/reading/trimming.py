"""Trimming: a grid without the empty rows and columns after its last cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportcheck.grid import Grid
from reportcheck.number import Raw, trim


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
    width = widest = max(map(len, rows), default=0)
    while width and all(is_empty(row[width - 1]) for row in rows if len(row) >= width):
        width -= 1
    if width < widest:
        rows = [row[:width] for row in rows]
    lines = grid.lines[:height] if grid.lines is not None else None
    return replace(grid, rows=rows, lines=lines)
