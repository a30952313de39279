"""What a file says of units, in its headings and number formats, against what the form declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportcheck.address import CellRef
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.form import Shape, Table, Values
from reportcheck.grid import Grid
from reportcheck.rule import Severity
from reportcheck.submission import Placement, Submission
from reportcheck.unit import (
    are_of_a_kind,
    are_unlike,
    is_counted,
    power_of,
    scale_of,
    shows_percent,
    unit_of,
    unit_said,
)

_ABOVE = 4
"""How many rows above a table its unit may be named in."""
LONGEST = 60
"""Longer texts are prose, which may speak of any unit."""


def measure(submission: Submission) -> Iterator[Finding]:
    """Tell where a heading or a format speaks of another unit than the form, or scales a number.

    Values are read as they are stored, never converted: nobody but the author knows what was meant.
    """
    for placement in submission.placements:
        table = submission.form.by_id[placement.table]
        yield from _formats(submission, table, placement.grid)
        yield from _headings(table, placement)


def _formats(submission: Submission, table: Table, grid: Grid) -> Iterator[Finding]:
    if not grid.formats:
        return
    told: dict[tuple[str, str, str], list[CellRef]] = {}
    differences: dict[tuple[str, int], str] = {}
    for at, row, column in _cells(submission, table, grid):
        code = grid.formats.get((at.row, at.column))
        if code is None:
            continue
        values = table.values_at(row, column)
        known = code, id(values)
        if (what := differences.get(known)) is None:
            what = differences[known] = _difference(code, values)
        if what:
            declared = values.unit or ""
            told.setdefault((what, code, declared), []).append(at)
    for (what, code, declared), cells in told.items():
        facts = {"format": code, "declared": declared, "found": unit_of(code)}
        if what == "percent":
            yield _finding("scaled-format", table, cells[0], {"what": what, **facts}, len(cells))
        elif what == "scaled":
            yield _finding("scaled-format", table, cells[0], facts, len(cells))
        else:
            yield _finding("unit-differs", table, cells[0], {"what": what, **facts}, len(cells))


def _cells(
    submission: Submission, table: Table, grid: Grid
) -> Iterator[tuple[CellRef, str | None, str]]:
    """Yield the cells of a table in a grid, with the names of row and column of each."""
    for slot in table.slots():
        reading = submission.readings.get(slot)
        if reading is not None and reading.at is not None and reading.at.sheet == grid.sheet:
            yield reading.at, slot.row, slot.column
    records = submission.records.get(table.id)
    if table.shape is not Shape.RECORDS or records is None:
        return
    names = {position: name for name, position in records.positions.items()}
    lines = frozenset(records.lines)
    for row, column in grid.formats:
        if row in lines and column in names:
            yield CellRef(grid.sheet, row, column), None, names[column]


def _difference(code: str, values: Values) -> str:
    """Return what is odd about a format where such values are declared, or an empty text."""
    if shows_percent(code):
        return "percent" if values.numeric and values.type != "percent" else ""
    declared = values.unit or ""
    scale, unit = scale_of(code) or 0, unit_of(code)
    shown, wanted = power_of(unit), power_of(declared)
    if unit and declared and (shown is None or wanted is None):
        same = unit == declared or (
            are_of_a_kind(unit, declared) and not are_unlike(unit, declared)
        )
        return "" if same and not scale else "format"
    if shown is not None and wanted is not None:
        # 123456 shown as 123.46千元 is an amount in 元: what is stored is what counts.
        return "" if shown - scale == wanted else "format"
    return "scaled" if scale else ""


def _headings(table: Table, placement: Placement) -> Iterator[Finding]:
    labels = {
        (axis, name): (at, text)
        for axis, name, at, text in placement.labels
        if len(text) <= LONGEST
    }
    declaring = [*_declared(table)]
    captions = [*units_above(placement)] if declaring else []
    over = headings_over(table)
    units = {declared for _, _, declared in declaring}
    told: set[tuple[CellRef, str]] = set()
    for row, column, declared in declaring:
        near = [
            labels.get(("row", row or "")),
            *(labels.get(("column", name)) for name in over[column]),
        ]
        found = [(at, unit_said(text)) for at, text in filter(None, near)]
        # The nearest heading that names a unit is the one that counts.
        said = next(((at, unit) for at, unit in [*found, *captions] if unit), None)
        if said is None or said in told or not are_unlike(said[1], declared):
            continue
        own = {at for at, _ in filter(None, near[:2])}
        if said[0] not in own and not _speaks_of(said[1], declared, units):
            continue
        told.add(said)
        facts = {"what": "heading", "found": said[1], "declared": declared}
        yield _finding("unit-differs", table, said[0], facts, 1)


def _speaks_of(said: str, declared: str, units: Iterable[str]) -> bool:
    """Tell whether a unit that stands over several columns is meant for one that declares another.

    ``单位：万元`` over money and persons is meant for the money; where nothing in the table is of
    its kind, it is meant for all of it. What is counted may be told of the table above.
    """
    if are_of_a_kind(said, declared):
        return True
    return not is_counted(said) and not any(are_of_a_kind(said, unit) for unit in units)


def headings_over(table: Table) -> Mapping[str, Sequence[str]]:
    """Return for each column its name and those of its headings, the nearest first."""
    over: dict[str, list[str]] = {}
    for heading in reversed(table.columns.all):
        for item in heading.walk():
            over.setdefault(item.name, []).append(heading.name)
    return over


def _declared(table: Table) -> Iterator[tuple[str | None, str, str]]:
    """Yield row, column and unit of whatever of a table declares a unit."""
    if table.shape is Shape.RECORDS:
        places: list[tuple[str | None, str]] = [(None, item.name) for item in table.columns.slots]
    else:
        places = [(slot.row, slot.column) for slot in table.slots()]
    for row, column in places:
        if unit := table.values_at(row, column).unit:
            yield row, column, unit


def units_above(placement: Placement) -> Iterator[tuple[CellRef, str]]:
    """Yield the units that rows just above a table name, the nearest first."""
    grid, labels = placement.grid, placement.labels
    heads = {(at.table, at.row) for axis, _, at, _ in labels if axis == "column"}
    first = next((i for i in range(len(grid.rows)) if _key(grid.at(i, 0)) in heads), 0)
    for index in range(first, max(first - _ABOVE, 0) - 1, -1):
        for column, raw in enumerate(grid.rows[index]):
            if isinstance(raw, str) and len(raw) <= LONGEST and (unit := unit_said(raw)):
                at = grid.at(index, column)
                if not any(at == label for _, _, label, _ in labels):
                    yield at, unit


def _key(at: CellRef) -> tuple[int | None, int]:
    return at.table, at.row


def _finding(rule: str, table: Table, at: CellRef, facts: Mapping[str, str], count: int) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.WARNING,
        verdict=Verdict.FAIL,
        kind=Kind.CELL,
        table=table.id,
        at=at,
        facts=facts,
        count=count,
    )
