"""Words that name a row and a column alike: in the stub they are rows, and no header.

A total of the rows crosses a total of the columns in most forms. A column of a sheet is stub where
its words name rows with values beside them, oftener than values stand in the column itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from reportcheck.locating.labels import TableLabels
from reportcheck.locating.sheets import Place, Sheet, is_value


def header_hits(
    sheet: Sheet, labels: TableLabels, table: int
) -> Mapping[int, Mapping[int, tuple[int, ...]]]:
    """Return the labels of columns by row and column, without those that stand in the stub."""
    hits, rows = sheet.columns_of[table], sheet.rows_of[table]
    both = {
        (row, column)
        for row, found in hits.items()
        for column in found
        if column in rows.get(row, ())
    }
    if labels.rows is None or not both:
        return hits
    parts, stub = _stub(sheet, labels, table)
    named = {place for place in both if (parts[place[0]], place[1]) in stub}
    kept = {
        row: {column: items for column, items in found.items() if (row, column) not in named}
        for row, found in hits.items()
    }
    return {row: found for row, found in kept.items() if found}


def _stub(
    sheet: Sheet, labels: TableLabels, table: int
) -> tuple[Mapping[int, int], frozenset[Place]]:
    """Return the part of the sheet of each row, cut at its titles, and the stub of each part."""
    hits, own = sheet.columns_of[table], sheet.rows_of[table]
    marks = labels.table.values.marks
    parts: dict[int, int] = {}
    part = 0
    rows: Counter[Place] = Counter()
    values: Counter[Place] = Counter()
    for row, columns in sheet.rows.items():
        part += row in sheet.titles and row not in own
        parts[row] = part
        names, heads = own.get(row, {}), hits.get(row, {})
        held = [
            column
            for column in columns
            if column not in names and column not in heads and is_value(sheet, (row, column), marks)
        ]
        values.update((part, column) for column in held)
        last = max(held, default=-1)
        rows.update((part, column) for column in names if column < last)
    return parts, frozenset(place for place, count in rows.items() if count > values[place])
