"""One submission as the formulas see it: a cell of a formula, and what stands in that place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeAlias

from reportcheck.below import Below
from reportcheck.classes import dataclass
from reportcheck.finding import Cause, Finding
from reportcheck.form import (
    BlankPolicy,
    Form,
    Shape,
    Slot,
    Values,
    blank_means,
    is_optional,
    label_of,
)
from reportcheck.formula import EACH, TOTAL, Cell
from reportcheck.number import State, Value
from reportcheck.period import before
from reportcheck.rule import Each, Instance, Rule
from reportcheck.submission import Reading, Records, Submission

LAID_OUT = (
    "row-width", "missing-table", "duplicate-table", "missing-row", "missing-column",
    "duplicate-row", "duplicate-column",
)  # fmt: skip
_TOLD_AT_THE_CELL: Final = frozenset({"merged-number", "run-together", "unclear-number"})
"""Notes of readings that are the findings about their cells."""
_TOLD_OF_THE_LINE: Final = frozenset({"malformed-line", "ambiguous-label"})
"""Notes of readings that are the findings about their rows or columns."""
_UNREADABLE: Mapping[State, tuple[str, str]] = {
    State.PLACEHOLDER: ("placeholder", "placeholder"),
    State.MARK: ("placeholder", "placeholder"),
    State.BLANK: ("blank", "blank"),
    State.ERROR: ("not-a-number", "error-value"),
    State.NOT_CALCULATED: ("not-calculated", "formula-not-calculated"),
}
"""By state: the reason of an unknown, and the id of the finding that the cell itself has."""
_MOST_KEPT = 1000
_NOT_THERE = Reading(State.MISSING)


@dataclass(frozen=True, slots=True)
class Place:
    """What an instance is about: an item of an axis, a record, or a cell: ``item`` and ``row``."""

    item: str | None = None
    record: int | None = None
    row: str | None = None

    @classmethod
    def of(cls, instance: Instance) -> Place:
        """Return the place of an instance of a rule over a form."""
        if isinstance(instance, Slot):
            return cls(instance.column, None, instance.row)
        return cls(instance)


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a value is not known: the reason in the vocabulary of the report, and the cause."""

    reason: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Sight:
    """A cell of a formula as seen from an instance: its place, and what stands there.

    ``value`` is None where it is not known, and then ``lack`` says why. In ``cell`` nothing is left
    open but, among records, the row, which is ``record``.
    """

    cell: Cell
    record: int | None
    reading: Reading
    values: Values
    value: Value | None
    lack: Lack | None
    submission: Submission | None

    @property
    def absent(self) -> bool:
        """Whether the cell belongs to an optional item that this submission does without."""
        return self.reading.state is State.ABSENT


def place_cell(cell: Cell, place: Place) -> Cell:
    """Return the cell with EACH replaced by the item that the instance is about.

    >>> place_cell(Cell("t", "a", EACH), Place(item="x"))
    Cell(table='t', row='a', column='x', period=0)
    """
    item = place.item
    if item is None:
        return cell
    row = (place.row or item) if cell.row == EACH and place.record is None else cell.row
    column = item if cell.column == EACH else cell.column
    return Cell(cell.table, row, column, cell.period)


Earlier: TypeAlias = Callable[[int], "Submission | str"]
"""Returns a submission so many periods before another, or the reason why there is none."""


def nothing_earlier(steps: int) -> str:
    """Return that there is no submission of any earlier period."""
    del steps
    return "no-prior-period"


