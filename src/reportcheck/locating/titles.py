"""Whose header it is: the title above it, and the rows that come first under it."""

from __future__ import annotations

from reportcheck.locating.axes import AxisMatch
from reportcheck.locating.headers import Header
from reportcheck.locating.sheets import Place, Sheet

TITLE_REACH = 8
"""How many filled rows above its header the title of a table is looked for."""


def title_of(sheet: Sheet, header: Header) -> tuple[Place | None, int]:
    """Return the place of the title above a header, and 1 if it is its own, -1 if another's."""
    above = sorted((row for row in sheet.rows if row <= header.bottom), reverse=True)
    inside = sum(row >= header.top for row in above)
    for row in above[: TITLE_REACH + inside]:
        if row in sheet.titles:
            if sheet.titles.get(row - 1, sheet.titles[row]) != sheet.titles[row]:
                return None, 0  # the last line of a list of contents is no title
            column, titled = _over(sheet, row, header)
            own = header.table in titled
            return (row, column) if own else None, 1 if own else -1
        if row < header.top and (
            any((row, column) in sheet.numbers for column in sheet.rows[row])
            or any(row in hits for hits in (*sheet.columns_of, *sheet.rows_of))
        ):
            break
    if sheet.named:
        return None, 1 if header.table in sheet.named else 0
    return None, 0


def _over(sheet: Sheet, row: int, header: Header) -> tuple[int, frozenset[int]]:
    """Return the column of the title in a row that stands over a header, and whose it is."""
    beside = sheet.beside.get(row)
    if beside is None:
        return sheet.rows[row][0], sheet.titles[row]
    within = [column for column in beside if header.left <= column <= header.right]
    before = [column for column in beside if column < header.left]
    column = min(within, default=max(before, default=min(beside)))
    return column, beside[column]


def is_lent(sheet: Sheet, header: Header, rows: AxisMatch) -> bool:
    """Whether rows of another table stand between a header under its title and the first row.

    Under a title of its own a table may do with the header of the table above.
    """
    first = min(rows.lines.values(), default=header.bottom)
    if any(header.table in sheet.titles.get(row, ()) for row in range(header.bottom + 1, first)):
        return False
    return any(
        row in hits and row not in sheet.rows_of[header.table]
        for table, hits in enumerate(sheet.rows_of)
        for row in range(header.bottom + 1, first)
        if table != header.table
    )
