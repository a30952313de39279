"""A filling of a file of cases, changed as a case says, as a submission."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reportcheck.address import CellRef
from reportcheck.examining import locate_file
from reportcheck.form import Form, Shape, Slot, Table, is_optional
from reportcheck.number import Raw, State
from reportcheck.problem import Problem
from reportcheck.rule import Pack
from reportcheck.rulefile.casefile import Filling
from reportcheck.rulefile.slots import SlotName
from reportcheck.submission import Reading, Records, Submission


def submission_of(
    filling: Filling, pack: Pack, changes: Iterable[tuple[SlotName, Raw]]
) -> Submission:
    """Return what is filled in, with the changes; a file that cannot be located is a Problem."""
    if filling.path is not None:
        submission = _located(filling.path, pack)
    else:
        submission = _written(filling.typed or {}, pack.form)
    for slot, raw in changes:
        submission = _changed(submission, slot, raw)
    return submission


def _located(path: str, pack: Pack) -> Submission:
    located = locate_file(path, (pack,), recognise=False)
    first = located[0]
    if len(located) > 1:
        raise Problem("case-several", path=path, count=len(located))
    if first.submission is None:
        raise first.problem or Problem("no-form", path=path)
    return first.submission


def _written(typed: Mapping[SlotName, Raw], form: Form) -> Submission:
    """Return a submission as of a text file in which the tables stand one below the other."""
    readings: dict[Slot, Reading] = {}
    records: dict[str, Records] = {}
    top = 1
    for table in form.tables:
        if table.shape is Shape.RECORDS:
            records[table.id] = _records(typed, table, top)
            top += len(records[table.id]) + 2
            continue
        readings |= _readings(typed, table, top)
        top += 2 + (1 if table.rows is None else len(table.rows.slots))
    return Submission(form, "", readings, records)


def _readings(typed: Mapping[SlotName, Raw], table: Table, top: int) -> dict[Slot, Reading]:
    rows = [None] if table.rows is None else [item.name for item in table.rows.slots]
    readings = {}
    for line, row in enumerate(rows, top + 1):
        for number, column in enumerate(table.columns.slots, 2):
            name = SlotName(table.id, row, column.name)
            slot = Slot(table.id, row, column.name)
            if name in typed:
                at = CellRef(None, line, number)
                readings[slot] = Reading.of(typed[name], table.values_at(row, column.name), at)
            elif _may_lack(table, row, column.name):
                readings[slot] = Reading(State.ABSENT)
            else:
                readings[slot] = Reading(State.BLANK, at=CellRef(None, line, number))
    return readings


def _may_lack(table: Table, row: str | None, column: str) -> bool:
    if is_optional(table.columns, table.columns.by_name[column]):
        return True
    return (
        row is not None
        and table.rows is not None
        and is_optional(table.rows, table.rows.by_name[row])
    )


def _records(typed: Mapping[SlotName, Raw], table: Table, top: int) -> Records:
    mine = {slot: raw for slot, raw in typed.items() if slot.table == table.id}
    last = max((slot.record or 0 for slot in mine), default=0)
    named = {slot.column for slot in mine}
    columns: dict[str, list[Raw]] = {
        item.name: [
            mine.get(SlotName(table.id, None, item.name, record=number))
            for number in range(1, last + 1)
        ]
        for item in table.columns.slots
        if item.name in named or not is_optional(table.columns, item)
    }
    positions = {name: number for number, name in enumerate(columns, 1)}
    return Records(table, None, range(top + 1, top + last + 1), columns, positions)


def _changed(submission: Submission, name: SlotName, raw: Raw) -> Submission:
    table = submission.form.by_id[name.table]
    if name.record is not None:
        return _record_changed(submission, name, raw)
    slot = Slot(name.table, name.row, name.column)
    before = submission.readings[slot]
    at = before.at or CellRef(None, 1, 1)
    reading = Reading.of(raw, table.values_at(name.row, name.column), at)
    return replace(submission, readings={**submission.readings, slot: reading})


def _record_changed(submission: Submission, name: SlotName, raw: Raw) -> Submission:
    records = submission.records.get(name.table)
    number = name.record or 0
    if records is None or number > len(records) or name.column not in records.columns:
        raise Problem("case-no-record", table=name.table, number=number, column=name.column)
    column = list(records.columns[name.column])
    column[number - 1] = raw
    changed = replace(records, columns={**records.columns, name.column: column})
    return replace(submission, records={**submission.records, name.table: changed})
