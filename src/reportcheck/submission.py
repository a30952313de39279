"""One filled-in form: the value, the state and the address of every slot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from unicodedata import normalize

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.finding import Finding
from reportcheck.form import Axis, Form, Shape, Slot, Table, Values, is_optional
from reportcheck.grid import Area, Grid
from reportcheck.number import (
    Raw,
    State,
    Typed,
    Value,
    is_ruled,
    read_date,
    read_number,
    read_text,
    show,
)
from reportcheck.rule import Each


@dataclass(frozen=True, slots=True)
class Reading:
    """What one slot holds. ``value`` is None unless the state is VALUE.

    ``shown`` is the stored value in its shortest decimal form, or the text of the cell. ``noisy``
    marks a binary double that needed more than 15 digits: it is compared with room for that noise.
    ``note`` says what was odd about a number that could be read: ``text`` (a number kept as
    text), ``padded``, ``grouped``, ``fullwidth``, ``unit``; for a MARK it is the kind of the mark,
    and for TEXT what stands there instead (``boolean``, ``date``, ``time``), or ``digits-lost`` for
    a code or text of more than 15 digits that the workbook keeps as a number.
    """

    state: State
    value: Value | None = None
    shown: str = ""
    at: CellRef | None = None
    noisy: bool = False
    note: str | None = None

    @classmethod
    def of(cls, raw: Raw, values: Values, at: CellRef) -> Reading:
        """Read a cell as what its slot may hold. An empty cell stays BLANK, whatever that means.

        >>> Reading.of(" 1,204 ", Values("count"), CellRef("三", 12, 9)).value
        1204
        >>> Reading.of(
        ...     "/", Values("count", marks=(("/", "suppressed"),)), CellRef(None, 2, 1)
        ... ).state
        <State.MARK: 'mark'>
        """
        typed = _mark(raw, values) or _read(raw, values)
        note = typed.note
        if note is None and typed.state is State.VALUE and isinstance(raw, str):
            # Text is all that a text file has; in a workbook a number should be one.
            note = "text" if values.numeric and at.sheet is not None else None
        # Declared places say which number was meant; a bare number or ratio was computed.
        noisy = typed.noisy and values.type in {"number", "percent"} and values.places is None
        return cls(typed.state, typed.value, typed.shown, at, noisy, note)


def _mark(raw: Raw, values: Values) -> Typed | None:
    if not values.marks:
        return None
    shown = show(raw)
    folded = normalize("NFKC", shown)
    for text, kind in values.marks:
        if folded and folded == normalize("NFKC", text).strip():
            return Typed(State.MARK, shown=shown, note=kind)
    return None


def _read(raw: Raw, values: Values) -> Typed:
    match values.type:
        case "text":
            return read_text(raw)
        case "code":
            typed = read_text(raw)
            if is_ruled(typed.shown) and typed.shown not in values.one_of:
                return Typed(State.PLACEHOLDER, shown=typed.shown)
            return typed
        case "date":
            return read_date(raw)
        case "count":
            return read_number(raw, unit=values.unit, counter=True)
        case "percent":
            return read_number(raw, unit=values.unit, percent=True)
        case _:
            return read_number(raw, unit=values.unit)


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one table: raw cells by column name, all of the same length.

    ``positions[column]`` is the number of the sheet column; ``lines[i]`` the row (the physical line
    of a text file) of record ``i``. A declared column that the file lacks is not in ``columns``.
    """

    table: Table
    sheet: str | None
    lines: Sequence[int]
    columns: Mapping[str, Sequence[Raw]]
    positions: Mapping[str, int]
    tables: Sequence[int] | None = None
    """In a document, the number of the table in which each record stands."""

    def at(self, record: int, column: str) -> CellRef | None:
        """Return the address of a record's cell, or None where the file lacks the column."""
        if column not in self.positions:
            return None
        table = self.tables[record] if self.tables is not None else None
        return CellRef(self.sheet, self.lines[record], self.positions[column], table)

    def __len__(self) -> int:
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a table was found: its header and body together, and the labels that were met there.

    ``labels`` pairs what the form calls an item (``("row", name)`` or ``("column", name)``) with
    the address and the text of the cell that was taken for it. In a document ``tables`` are the
    numbers of the tables that it takes up.
    """

    table: str
    grid: Grid
    area: Area
    labels: tuple[tuple[str, str, CellRef, str], ...] = ()
    tables: tuple[int, ...] = ()


@dataclass(frozen=True)
class Submission:
    """One filled-in form, as located in one file.

    ``readings`` has every slot of the form (a missing one with its state). ``ignored`` lists cells
    that fed nothing. ``confidence`` is the share of the form's labels that were found, 0 to 1.
    ``structure`` holds what was wrong with the layout. ``path`` is the file as the user named it.
    Where reports of several agencies were added up, these are its ``parts``, and ``paths`` has the
    file of what is not known of all.
    """

    form: Form
    path: str
    readings: Mapping[Slot, Reading]
    records: Mapping[str, Records] = field(default_factory=dict)
    placements: tuple[Placement, ...] = ()
    structure: tuple[Finding, ...] = ()
    ignored: tuple[tuple[CellRef, str], ...] = ()
    confidence: float = 1.0
    agency: str | None = None
    period: str | None = None
    paths: Mapping[Slot, str] = field(default_factory=dict)
    parts: tuple[Submission, ...] = ()

    def without(self, table: Table) -> Iterator[tuple[Each, str]]:
        """Yield the optional rows and columns of a table that are not there."""
        axes: list[tuple[Each, Axis]] = [("column", table.columns)]
        if table.rows is not None:
            axes.append(("row", table.rows))
        optional = [
            (kind, item.name)
            for kind, axis in axes
            for item in axis.slots
            if is_optional(axis, item)
        ]
        if not optional:
            return
        records = self.records.get(table.id)
        if records is not None:
            yield from (one for one in optional if one[1] not in records.columns)
        there: set[tuple[Each, str | None]] = set()
        for slot in table.slots():
            reading = self.readings.get(slot)
            if reading is not None and reading.state is not State.ABSENT:
                there |= {("row", slot.row), ("column", slot.column)}
        if table.shape is not Shape.RECORDS:
            yield from (one for one in optional if one not in there)
