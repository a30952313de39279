"""The records under a header: columns sliced out of a grid without looking at single cells.

A million records are usual in a text file, so no clean cell is visited: columns are taken as a
whole, and only rows that look blank, short or like the header again are looked at closely.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter

from reportcheck.finding import Finding
from reportcheck.grid import Grid
from reportcheck.locating import parted
from reportcheck.locating.candidates import Candidate
from reportcheck.locating.labels import TableLabels
from reportcheck.locating.notes import is_note
from reportcheck.locating.sheets import Place, is_blank, spell
from reportcheck.number import Raw
from reportcheck.submission import Records


@dataclass(frozen=True)
class Extract:
    """The records of a table, the rows they stand in, and the rows that are none."""

    records: Records
    last_row: int
    footnotes: tuple[Place, ...]
    told: tuple[Finding, ...] = ()


def extract(table: TableLabels, found: Candidate, end: int) -> Extract:
    """Slice the records between a header and row ``end`` (not included)."""
    grid = found.sheet.grid
    columns = {
        table.columns.items[item].name: column
        for item, column in sorted(found.header.columns.items())
    }
    start = found.header.bottom + 1
    body = grid.rows[start:end]
    first = min(columns.values())
    keep = [True] * len(body)
    for index, row in enumerate(body):
        head = row[0] if row else None
        if head is None or head == "" or (head.__class__ is str and head.isspace()):
            keep[index] = any(not is_blank(raw) for raw in row)
    for index in _repeated(found, columns, grid, body):
        keep[index] = False
    footnotes = footnotes_of(table, body, keep, first)
    kept = body if all(keep) else list(compress(body, keep))
    top = grid.first_row + start
    physical: Sequence[int] = (
        range(top, top + len(body)) if grid.lines is None else grid.lines[start : start + len(body)]
    )
    lines = physical if len(kept) == len(body) else list(compress(physical, keep))
    told: tuple[Finding, ...] = ()
    cells = _transposed(kept, columns)
    if grid.broken is not None:
        every: Sequence[int] = range(start, start + len(body))
        rows = every if len(kept) == len(body) else list(compress(every, keep))
        cells, told = parted.reread_records(table, found, rows, cells)
    records = Records(
        table.table,
        grid.sheet,
        lines,
        cells,
        {name: grid.first_column + column for name, column in columns.items()},
        None if grid.tables is None else list(compress(grid.tables[start:end], keep)),
    )
    last = max((index for index, sure in enumerate(keep) if sure), default=-1)
    return Extract(
        records, start + last, tuple((start + row, column) for row, column in footnotes), told
    )


def _transposed(
    rows: Sequence[Sequence[Raw]], columns: Mapping[str, int]
) -> dict[str, Sequence[Raw]]:
    if not rows:
        return dict.fromkeys(columns, ())
    if min(map(len, rows)) > max(columns.values()):
        return {name: list(map(itemgetter(column), rows)) for name, column in columns.items()}
    return {
        name: [row[column] if column < len(row) else None for row in rows]
        for name, column in columns.items()
    }


def _repeated(
    found: Candidate, columns: Mapping[str, int], grid: Grid, body: Sequence[Sequence[Raw]]
) -> list[int]:
    """Return the rows that are the header once more, as at the top of every printed page."""
    head = grid.rows[found.header.bottom]
    names = {column: spell(head[column]) for column in columns.values() if column < len(head)
             and not is_blank(head[column])}  # fmt: skip
    if not names:
        return []
    first = min(names)
    wanted = head[first]
    return [
        index
        for index, row in enumerate(body)
        if first < len(row)
        and row[first] == wanted
        and all(column < len(row) and spell(row[column]) == name for column, name in names.items())
    ]


def footnotes_of(
    table: TableLabels,
    body: Sequence[Sequence[Raw]],
    keep: list[bool],
    left: int,
) -> list[Place]:
    """Drop the notes at the end: rows that hold one text at the left and nothing else.

    Such a row may be a record cut short, too. It is a note if it stands apart or reads like one,
    and so is whatever follows a note.
    """
    if len(table.columns.required) < 2:
        return []
    alone: list[tuple[int, int, str]] = []
    for index in range(len(body) - 1, -1, -1):
        if not keep[index]:
            continue
        filled = [column for column, raw in enumerate(body[index]) if not is_blank(raw)]
        text = body[index][filled[0]]
        if len(filled) != 1 or filled[0] > left or not isinstance(text, str):
            break
        alone.append((index, filled[0], text))
    alone.reverse()
    notes = next(
        (
            alone[number:]
            for number, (index, _, text) in enumerate(alone)
            if is_note(text) or (index > 0 and not keep[index - 1])
        ),
        [],
    )
    for index, _, _ in notes:
        keep[index] = False
    return [(index, column) for index, column, _ in notes]
