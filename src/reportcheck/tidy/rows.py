"""A submission as rows: one for every slot, one for every cell of a record."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final, TypeAlias

from reportcheck.address import CellRef
from reportcheck.form import Shape, Table
from reportcheck.formula import EACH, Cell
from reportcheck.number import State, Value
from reportcheck.submission import Reading, Submission
from reportcheck.viewing import LAID_OUT, View

COLUMNS: Final = (
    "agency", "period", "form", "form_version", "path", "table", "row", "column", "sheet", "cell",
    "state", "value", "shown", "reason", "note", "line", "table_number", "submission",
)  # fmt: skip
"""What each row has; a field without anything is empty.

``value`` is exact. ``reason`` says why there is none, in the words of the report; ``note`` what was
odd about a number, or the kind of a mark. ``line`` is the row of a record in its sheet or text,
``table_number`` the table of a document; ``submission`` counts those of one file.
"""

NO_RECORDS: Final = "no-records"
"""The state of a table of records that is there and has none."""

NOISY: Final = "noisy"
"""The note of a number that a workbook keeps with more digits than it means."""

Row: TypeAlias = tuple[tuple[str, ...], bool]
"""The fields of a row, and whether its value is a number."""


def rows_of(submission: Submission, number: int = 1) -> Iterator[Row]:
    """Yield a submission as rows: table by table as the form has them, records as the file has.

    ``number`` is that of the submission in its file, from 1.
    """
    form = submission.form
    before = (submission.agency or "", submission.period or "", form.id, form.version,
              submission.path)  # fmt: skip
    view = View(submission)
    for table in form.tables:
        whole = _slots(table, view) if table.shape is not Shape.RECORDS else _records(table, view)
        for fields, numeric in whole:
            yield (*before, table.id, *fields, str(number)), numeric


def exactly(value: Value) -> str:
    """Return a value as text that loses nothing of it.

    >>> exactly(Fraction(1, 10**40)), exactly(Fraction(-3, 2)), exactly(Fraction(994))
    ('0.0000000000000000000000000000000000000001', '-1.5', '994')
    """
    if not isinstance(value, Fraction) or value.denominator == 1:
        return str(value)
    places, rest = 0, value.denominator
    for factor in (2, 5):
        powers = 0
        while rest % factor == 0:
            rest, powers = rest // factor, powers + 1
        places = max(places, powers)
    if rest != 1:  # no cell holds such a number
        return f"{value.numerator}/{value.denominator}"
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}}"
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _slots(table: Table, view: View) -> Iterator[Row]:
    readings = view.submission.readings
    for slot in table.slots():
        reading = readings.get(slot) or Reading(State.MISSING)
        numeric = table.values_at(slot.row, slot.column).numeric
        reason = "" if reading.state is State.VALUE else _reason(view, Cell(*slot), None)
        yield _fields(slot.row or "", slot.column, reading, reason, ""), numeric


def _records(table: Table, view: View) -> Iterator[Row]:
    yield from _of_the_table(table, view)
    records = view.records(table.id)
    if records is None:
        return
    columns = [
        (item.name, table.values_at(None, item.name), records.columns[item.name])
        for item in table.columns.slots
        if item.name in records.columns
    ]
    for record, line in enumerate(records.lines):
        for name, values, cells in columns:
            at = records.at(record, name)
            assert at is not None  # noqa: S101 - the file has the column
            reading = Reading.of(cells[record], values, at)
            reason = ""
            if reading.state is not State.VALUE:
                reason = _reason(view, Cell(table.id, EACH, name), record)
            yield _fields("", name, reading, reason, str(line)), values.numeric


def _of_the_table(table: Table, view: View) -> Iterator[Row]:
    """Yield what holds for all records: that there are none, that a column or the table lacks."""
    records = view.records(table.id)
    told = dict.fromkeys(
        (each.column or "", each.rule)
        for each in view.submission.structure
        if each.table == table.id and each.rule in LAID_OUT and not each.row
    )
    known = {column for column, _ in told}
    if records is None:
        if "" not in known:
            told["", "missing-table"] = None
    else:
        if not len(records):
            yield _whole("", NO_RECORDS, "")
        for item in table.columns.slots:
            if item.name not in records.columns and item.name not in known:
                lack = "absent" if view.does_without(table.id, "column", item.name) else ""
                told[item.name, lack or "missing-column"] = None
    for column, reason in told:
        yield _whole(column, State.ABSENT if reason == "absent" else State.MISSING, reason)


def _whole(column: str, state: str, reason: str) -> Row:
    return ("", column, "", "", state, "", "", reason, "", "", ""), False


def _reason(view: View, cell: Cell, record: int | None) -> str:
    lack = view.see_here(cell, record).lack
    return "" if lack is None else lack.reason


def _fields(row: str, column: str, reading: Reading, reason: str, line: str) -> tuple[str, ...]:
    at = reading.at
    sheet, cell, number = "", "", ""
    if at is not None:
        sheet, cell, number = at.sheet or "", at.a1, "" if at.table is None else str(at.table)
    note = NOISY if reading.noisy else reading.note or ""
    value = "" if reading.value is None else exactly(reading.value)
    return (row, column, sheet, cell, reading.state, value, reading.shown, reason, note, line,
            number)  # fmt: skip


def place_of(sheet: str, cell: str, number: str) -> CellRef | None:
    """Return the address that a row names; a ValueError says that it is none."""
    if not cell:
        return None
    at = CellRef.parse(cell)
    return CellRef(sheet or None, at.row, at.column, int(number) if number else None)
