"""One filled-in form: the value, the state and the address of every slot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reportcheck.address import CellRef
from reportcheck.finding import Finding
from reportcheck.form import Form, Slot, Table
from reportcheck.grid import Area, Grid
from reportcheck.number import Raw, State, Value


@dataclass(frozen=True, slots=True)
class Reading:
    """What one slot holds. ``value`` is None unless the state is VALUE.

    ``shown`` is the stored value in its shortest decimal form, or the text of the cell. ``noisy``
    marks a binary double that needed more than 15 digits: it is compared with room for that noise.
    ``note`` says what was odd about a number that could be read: ``text`` (a number kept as
    text), ``padded``, ``grouped``, ``fullwidth``, ``unit``.
    """

    state: State
    value: Value | None = None
    shown: str = ""
    at: CellRef | None = None
    noisy: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one table: raw cells by column name, all of the same length.

    ``positions[column]`` is the number of the sheet column; ``lines[i]`` the row (the physical line of
    a text file) of record ``i``. A declared column that the file lacks is not in ``columns``.
    """

    table: Table
    sheet: str | None
    lines: Sequence[int]
    columns: Mapping[str, Sequence[Raw]]
    positions: Mapping[str, int]

    def at(self, record: int, column: str) -> CellRef | None:
        """Return the address of a record's cell, or None where the file lacks the column."""
        if column not in self.positions:
            return None
        return CellRef(self.sheet, self.lines[record], self.positions[column])

    def __len__(self) -> int:
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a table was found: its header and body together, and the labels that were met there.

    ``labels`` pairs what the form calls an item (``("row", name)`` or ``("column", name)``) with the
    address and the text of the cell that was taken for it.
    """

    table: str
    grid: Grid
    area: Area
    labels: tuple[tuple[str, str, CellRef, str], ...] = ()


@dataclass(frozen=True)
class Submission:
    """One filled-in form, as located in one file.

    ``readings`` has every slot of the form (a missing one with its state). ``ignored`` lists cells
    that fed nothing. ``confidence`` is the share of the form's labels that were found, 0 to 1.
    ``structure`` holds what was wrong with the layout. ``path`` is the file as the user named it.
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
