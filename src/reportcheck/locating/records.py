"""The records under a header: columns sliced out of a grid without looking at single cells.

A million records are usual in a text file, so no clean cell is visited: columns are taken as a
whole, and only rows that look blank, short or like the header again are looked at closely.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from operator import itemgetter

from reportcheck.classes import dataclass
from reportcheck.finding import Finding
from reportcheck.grid import Grid
from reportcheck.locating import parted, telling
from reportcheck.locating.candidates import Candidate
from reportcheck.locating.furniture import is_between
from reportcheck.locating.labels import TableLabels
from reportcheck.locating.notes import begins_like_note, is_note
from reportcheck.locating.sheets import Place, is_blank, spell
from reportcheck.number import Raw
from reportcheck.rule import Severity
from reportcheck.submission import Records

MOST_BETWEEN = 3
"""How many rows under a header may number its columns or give their units."""

MOST_NAMED = 5
"""How many columns are named where several are not read."""

_SIGNED = re.compile(r"[:：]")
_DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*\d{0,2}\s*日?)?")


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
    between = _between(body, keep, columns)
    footnotes = [*between, *footnotes_of(table, body, keep, first)]
    kept = body if all(keep) else list(compress(body, keep))
    top = grid.first_row + start
    physical: Sequence[int] = (
        range(top, top + len(body)) if grid.lines is None else grid.lines[start : start + len(body)]
    )
    lines = physical if len(kept) == len(body) else list(compress(physical, keep))
    told: tuple[Finding, ...] = ()
    cells = _transposed(kept, columns)
    if grid.merges:
        placed = [start + index for index, sure in enumerate(keep) if sure]
        cells = _merged_down(table, grid, placed, columns, cells)
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


def unread(table: TableLabels, found: Candidate) -> Iterator[Finding]:
    """Tell of columns that the form does not have where an optional one of it was not found.

    One may be the other under a name of its own, and would be left out without a word.
    """
    match, labels = found.header.match, table.columns
    there = match.lines.keys() | match.doubled.keys() | match.ambiguous
    absent = [labels.items[each].label for each in sorted(labels.slots - labels.required - there)]
    taken = set(match.lines.values())
    others = [each for each in match.unknown if each.line not in taken]
    others.sort(key=lambda each: each.place)
    if absent and others:
        names = [spell(found.sheet.raw(each.place)).strip() for each in others]
        facts = {"what": "optional", "absent": _few(absent), "found": _few(names)}
        yield telling.finding(
            "stray-value",
            table,
            at=found.sheet.at(others[0].place),
            severity=Severity.WARNING,
            facts=facts,
        )


def _few(names: Sequence[str]) -> str:
    return ", ".join([*names[:MOST_NAMED], *["…"][: len(names) > MOST_NAMED]])


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


def _between(
    body: Sequence[Sequence[Raw]], keep: list[bool], columns: Mapping[str, int]
) -> list[Place]:
    """Drop what stands between a header and the first record: numbers of the columns, units."""
    found: list[Place] = []
    for index, row in enumerate(body[:MOST_BETWEEN]):
        texts = [spell(row[column]) for column in columns.values() if column < len(row)
                 and not is_blank(row[column])]  # fmt: skip
        if not keep[index]:
            continue
        if not is_between(texts):
            break
        keep[index] = False
        found.append((index, min(column for column, raw in enumerate(row) if not is_blank(raw))))
    return found


def _merged_down(
    table: TableLabels,
    grid: Grid,
    rows: Sequence[int],
    columns: Mapping[str, int],
    cells: dict[str, Sequence[Raw]],
) -> dict[str, Sequence[Raw]]:
    """Give every record the text that is merged over its rows; whose a number is nothing tells."""
    at = {row: index for index, row in enumerate(rows)}
    filled = dict(cells)
    for name, column in columns.items():
        if table.table.values_at(None, name).numeric:
            continue
        own = list(cells[name])
        for area in grid.merges:
            if area.bottom > area.top and area.left - grid.first_column == column:
                top = area.top - grid.first_row
                for row in range(top + 1, area.bottom - grid.first_row + 1):
                    if top in at and row in at and is_blank(own[at[row]]):
                        own[at[row]] = own[at[top]]
        filled[name] = own
    return filled


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
        if not isinstance(text, str):
            break
        if not _signs(body[index], filled) and (len(filled) != 1 or filled[0] > left):
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


def _signs(row: Sequence[Raw], filled: Sequence[int]) -> bool:
    """Whether a row says who filled the table in, who checked it, and when."""
    texts = [row[column] for column in filled]
    said = [isinstance(text, str) and _SIGNED.search(text) is not None for text in texts]
    noted = [isinstance(text, str) and begins_like_note(text) for text in texts]
    return noted[0] and said[0] and all(
        one or other or isinstance(text, dt.date)
        or (isinstance(text, str) and _DATE.fullmatch(text.strip()) is not None)
        for one, other, text in zip(said, noted, texts, strict=True)
    )  # fmt: skip
