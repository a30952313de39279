"""Each cell by itself: blank, no number, out of range, not on the list, a key that occurs twice."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from reportcheck.classes import dataclass
from reportcheck.finding import Finding, Kind, Verdict, Witness
from reportcheck.form import BlankPolicy, Slot, Table, Values, blank_means
from reportcheck.formula import EACH, Cell
from reportcheck.measuring import measure
from reportcheck.number import State, Value, read_decimal, spell
from reportcheck.patterns import pattern
from reportcheck.percents import Bare, bare_percents
from reportcheck.rule import Severity
from reportcheck.submission import Reading
from reportcheck.viewing import View

MOST_SHOWN = 20
"""The cells that a finding about many of them names."""
MOST_NAMED: Final = 10
"""The cells that a sentence about many of them names."""
_STATES = {
    State.PLACEHOLDER: "placeholder",
    State.ERROR: "error-value",
    State.NOT_CALCULATED: "formula-not-calculated",
}
_SUMMED = {"count", "amount"}


@dataclass(frozen=True, slots=True)
class Inspected:
    """A cell that was looked at: where it stands and what it holds."""

    cell: Cell
    record: int | None
    reading: Reading
    values: Values


def inspect(view: View) -> tuple[Finding, ...]:
    """Return what is wrong with the cells of a submission, each taken by itself."""
    findings: list[Finding] = []
    for table in view.form.tables:
        odd: list[Inspected] = []
        for each in _cells(view, table):
            findings.extend(
                tell_fault(view, each, code, facts)
                for code, facts in faults(each.reading, each.values)
            )
            if each.reading.state is State.VALUE and each.reading.note is not None:
                odd.append(each)
        if odd:
            first = odd[0].reading
            told = [witness(view, each) for each in odd]
            findings.append(tell_read_as_number(first, first.note or "", told, len(odd)))
        findings.extend(duplicate_keys(view, table))
    findings.extend(measure(view.submission))
    findings.extend(tell_bare(view, each) for each in bare_percents(view.submission))
    return tuple(findings)


def _cells(view: View, table: Table) -> Iterator[Inspected]:
    for slot in table.slots():
        reading = view.submission.readings.get(slot)
        if reading is not None:
            values = table.values_at(slot.row, slot.column)
            yield Inspected(Cell(table.id, slot.row, slot.column), None, reading, values)
    records = view.records(table.id)
    if records is None:
        return
    totals = set(view.total_rows.get(table.id, ()))
    for column in table.columns.slots:
        if column.name not in records.columns:
            continue
        values = table.values_at(None, column.name)
        in_total = values.type in _SUMMED and column.name not in table.key
        cell = Cell(table.id, EACH, column.name)
        for record in view.suspects.get((table.id, column.name), range(len(records))):
            if in_total or record not in totals:
                reading = view.reading(table.id, column.name, record)
                yield Inspected(cell, record, reading, values)


_FORMATTED: Final = {"date": "dated", "time": "dated", "boolean": "boolean"}
"""What a cell holds in place of a number for want of another number format, or of a number."""


def faults(reading: Reading, values: Values) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the id of each thing that is wrong with a cell, with what was expected.

    >>> list(faults(Reading(State.VALUE, -1, "-1"), Values("count", places=0, min=0)))
    [('out-of-range', {'min': '0'})]
    """
    match reading.state:
        case State.BLANK:
            if blank_means(values) is BlankPolicy.ERROR:
                yield "blank", {"type": values.type}
        case State.TEXT:
            yield _no_value(reading, values)
        case State.PLACEHOLDER | State.ERROR | State.NOT_CALCULATED:
            yield _STATES[reading.state], {"type": values.type}
        case State.VALUE:
            yield from _value_faults(reading, values)


