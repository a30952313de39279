"""Percentages without a sign: whether anything tells that 5.3 may mean 5.3%, where it is 530%."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from math import isfinite
from typing import Final, Literal, TypeAlias

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.form import Axis, Shape, Slot, Table, Values
from reportcheck.measuring import LONGEST, headings_over, units_above
from reportcheck.number import Raw, State
from reportcheck.submission import Reading, Records, Submission
from reportcheck.unit import names_percent, shows_percent, writes_percent

What: TypeAlias = Literal["heading", "mixed", "alone"]
"""What tells that a number may mean hundredths: a heading, other cells, or its size by itself."""
MOST_KEPT: Final = 20
"""So many of the cells are named."""
_SIGNS: Final = ("%", "％")
_Sign: TypeAlias = Literal["none", "signed", "written", "small", "large"]


@dataclass
class Tally:
    """How many cells are so, and where the first of them stand: by numbers that rise."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, places: Sequence[int], count: int | None = None) -> None:
        """Add cells, of which ``places`` may be the first ones only."""
        if places:
            self.count += len(places) if count is None else count
            self.first = sorted([*self.first, *places[:MOST_KEPT]])[:MOST_KEPT]


@dataclass
class Met:
    """What was met in a column of percentages: whether any cell shows a sign, and which do not.

    ``bare`` are numbers without a sign that are not 0, ``large`` those of them beyond 1.
    """

    signed: bool = False
    bare: Tally = field(default_factory=Tally)
    large: Tally = field(default_factory=Tally)

    def told(self, *, heading: bool) -> tuple[What, Tally] | None:
        """Return what is to be told, if anything; ``heading`` tells that one is in percent.

        >>> met = Met()
        >>> met.bare.add([7])
        >>> met.told(heading=False), met.told(heading=True)
        (None, ('heading', Tally(count=1, first=[7])))
        """
        if self.bare.count and (heading or self.signed):
            return "heading" if heading else "mixed", self.bare
        return ("alone", self.large) if self.large.count else None

    def take(
        self, raws: Sequence[Raw], values: Values, places: Sequence[int], sheet: str | None,
        codes: Mapping[int, str] | None = None,
    ) -> None:  # fmt: skip
        """Take cells at these places, of which some are shown by formats."""
        at, texts = CellRef(sheet, 1, 1), dict[str, _Sign]()
        signs: list[tuple[int, _Sign]] = []
        signed = {each for each in {*(codes or {}).values()} if shows_percent(each)}
        for place, raw in zip(places, raws, strict=True):
            if type(raw) is str:
                if (sign := texts.get(raw)) is None:
                    sign = texts[raw] = _sign(Reading.of(raw, values, at))
            else:
                code = codes.get(place) if codes else None
                plain = type(raw) is float and isfinite(raw) and not values.marks
                if plain and code in signed:
                    sign = "signed"
                else:
                    sign = _sign_of_number(raw, values, at, code)
            if sign != "none":
                signs.append((place, sign))
        self._count(signs)

    def _count(self, signs: Sequence[tuple[int, _Sign]]) -> None:
        self.signed = self.signed or any(sign in {"signed", "written"} for _, sign in signs)
        self.bare.add([place for place, sign in signs if sign != "signed"])
        self.large.add([place for place, sign in signs if sign == "large"])

    @classmethod
    def of(cls, readings: Sequence[tuple[int, Reading, str | None]]) -> Met:
        """Return what was met in readings by their places, each with the format of its cell."""
        met = cls()
        signs = [(place, _sign(reading, code)) for place, reading, code in readings]
        met._count([each for each in signs if each[1] != "none"])
        return met


def _sign_of_number(raw: Raw, values: Values, at: CellRef, code: str | None) -> _Sign:
    if isinstance(raw, int | float) and -1 <= raw <= 1 and code is None and not values.marks:
        return "small" if raw and not isinstance(raw, bool) else "none"  # most of them
    return _sign(Reading.of(raw, values, at), code)


def _sign(reading: Reading, code: str | None = None) -> _Sign:
    """Tell how a cell shows that it is a percentage; a format shows nothing of a text."""
    value = reading.value
    if reading.state is not State.VALUE or not isinstance(value, int | Fraction):
        return "none"
    code = None if reading.note is not None else code
    if reading.shown.endswith(_SIGNS) or (code is not None and shows_percent(code)):
        return "signed"
    if not value:
        return "none"
    if code is not None and writes_percent(code):
        return "written"
    return "small" if -1 <= value <= 1 else "large"


