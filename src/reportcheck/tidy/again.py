"""Rows of a tidy table -> the submissions they were made of: the same readings at the same places.

Nothing is guessed: rows that were taken out, put elsewhere or changed into what no cell can hold
are a Problem, with the number of the row.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import field
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Final

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.form import Form, Shape, Slot, Table, Values
from reportcheck.number import ErrorValue, NotCalculated, Raw, State, Untold, Value
from reportcheck.problem import Problem
from reportcheck.rule import Severity
from reportcheck.submission import Reading, Records, Submission
from reportcheck.tidy.rows import COLUMNS, NO_RECORDS, NOISY, place_of
from reportcheck.viewing import LAID_OUT

Fields = Sequence[str]
"""The fields of one row, in the order of COLUMNS."""

_AT: Final = {name: place for place, name in enumerate(COLUMNS)}
_WHOSE: Final = itemgetter(
    *(_AT[name] for name in ("agency", "period", "form", "form_version", "path", "submission"))
)
_OF_SLOT: Final = itemgetter(
    *(
        _AT[name]
        for name in (
            "table", "row", "column", "sheet", "cell", "state", "value", "shown", "reason", "note",
            "line", "table_number",
        )
    )
)  # fmt: skip


def submissions_of(
    table: str, rows: Iterable[tuple[int, Fields]], form_of: Callable[[str, str], Form | None]
) -> Iterator[Submission]:
    """Yield the submissions that rows were made of, one at a time; each row has its number.

    ``table`` is the path of the table, for a Problem with it; ``form_of`` gives the form of an id
    and a version, None where it is not known.
    """
    for whose, group in groupby(rows, lambda row: _WHOSE(row[1])):
        agency, period, form_id, version, path, _ = whose
        first, *_ = numbered = list(group)
        form = form_of(form_id, version)
        if form is None:
            named = f"{form_id}@{version}" if version else form_id
            raise Problem("extract-other-form", path=table, row=first[0], form=named)
        made = _Made(form)
        for number, fields in numbered:
            try:
                made.add(*_OF_SLOT(fields))
            except (ValueError, KeyError, OverflowError):
                said = " ".join(filter(None, fields))
                raise Problem("extract-no-such-row", path=table, row=number, said=said) from None
        left_out = made.left_out()
        if left_out is not None:
            named = " ".join(filter(None, left_out))
            raise Problem("extract-rows-left-out", path=table, row=first[0], of=path, slot=named)
        yield made.submission(path, agency or None, period or None)


@dataclass
class _Gathered:
    """The records of a table as they come, cell by cell."""

    table: Table
    lines: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    sheet: str | None = None
    cells: dict[str, list[Raw]] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    lacking: set[str] = field(default_factory=set)

    def add(self, column: str, at: CellRef, raw: Raw) -> None:
        cells = self.cells.setdefault(column, [])
        if column == next(iter(self.cells)):
            self.lines.append(at.row)
            self.numbers.append(at.table or 0)
            self.sheet = at.sheet
        if len(cells) != len(self.lines) - 1 or self.lines[-1] != at.row:
            raise ValueError(column)
        if self.positions.setdefault(column, at.column) != at.column:
            raise ValueError(column)
        cells.append(raw)

    def records(self) -> Records:
        tables = self.numbers if any(self.numbers) else None
        if not self.lines:
            names = (item.name for item in self.table.columns.slots)
            self.cells = {name: [] for name in names if name not in self.lacking}
        return Records(self.table, self.sheet, self.lines, self.cells, self.positions, tables)


@dataclass
class _Made:
    """A submission as its rows come."""

    form: Form
    readings: dict[Slot, Reading] = field(default_factory=dict)
    records: dict[str, _Gathered] = field(default_factory=dict)
    structure: list[Finding] = field(default_factory=list)
    lacking: dict[str, set[str]] = field(default_factory=dict)
    """By table of records, the columns that the file lacks."""

    def add(  # noqa: PLR0913, PLR0917 - a row has its fields
        self,
        table_id: str,
        row: str,
        column: str,
        sheet: str,
        cell: str,
        state: str,
        value: str,
        shown: str,
        reason: str,
        note: str,
        line: str,
        number: str,
    ) -> None:
        table = self.form.by_id[table_id]
        at = place_of(sheet, cell, number)
        if table.shape is Shape.RECORDS and not line:
            self._add_whole(table, column, state, reason)
            return
        values = table.values_at(row or None, column)
        reading = _reading(State(state), value, shown, note, at, values)
        if table.shape is Shape.RECORDS:
            if at is None or at.row != int(line):
                raise ValueError(line)
            self.records.setdefault(table.id, _Gathered(table)).add(
                column, at, _raw_of(reading, values, at)
            )
            return
        slot = Slot(table.id, row or None, column)
        if slot in self.readings:
            raise ValueError(slot)
        self.readings[slot] = reading
        if reading.state is State.MISSING and reason in LAID_OUT:
            self.structure.append(_structural(reason, *slot))

    def _add_whole(self, table: Table, column: str, state: str, reason: str) -> None:
        if column:
            self.lacking.setdefault(table.id, set()).add(table.columns.by_name[column].name)
        if state == NO_RECORDS:
            self.records[table.id] = _Gathered(table)
        elif State(state) is State.MISSING and reason in LAID_OUT:
            self.structure.append(_structural(reason, table.id, None, column or None))
        elif State(state) is not State.ABSENT:
            raise ValueError(state)

    def left_out(self) -> Slot | None:
        """Return a slot, or a table of records, of which there is no row."""
        whole = {each.table for each in self.structure if each.row is None}
        for table in self.form.tables:
            if table.shape is Shape.RECORDS:
                if table.id not in self.records and table.id not in whole:
                    return Slot(table.id, None, "")
            else:
                for slot in table.slots():
                    if slot not in self.readings:
                        return slot
        for gathered in self.records.values():
            for column, cells in gathered.cells.items():
                if len(cells) != len(gathered.lines):
                    return Slot(gathered.table.id, None, column)
        return None

    def submission(self, path: str, agency: str | None, period: str | None) -> Submission:
        for name, each in self.records.items():
            each.lacking |= self.lacking.get(name, set())
        return Submission(
            self.form,
            path,
            self.readings,
            {name: each.records() for name, each in self.records.items()},
            structure=tuple(self.structure),
            agency=agency,
            period=period,
        )


def _structural(rule: str, table: str, row: str | None, column: str | None) -> Finding:
    return Finding(
        rule, Severity.ERROR, Verdict.FAIL, Kind.STRUCTURE, table=table, row=row, column=column
    )


def _reading(
    state: State, value: str, shown: str, note: str, at: CellRef | None, values: Values
) -> Reading:
    if (state is State.VALUE) != bool(value):
        raise ValueError(value)
    held = _value(value, values) if value else None
    noisy = note == NOISY
    return Reading(state, held, shown, at, noisy, None if noisy else note or None)


def _value(text: str, values: Values) -> Value:
    if values.type == "date":
        return dt.date.fromisoformat(text)
    if not values.numeric:
        return text
    if text.isdecimal():
        return int(text)
    exact = Fraction(text)
    return exact.numerator if exact.denominator == 1 else exact


def _raw_of(reading: Reading, values: Values, at: CellRef) -> Raw:
    """Return a cell that reads as this; a ValueError says that none does."""
    for raw in _candidates(reading):
        if Reading.of(raw, values, at) == reading:
            return raw
    raise ValueError(reading)


def _candidates(reading: Reading) -> Iterator[Raw]:
    shown, state, note = reading.shown, reading.state, reading.note
    if state is State.BLANK:
        yield None
    elif state is State.ERROR:
        yield ErrorValue(shown)
    elif state is State.NOT_CALCULATED:
        yield NotCalculated(shown)
    elif note is not None and state in {State.TEXT, State.MISSING}:
        yield from _told(note, shown)
    yield shown
    yield f" {shown}"
    with suppress(ValueError):
        yield int(shown)
    with suppress(ValueError):
        number = float(shown)
        yield number
        for _ in range(4 if math.isfinite(number) else 0):
            number = math.nextafter(number, math.inf)
            yield number


def _told(note: str, shown: str) -> Iterator[Raw]:
    """Yield what may stand in place of a number."""
    match note:
        case "boolean":
            yield shown == "TRUE"
        case "date":
            with suppress(ValueError):
                yield dt.date.fromisoformat(shown)
            with suppress(ValueError):
                yield dt.datetime.fromisoformat(shown)
        case "time":
            with suppress(ValueError):
                yield dt.time.fromisoformat(shown)
            yield _duration(shown)
        case "digits-lost":
            with suppress(ValueError):
                yield float(shown)
        case _:
            yield Untold(note, shown)


def _duration(shown: str) -> Raw:
    """Return the time span that is shown as ``26:03:04.5``."""
    hours, minutes, seconds = shown.split(":")
    return dt.timedelta(
        hours=int(hours), minutes=int(minutes), microseconds=int(Fraction(seconds) * 1_000_000)
    )