def _no_value(reading: Reading, values: Values) -> tuple[str, dict[str, str]]:
    if reading.note == "digits-lost":
        return "code-digits-lost", {"type": values.type}
    if reading.note == "run-together":
        return "run-together", {"type": values.type}
    if reading.note == "unclear-number":
        return "unclear-number", {"type": values.type}
    if reading.note == "merged-number":
        return "merged-number", {"type": values.type}
    facts = {"type": values.type} | ({"note": reading.note} if reading.note else {})
    if values.numeric:
        if reading.note in _FORMATTED:
            facts["what"] = _FORMATTED[reading.note]
        elif meant := _meant(reading.shown):
            facts["what"], facts["value"] = meant
        if values.unit:
            facts["unit"] = values.unit
        return "not-a-number", facts
    return ("not-a-date" if values.type == "date" else "not-allowed"), facts


_BRACKETS = pattern(r"\(\s*(\d[\d.,\s]*?)\s*\)")
_PERCENT = pattern(r"([-−]?\d[\d.,]*)\s*%")
_DIGITS = str.maketrans("OoIl|", "00111")
_LETTERS = pattern(r"[-−]?[\dOoIl|]+([.,][\dOoIl|]+)*")


def _meant(shown: str) -> tuple[str, str] | None:
    """Return what kind of sign keeps a text from being a number, and the number that it may mean.

    >>> _meant("(36.7)"), _meant("1O4"), _meant("95.2%"), _meant("12 of 30")
    (('brackets', '-36.7'), ('letters', '104'), ('percent', '95.2'), None)
    """
    plain = unicodedata.normalize("NFKC", shown).strip()
    if found := _BRACKETS.fullmatch(plain):
        return "brackets", f"-{found[1]}"
    if found := _PERCENT.fullmatch(plain):
        return "percent", found[1]
    if _LETTERS.fullmatch(plain) and plain != plain.translate(_DIGITS):
        return "letters", plain.translate(_DIGITS)
    return None


def _value_faults(reading: Reading, values: Values) -> Iterator[tuple[str, dict[str, str]]]:
    value = reading.value
    if isinstance(value, int | Fraction):
        below = values.min is not None and value < values.min
        if below or (values.max is not None and value > values.max):
            bounds = (("min", values.min), ("max", values.max))
            facts = {name: spell(each) for name, each in bounds if each is not None}
            if values.type == "percent":
                facts["type"] = values.type
            yield "out-of-range", facts
        places = values.places
        if places is not None and isinstance(value, Fraction) and 10**places % value.denominator:
            yield "too-many-decimals", {"places": str(places), "type": values.type}
        if values.one_of and value not in {read_decimal(each) for each in values.one_of}:
            yield "not-allowed", {"allowed": "\n".join(values.one_of)}
    elif values.one_of and value not in values.one_of:
        yield "not-allowed", {"allowed": "\n".join(values.one_of)}
    pattern = values.pattern
    if pattern is not None and re.fullmatch(pattern, _spelt(value) or "") is None:
        yield "not-allowed", {"pattern": pattern}


def tell_fault(view: View, each: Inspected, code: str, facts: dict[str, str]) -> Finding:
    """Return the finding of one thing that is wrong with a cell."""
    row_label, column_label = view.labels(each.cell, each.record)
    return Finding(
        rule=code,
        severity=Severity.ERROR,
        verdict=Verdict.FAIL,
        kind=Kind.CELL,
        table=each.cell.table,
        row=None if each.record is not None else each.cell.row,
        column=each.cell.column,
        row_label=row_label,
        column_label=column_label,
        at=each.reading.at,
        witnesses=(witness(view, each),),
        facts={"shown": each.reading.shown} | facts,
    )


