"""A submission as one row: a column for every slot; of records, a row for each of them.

For people and their tables: addresses are not in it. What is no value says so: ``[placeholder] /``;
an empty cell stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from reportcheck.form import Form, Shape
from reportcheck.number import State
from reportcheck.submission import Reading, Submission
from reportcheck.tidy.rows import exactly

_BEFORE: Final = ("agency", "period", "form", "form_version", "path", "submission")
_MARKED: Final = "["


class Wide(NamedTuple):
    """One wide table: of the slots of a form's edition, or of the records of one of its tables."""

    form: str
    version: str
    table: str = ""


def wides_of(form: Form) -> tuple[Wide, ...]:
    """Return the wide tables that submissions of a form give: its slots, and each records table."""
    records = [table.id for table in form.tables if table.shape is Shape.RECORDS]
    slots = [Wide(form.id, form.version)] if len(records) < len(form.tables) else []
    return (*slots, *(Wide(form.id, form.version, table) for table in records))


def header_of(wide: Wide, form: Form) -> tuple[str, ...]:
    """Return the names of the columns; those of slots are as formulas write them.

    >>> from reportcheck.rulefile import bundled
    >>> form = next(pack.form for pack in bundled() if pack.form.id == "gir")
    >>> header_of(wides_of(form)[0], form)[6]
    '规范性文件::规章[制发]'
    """
    if wide.table:
        columns = form.by_id[wide.table].columns.slots
        return (*_BEFORE, "line", *(item.name for item in columns))
    slots = (slot for table in form.tables for slot in table.slots())
    return (
        *_BEFORE,
        *(
            f"{table}::{column}" if row is None else f"{table}::{row}[{column}]"
            for table, row, column in slots
        ),
    )


def wide_rows(submission: Submission, number: int = 1) -> Iterator[tuple[Wide, tuple[str, ...]]]:
    """Yield the rows of a submission, each with the table it belongs to."""
    form = submission.form
    before = (submission.agency or "", submission.period or "", form.id, form.version,
              submission.path, str(number))  # fmt: skip
    for wide in wides_of(form):
        if wide.table:
            for line, cells in _records(submission, wide.table):
                yield wide, (*before, line, *cells)
        else:
            slots = (slot for table in form.tables for slot in table.slots())
            cells = (_cell(submission.readings.get(slot)) for slot in slots)
            yield wide, (*before, *cells)


def _records(submission: Submission, table: str) -> Iterator[tuple[str, Iterator[str]]]:
    records = submission.records.get(table)
    if records is None:
        return
    items = records.table.columns.slots
    for record, line in enumerate(records.lines):
        yield (
            str(line),
            (
                _cell(
                    Reading.of(
                        records.columns[item.name][record],
                        records.table.values_at(None, item.name),
                        at,
                    )
                    if (at := records.at(record, item.name)) is not None
                    else None
                )
                for item in items
            ),
        )


def _cell(reading: Reading | None) -> str:
    """Return what stands for a reading: its value, or its state and what stands in the cell."""
    if reading is None:
        reading = Reading(State.MISSING)
    if reading.state is State.BLANK:
        return ""
    value = "" if reading.value is None else exactly(reading.value)
    if reading.state is State.VALUE and not value.startswith(_MARKED):
        return value
    return f"[{reading.state}] {value or reading.shown}".rstrip()
