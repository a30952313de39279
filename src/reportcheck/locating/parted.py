"""What a text parted by delimiters needs: lines out of order told, numbers read by columns.

A workbook or a web page says where each cell ends and what is a number; here both are conventions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from reportcheck.finding import Finding
from reportcheck.form import Slot
from reportcheck.locating import malformed, separators
from reportcheck.locating.candidates import Candidate
from reportcheck.locating.labels import TableLabels
from reportcheck.locating.sheets import Place, Sheet
from reportcheck.locating.telling import finding
from reportcheck.number import Raw, State, Untold
from reportcheck.rule import Severity
from reportcheck.submission import Reading

Filled: TypeAlias = tuple[Slot, Reading, Place | None]


def reread_records(
    table: TableLabels, found: Candidate, rows: Sequence[int], columns: Mapping[str, Sequence[Raw]]
) -> tuple[dict[str, Sequence[Raw]], tuple[Finding, ...]]:
    """Return the columns of the records in these rows as they are to be read, and what to tell."""
    grid = found.sheet.grid
    read = dict(columns)
    header = grid.rows[found.header.top : found.header.bottom + 1]
    faults = malformed.faults(grid, rows, malformed.header_width(header))
    lost = {fault.row for fault in faults if fault.lost}
    if lost:
        untold = Untold(malformed.CODE)
        for name, cells in columns.items():
            read[name] = [
                untold if row in lost else cell for row, cell in zip(rows, cells, strict=True)
            ]
    values = {name: table.table.values_at(None, name) for name in columns}
    told = separators.read_columns(read, values, lambda: separators.decimal_sign(grid.rows))
    read.update((name, each.cells) for name, each in told.items())
    findings = malformed.tell(table, found.sheet, faults)
    return read, (*findings, *_styles(table, found.sheet, told, rows, found.header.bottom))


def reread_form(
    table: TableLabels, found: Candidate, filled: Sequence[Filled]
) -> tuple[list[Filled], tuple[Finding, ...]]:
    """Return the slots of a table with labelled rows as they are to be read, and what to tell."""
    grid = found.sheet.grid
    # A row of values that was left empty may stand below the last line of the file.
    places = (place for _, _, place in filled if place is not None)
    rows = sorted({row for row, _ in places if row < len(grid.rows)})
    if not rows:
        return list(filled), ()
    width = malformed.usual_width(grid.rows[found.header.top : rows[-1] + 1])
    faults = [] if width is None else malformed.faults(grid, rows, width)
    lost = {fault.row for fault in faults if fault.lost}
    header = range(found.header.top, found.header.bottom + 1)
    over = malformed.overhanging(found.sheet, header, rows)
    lacking = not table.columns.required <= found.header.columns.keys()
    ragged = malformed.is_ragged(grid, header, rows)
    if (
        2 * len(over) > len(rows)
        or (over and lacking and ragged)
        or (ragged and not malformed.headings_hold(table.columns, found.header.match))
    ):
        faults = [malformed.torn_header(found.sheet, header, rows)]
        lost = set(rows)
    else:
        faults += [fault for fault in over if fault.row not in lost]
        lost.update(fault.row for fault in over)
    columns: dict[str, list[Raw]] = defaultdict(list)
    for slot, _, place in filled:
        raw = None if place is None or place[0] in lost else found.sheet.raw(place)
        columns[slot.column].append(raw)
    values = {slot.column: table.table.values_at(slot.row, slot.column) for slot, _, _ in filled}
    told = separators.read_columns(columns, values, lambda: separators.decimal_sign(grid.rows))
    cells = {name: iter(each.cells) for name, each in told.items()}
    read = [_reread(table, found.sheet, one, lost, cells) for one in filled]
    findings = malformed.tell(table, found.sheet, faults)
    return read, (*findings, *_styles(table, found.sheet, told, rows, found.header.bottom))


def _reread(
    table: TableLabels,
    sheet: Sheet,
    filled: Filled,
    lost: set[int],
    cells: Mapping[str, Iterator[Raw]],
) -> Filled:
    slot, _, place = filled
    raw = next(cells[slot.column]) if slot.column in cells else None
    if place is None:
        return filled
    if place[0] in lost:
        return slot, Reading(State.MISSING, at=sheet.at(place), note=malformed.CODE), place
    if slot.column not in cells:
        return filled
    values = table.table.values_at(slot.row, slot.column)
    return slot, Reading.of(raw, values, sheet.at(place)), place


def _styles(
    table: TableLabels,
    sheet: Sheet,
    told: Mapping[str, separators.Told],
    rows: Sequence[int],
    header: int,
) -> Iterator[Finding]:
    """Tell which columns were read with other signs than a decimal point, and give an example."""
    by_style: dict[separators.Style, list[str]] = defaultdict(list)
    for name, each in told.items():
        if each.style is not None and each.shown:
            by_style[each.style].append(name)
    for names in by_style.values():
        example = told[names[0]]
        yield finding(
            "number-style",
            table,
            at=sheet.at((min(rows, default=header), 0)),
            severity=Severity.INFO,
            facts={
                "columns": "\n".join(table.table.columns.by_name[name].label for name in names),
                "shown": example.shown,
                "value": example.value,
            },
        )
