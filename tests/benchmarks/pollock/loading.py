"""What a loader makes of a file that it is told nothing about: one header, and its records.

Reading gives a grid with everything in it, because what the header is, the form says. Without a
form, this picks the first table as a person would: the rows of names above the first row of values,
put together, and the rows under them as far as the next row of names.
"""

from __future__ import annotations

import re
from collections import Counter

from reportcheck.problem import Problem
from reportcheck.reading.delimited import read_delimited

_VALUE = re.compile(r"\d")


def load(data: bytes) -> list[list[str]] | None:
    """Return the header and the records of the first table, or None where nothing was read."""
    try:
        (grid,) = read_delimited("a.csv", data).grids
    except Problem as problem:
        return [] if problem.code == "empty-file" else None
    rows = [[str(cell) for cell in row] for row in grid.rows if any(row)]
    return _first_table(rows)


def naive(data: bytes) -> list[list[str]] | None:
    """Return all rows as they are: the first is the header, the others are records."""
    try:
        (grid,) = read_delimited("a.csv", data).grids
    except Problem as problem:
        return [] if problem.code == "empty-file" else None
    return [[str(cell) for cell in row] for row in grid.rows]


def _first_table(rows: list[list[str]]) -> list[list[str]]:
    widths = Counter(len(row) for row in rows)
    width = max(widths, key=lambda each: (widths[each], each), default=0)
    top = 0
    while top < len(rows) - 1 and sum(map(bool, rows[top])) < 2 <= width:
        top += 1
    body = top
    while body < len(rows) and _names(rows[body], width):
        body += 1
    end = next((at for at in range(body, len(rows)) if _names(rows[at], width)), len(rows))
    header = rows[top:body]
    if len(header) > 1 and len({len(row) for row in header}) == 1:
        joined = [" ".join(filter(None, column)) for column in zip(*header, strict=True)]
        header = [joined]
    return [[*row, *[""] * (width - len(row))] for row in (*header, *rows[body:end])]


def _names(row: list[str], width: int) -> bool:
    """Tell whether a row holds names alone: several, about as many as there are columns."""
    filled = [cell for cell in row if cell]
    return 2 * len(filled) > width and not any(_VALUE.search(cell) for cell in filled[:width])