@dataclass(frozen=True, slots=True)
class Bare:
    """Percentages without a sign of one column, or of one row that declares them.

    ``cells`` are the first of ``count``, each by its slot or by the number of its record.
    """

    table: str
    row: str | None
    column: str | None
    what: What
    count: int
    cells: tuple[Slot | int, ...]


def bare_percents(submission: Submission) -> Iterator[Bare]:
    """Yield what is to be told of the percentages of a submission."""
    for table in submission.form.tables:
        if not has_percents(table):
            continue
        records = submission.records.get(table.id)
        if table.shape is not Shape.RECORDS:
            yield from _of_slots(submission, table)
        elif records is not None:
            yield from _of_records(submission, records)


def has_percents(table: Table) -> bool:
    """Tell whether any cell of a table is a percentage."""
    axes: list[Axis] = [table.columns, *([table.rows] if table.rows is not None else [])]
    declared = (item.values for axis in axes for item in axis.all)
    return table.values.type == "percent" or any(
        each is not None and each.type == "percent" for each in declared
    )


def percent_columns(table: Table) -> tuple[str, ...]:
    """Return the columns of records that hold percentages."""
    names = [item.name for item in table.columns.slots]
    return tuple([each for each in names if table.values_at(None, each).type == "percent"])


def _of_records(submission: Submission, records: Records) -> Iterator[Bare]:
    table = records.table
    in_percent = headed(submission, table)
    codes: dict[int, dict[int, str]] = {}
    rows = {line: record for record, line in enumerate(records.lines)}
    for placement in submission.placements:
        if placement.table == table.id and placement.grid.sheet == records.sheet:
            for (line, position), code in placement.grid.formats.items():
                if line in rows:
                    codes.setdefault(position, {})[rows[line]] = code
    for name in percent_columns(table):
        raws = records.columns.get(name)
        if raws is None:
            continue
        met = Met()
        own = codes.get(records.positions[name])
        met.take(raws, table.values_at(None, name), range(len(records)), records.sheet, own)
        if told := met.told(heading=in_percent(None, name)):
            what, tally = told
            yield Bare(table.id, None, name, what, tally.count, tuple(tally.first))


def _of_slots(submission: Submission, table: Table) -> Iterator[Bare]:
    in_percent = headed(submission, table)
    slots = [*percent_slots(submission, table)]
    of_rows = {
        slot.column for slot in table.slots()
        if (held := table.values_at(slot.row, slot.column)).numeric and held.type != "percent"
    }  # fmt: skip
    lines: dict[tuple[str | None, str | None, bool], list[tuple[int, Reading, str | None]]] = {}
    for place, (slot, reading, code) in enumerate(slots):
        row, column = (slot.row, None) if slot.column in of_rows else (None, slot.column)
        line = row, column, in_percent(slot.row, slot.column)
        lines.setdefault(line, []).append((place, reading, code))
    for (row, column, heading), readings in lines.items():
        if told := Met.of(readings).told(heading=heading):
            what, tally = told
            cells = tuple([slots[place][0] for place in tally.first])
            yield Bare(table.id, row, column, what, tally.count, cells)


def percent_slots(
    submission: Submission, table: Table
) -> Iterator[tuple[Slot, Reading, str | None]]:
    """Yield the slots of percentages with what they hold, and the formats of their cells."""
    formats = {
        placement.grid.sheet: placement.grid.formats
        for placement in submission.placements
        if placement.table == table.id
    }
    for slot in table.slots():
        reading = submission.readings.get(slot)
        if reading is None or table.values_at(slot.row, slot.column).type != "percent":
            continue
        at = reading.at
        code = None if at is None else formats.get(at.sheet, {}).get((at.row, at.column))
        yield slot, reading, code


def headed(submission: Submission, table: Table) -> Callable[[str | None, str], bool]:
    """Return what tells by row and column whether a heading, or a unit above, names percent."""
    placements = [each for each in submission.placements if each.table == table.id]
    if any(names_percent(f"({unit})") for each in placements for _, unit in units_above(each)):
        return lambda row, column: True  # noqa: ARG005 - it stands above all of them
    named = {
        (axis, name)
        for placement in placements
        for axis, name, _, text in placement.labels
        if len(text) <= LONGEST and names_percent(text)
    }
    over = headings_over(table) if named else {}

    def tells(row: str | None, column: str) -> bool:
        return bool(named) and (
            ("row", row) in named or any(("column", each) in named for each in over[column])
        )

    return tells