class View:
    """A submission, from which those of the same agency for earlier periods can be seen.

    Readings of records are made when they are asked for, and the total row is told from the others
    by ``is_total``.
    """

    def __init__(self, submission: Submission, earlier: Earlier = nothing_earlier) -> None:
        self.submission = submission
        self.form: Form = submission.form
        self._earlier = earlier
        self._back: dict[int, View | str] = {0: self}
        self._elsewhere = False
        self._readings: dict[tuple[str, str], list[Reading | None]] = {}
        self._sights: dict[tuple[str, str | None, str, int], Sight] = {}
        self._absent: dict[str, frozenset[tuple[Each, str | None]]] = {}
        self._groups: dict[tuple[Cell, ...], Mapping[tuple[Value, ...], list[int]]] = {}
        self._cells: dict[tuple[str, str | None, str], Sight] = {}
        self.sure: Callable[[Rule, Place], bool] | None = None
        """Whether a rule surely holds at a place, where something is known of that."""
        self.total_rows: dict[str, tuple[int, ...]] = {}
        """By table: the total rows among its records, once these were told."""
        self.suspects: dict[tuple[str, str], Sequence[int]] = {}
        """By table and column: the only records whose cells may be worth a finding, once told."""
        self.aggregates: dict[object, object] = {}
        """What aggregates over the records come to, each worked out once."""
        self.below: Below[View] | None = None
        """The agencies below this one, where it is known which these are."""

    def back(self, steps: int) -> View | None:
        """Return the view of so many periods before, or None where there is no report of it."""
        if steps not in self._back:
            found = self._earlier(steps)
            self._back[steps] = found if isinstance(found, str) else View(found)
            if isinstance(there := self._back[steps], View):
                there._elsewhere = True  # noqa: SLF001 - a view like this one
        there = self._back[steps]
        return there if isinstance(there, View) else None

    def unseen(self, steps: int, row: str = "", column: str = "") -> Lack:
        """Return why nothing is known of so many periods before."""
        there = self._back.get(steps, "no-prior-period")
        reason = there if isinstance(there, str) else "other-edition"  # which is nobody's fault
        finding = "no-prior-period" if reason == "duplicate-submission" else reason
        blameless = reason == "other-edition"
        period = None if blameless else before(self.submission.period or "", steps)
        return Lack(reason, Cause(finding, None, row, column, blameless, period=period))

    def records(self, table: str) -> Records | None:
        """Return the records of a table, or None where the file has no such table."""
        return self.submission.records.get(table)

    def plain_records(self, table: str) -> Iterator[int]:
        """Yield the numbers of the records, the total row left out."""
        records = self.records(table)
        total = set(self.total_rows.get(table, ()))
        return (each for each in range(len(records or ())) if each not in total)

    def reading(self, table: str, column: str, record: int) -> Reading:
        """Return what a cell of a record holds; a column that the file lacks is missing."""
        records = self.submission.records[table]
        made = self._readings.get((table, column))
        if made is None:
            made = self._readings[table, column] = [None] * len(records)
        held = made[record]
        if held is None:
            raws = records.columns.get(column)
            at = records.at(record, column)
            if raws is None or at is None:
                columns = records.table.columns
                optional = is_optional(columns, columns.by_name[column])
                held = Reading(State.ABSENT if optional else State.MISSING)
            else:
                values = records.table.values_at(None, column)
                held = Reading.of(raws[record], values, at)
            made[record] = held
        return held

    def keep(self, table: str, column: str, readings: Sequence[Reading | None]) -> None:
        """Take over readings that were made elsewhere."""
        self._readings[table, column] = list(readings)

    def see(self, cell: Cell, place: Place) -> Sight:
        """Return what stands in a cell, seen from an instance of a rule."""
        cell = place_cell(cell, place)
        if not cell.period:
            return self.see_here(cell, place.record)
        view = self.back(cell.period)
        if view is None or not view.form.has(cell.table, cell.row, cell.column):
            lack = self.unseen(cell.period, *self.labels(cell))
            return Sight(cell, None, Reading(State.MISSING), Values(), None, lack, None)
        return view.see_here(cell, place.record)

    def parts(self, sight: Sight) -> tuple[Sight, ...]:
        """Return a cell as it stands in each of the reports that were added up, if any were."""
        there, cell = sight.submission, sight.cell
        parts = there.parts if there is not None else ()
        if not parts:
            return ()
        here = Cell(cell.table, cell.row, cell.column)
        return tuple([View(each).see_here(here, sight.record) for each in parts])

    def see_here(self, cell: Cell, record: int | None) -> Sight:
        """Return what stands in a cell of this very submission."""
        held = self._cells.get((cell.table, cell.row, cell.column))
        if held is not None and not cell.period:
            return held
        table = self.form.by_id.get(cell.table)
        if table is None or cell.column not in table.columns.by_name:
            return self._sight(cell, None, Reading(State.MISSING), Values())
        if table.shape is Shape.RECORDS:
            return self._see_record(cell, record)
        if cell.row is not None and (table.rows is None or cell.row not in table.rows.by_name):
            return self._sight(cell, None, Reading(State.MISSING), Values())
        slot = Slot(cell.table, cell.row, cell.column)
        reading = self.submission.readings.get(slot, _NOT_THERE)
        sight = self._sight(cell, None, reading, table.values_at(cell.row, cell.column))
        if not cell.period:  # as a cell of this submission names itself
            self._cells[slot] = sight
        return sight

    def does_without(self, table: str, axis: Each, item: str | None) -> bool:
        """Whether an optional item of a table is absent from this submission."""
        return (axis, item) in self.absent_items(table)

    def is_without(self, table: str, each: Each, place: Place) -> bool:
        """Whether this submission does without what an instance of a rule is about."""
        if each == "cell":
            row = self.does_without(table, "row", place.row)
            return row or self.does_without(table, "column", place.item)
        return self.does_without(table, each, place.item)

    def absent_items(self, table: str) -> frozenset[tuple[Each, str | None]]:
        """Return the optional items that this submission does without."""
        held = self._absent.get(table)
        if held is None:
            found = self.submission.without(self.form.by_id[table])
            held = self._absent[table] = frozenset(found)
        return held

    def _see_record(self, cell: Cell, record: int | None) -> Sight:
        values = self.form.by_id[cell.table].values_at(None, cell.column)
        if cell.row == TOTAL:
            rows = self.total_rows.get(cell.table, ())
            record = rows[0] if len(rows) == 1 else None
        if self.records(cell.table) is None or record is None:
            return self._sight(cell, None, Reading(State.MISSING), values)
        # A formula, its judgement and its telling come back to the same few cells.
        key = cell.table, cell.row, cell.column, record
        sight = self._sights.get(key)
        if sight is None:
            if len(self._sights) > _MOST_KEPT:
                self._sights.clear()
            reading = self.reading(cell.table, cell.column, record)
            sight = self._sights[key] = self._sight(cell, record, reading, values)
        return sight

    def _sight(self, cell: Cell, record: int | None, reading: Reading, values: Values) -> Sight:
        value, lack = reading.value, None
        if reading.state is not State.VALUE or value is None:
            value = None
            policy = blank_means(values)
            if reading.state is State.BLANK and policy is BlankPolicy.ZERO:
                value = 0
            else:
                reason, finding = self._why_not(cell, reading.state, values)
                if reading.state is State.MISSING and reading.note in _TOLD_OF_THE_LINE:
                    reason = finding = reading.note
                elif reading.note in _TOLD_AT_THE_CELL:
                    finding = reading.note
                blameless = reading.state is State.MARK or (
                    reading.state is State.BLANK and policy is BlankPolicy.UNKNOWN
                )
                labels = self.labels(cell, None if reading.at is None else record)
                whole = cell.table, self.table_label(cell.table)
                origin = self._origin(Slot(cell.table, cell.row, cell.column))
                shown = reading.shown
                cause = Cause(finding, reading.at, *labels, blameless, *whole, *origin, shown=shown)
                lack = Lack(reason, cause)
        return Sight(cell, record, reading, values, value, lack, self.submission)

    def _why_not(self, cell: Cell, state: State, values: Values) -> tuple[str, str]:
        if state in _UNREADABLE:
            return _UNREADABLE[state]
        if state is State.TEXT or state is State.VALUE:
            wrong = "not-a-date" if values.type == "date" else "not-a-number"
            return wrong, wrong
        if state is State.ABSENT:
            return "absent", "absent"
        reason = self._layout_reason(cell)
        no_total = cell.row == TOTAL and reason == "missing-row"
        return reason, "missing-total-row" if no_total else reason

    def _layout_reason(self, cell: Cell) -> str:
        for rule in LAID_OUT:
            for finding in self._structure.get((rule, cell.table), ()):
                same_row = finding.row is None or finding.row == cell.row
                same_column = finding.column is None or finding.column == cell.column
                if same_row and same_column:
                    return rule
        table = self.form.by_id.get(cell.table)
        if table is None:
            return "missing-table"
        if table.shape is Shape.RECORDS:
            records = self.records(cell.table)
            if records is None:
                return "missing-table"
            if cell.column not in records.columns:
                return "missing-column"
            if cell.row == TOTAL and len(self.total_rows.get(cell.table, ())) > 1:
                return "duplicate-row"
            return "missing-row"
        column = table.columns.by_name.get(cell.column)
        row = table.rows.by_name.get(cell.row) if table.rows and cell.row else None
        by_column = column is None or is_optional(table.columns, column)
        by_row = row is not None and table.rows is not None and is_optional(table.rows, row)
        return "missing-column" if by_column and not by_row else "missing-row"

    @cached_property
    def _structure(self) -> Mapping[tuple[str, str | None], list[Finding]]:
        found: dict[tuple[str, str | None], list[Finding]] = {}
        for finding in self.submission.structure:
            found.setdefault((finding.rule, finding.table), []).append(finding)
        return found

    def labels(self, cell: Cell, record: int | None = None) -> tuple[str, str]:
        """Return the form's words for the row and the column of a cell; of a record, its key."""
        table = self.form.by_id.get(cell.table)
        if table is None:
            return "", ""
        row = label_of(table.rows, cell.row)
        if record is not None:
            keys = (self.reading(table.id, column, record) for column in table.key)
            row = " ".join(key.shown for key in keys if key.shown)
        return row, label_of(table.columns, cell.column)

    def table_label(self, table: str) -> str:
        """Return the form's words for a table."""
        held = self.form.by_id.get(table)
        return table if held is None else held.title or table

    def _origin(self, slot: Slot | None = None) -> tuple[str | None, str | None]:
        """Return the file and the period that a cause names which lies elsewhere."""
        there = self.submission
        path = there.path if slot is None else there.paths.get(slot, there.path)
        return (path, there.period) if self._elsewhere else (None, None)

    def lost_table(self, table: str) -> Lack:
        """Return why nothing is known of the records of a table: it stands nowhere, or twice."""
        twice = ("duplicate-table", table) in self._structure
        reason = "duplicate-table" if twice else "missing-table"
        path, period = self._origin()
        label = self.table_label(table)
        cause = Cause(reason, table=table, table_label=label, path=path, period=period)
        return Lack(reason, cause)

    def group(
        self, cells: tuple[Cell, ...], candidates: Sequence[int] | None = None
    ) -> Mapping[tuple[Value, ...], list[int]]:
        """Return the records by the values of these cells, where all of them are known.

        ``candidates``, where given, are the only records that can share their values with another.
        """
        held = self._groups.get(cells)
        if held is None:
            groups: dict[tuple[Value, ...], list[int]] = {}
            table = cells[0].table
            for record in self.plain_records(table) if candidates is None else candidates:
                values = tuple(self.see(cell, Place(record=record)).value for cell in cells)
                known = tuple(value for value in values if value is not None)
                if len(known) == len(cells):
                    groups.setdefault(known, []).append(record)
            held = self._groups[cells] = groups
        return held