def _spelt(value: Value | None) -> str | None:
    if isinstance(value, int | Fraction):
        return spell(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def witness(view: View, each: Inspected) -> Witness:
    """Return a cell as findings name it."""
    row_label, column_label = view.labels(each.cell, each.record)
    return Witness(
        each.cell.table,
        None if each.record is not None else each.cell.row,
        each.cell.column,
        each.reading.at,
        _spelt(each.reading.value),
        each.reading.shown,
        row_label,
        column_label,
    )


def tell_read_as_number(
    first: Reading, note: str, witnesses: Sequence[Witness], count: int
) -> Finding:
    """Return the one finding about all numbers of a table that were written oddly."""
    facts = {
        "shown": first.shown,
        "value": _spelt(first.value) or "",
        "note": note,
        "count": str(count),
        "cells": " ".join(str(each.at) for each in witnesses[:MOST_SHOWN]),
    }
    return Finding(
        rule="read-as-number",
        severity=Severity.INFO,
        verdict=Verdict.FAIL,
        kind=Kind.CELL,
        table=witnesses[0].table,
        at=first.at,
        witnesses=tuple(witnesses),
        facts=facts,
        count=count,
    )


def tell_bare(view: View, bare: Bare) -> Finding:
    """Return the finding about percentages without a sign."""
    table = view.form.by_id[bare.table]
    told = []
    for each in bare.cells:
        slot = each if isinstance(each, Slot) else Slot(table.id, EACH, bare.column or "")
        cell = Cell(table.id, slot.row, slot.column)
        values = table.values_at(None if slot.row == EACH else slot.row, slot.column)
        if isinstance(each, Slot):
            inspected = Inspected(cell, None, view.submission.readings[each], values)
        else:
            reading = view.reading(table.id, slot.column, each)
            inspected = Inspected(cell, each, reading, values)
        told.append(witness(view, inspected))
    first = told[0]
    return Finding(
        rule="bare-percent",
        severity=Severity.ERROR,
        verdict=Verdict.FAIL,
        kind=Kind.CELL,
        table=table.id,
        row=bare.row,
        column=bare.column,
        row_label="" if bare.row is None else first.row_label,
        column_label="" if bare.column is None else first.column_label,
        at=first.at,
        witnesses=tuple(told),
        facts={
            "what": bare.what,
            "value": f"{spell(100 * (read_decimal(first.value or '') or 0))}%",
            "places": _elsewhere(told, bare.count),
        },
        count=bare.count,
    )


def _elsewhere(told: Sequence[Witness], count: int) -> str:
    """Return where the cells behind the first stand, a line each."""
    named = [each.at.a1 for each in told[1:MOST_NAMED] if each.at is not None]
    return "\n".join([*named, *(["…"] if count > len(told[:MOST_NAMED]) else [])])


def duplicate_keys(view: View, table: Table) -> Iterable[Finding]:
    """Yield a finding for each record whose key another before it has."""
    records = view.records(table.id)
    if records is None or not table.key or any(key not in records.columns for key in table.key):
        return
    cells = tuple(Cell(table.id, EACH, column) for column in table.key)
    for repeated in view.group(cells).values():
        for record in repeated[1:]:
            yield tell_duplicate(view, table, record, repeated[0])


def tell_duplicate(view: View, table: Table, record: int, earlier: int) -> Finding:
    """Return the finding that a record has the key of an earlier one."""
    records = view.submission.records[table.id]
    cells = tuple(Cell(table.id, EACH, column) for column in table.key)
    readings = [view.reading(table.id, column, record) for column in table.key]
    inspected = [
        Inspected(cell, record, reading, table.values_at(None, cell.column))
        for cell, reading in zip(cells, readings, strict=True)
    ]
    row_label, column_label = view.labels(cells[0], record)
    return Finding(
        rule="duplicate-key",
        severity=Severity.ERROR,
        verdict=Verdict.FAIL,
        kind=Kind.CELL,
        table=table.id,
        column=table.key[0],
        row_label=row_label,
        column_label=column_label,
        at=records.at(record, table.key[0]),
        witnesses=tuple(witness(view, each) for each in inspected),
        facts={
            "what": "one" if len(table.key) == 1 else "several",
            "key": " · ".join(reading.shown for reading in readings),
            "columns": "\n".join(view.labels(cell)[1] for cell in cells),
            "first": str(records.at(earlier, table.key[0])),
            "first_row": str(records.lines[earlier]),
        },
    )
