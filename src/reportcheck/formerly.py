"""Submissions packed until a rule of another one looks at them.

What rules that look across need of a submission is little: a few figures, as a rule whole numbers,
at places that are the same in most files. Those travel as the figures alone, with a ``Mould`` that
all files of one layout share; what is less plain travels as it was read.
"""

from __future__ import annotations

import hashlib
import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from functools import cached_property
from typing import Any, Final
from weakref import WeakValueDictionary

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.finding import Finding
from reportcheck.form import Form, Shape, Slot
from reportcheck.formula import EACH, Aggregate, Cell, walk
from reportcheck.number import Raw, State
from reportcheck.rule import Pack, Rule
from reportcheck.submission import Reading, Records, Submission

_NO_SUCH: Final = frozenset({State.BLANK, State.ABSENT})
"""States of which there is nothing to tell but that there is no figure."""


@dataclass(frozen=True, slots=True)
class Needed:
    """What rules that look across need of a form's submissions: slots, and tables of records."""

    slots: frozenset[Slot]
    records: frozenset[str]


@dataclass(frozen=True)
class Mould:
    """What submissions have in common whose figures stand in the same places.

    ``figures`` are the slots with a figure and where it stands, ``others`` the slots without. Two
    moulds are the same if their ``key`` is, and in one process one object: what comes from another
    one is not even opened if it is known.
    """

    key: str
    figures: tuple[tuple[Slot, CellRef], ...] = field(compare=False)
    others: tuple[tuple[Slot, Reading], ...] = field(compare=False)

    @cached_property
    def positions(self) -> Mapping[Slot, int]:
        """At which place among the figures that of each slot stands."""
        return {slot: number for number, (slot, _) in enumerate(self.figures)}

    @classmethod
    def of(
        cls, figures: Iterable[tuple[Slot, CellRef]], others: Iterable[tuple[Slot, Reading]]
    ) -> Mould:
        """Return the mould of these slots."""
        parts = tuple(figures), tuple(others)
        made = cls(hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest(), *parts)
        return _MOULDS.setdefault(made.key, made)

    @cached_property
    def _packed(self) -> bytes:
        return zlib.compress(pickle.dumps((self.figures, self.others), pickle.HIGHEST_PROTOCOL), 1)

    def __reduce__(self) -> tuple[Callable[[str, bytes], Mould], tuple[str, bytes]]:
        return _mould, (self.key, self._packed)


_MOULDS: Final[WeakValueDictionary[str, Mould]] = WeakValueDictionary()


def _mould(key: str, packed: bytes) -> Mould:
    """Return a mould as another process has it."""
    known = _MOULDS.get(key)
    if known is None:
        # The bytes were packed by this program, in a process that it started.
        known = _MOULDS[key] = Mould(key, *pickle.loads(zlib.decompress(packed)))  # noqa: S301
    return known


@dataclass(frozen=True)
class Former:
    """A submission as it is kept: of which form, whose and for when, and the rest packed.

    ``sheets`` are those of the submission where its file holds several, ``order`` all of the file.
    With a ``mould``, the rest is figures alone.
    """

    path: str
    form: tuple[str, str]
    agency: str | None
    period: str | None
    rest: bytes
    mould: Mould | None = None
    sheets: tuple[str, ...] | None = None
    order: tuple[str | None, ...] = ()

    @property
    def figures(self) -> Sequence[Raw]:
        """The figures of the slots of the mould."""
        # The bytes were packed by this program, in a process that it started.
        held: Sequence[Raw] = pickle.loads(self.rest)  # noqa: S301
        return held


def slots_of(formers: Mapping[int, Former]) -> Mapping[int, Sequence[Slot]] | None:
    """Return the slots with a figure of each of several submissions, None if one has no mould."""
    slots: dict[int, Sequence[Slot]] = {}
    for steps, each in formers.items():
        if each.mould is None:
            return None
        slots[steps] = [slot for slot, _ in each.mould.figures]
    return slots


def needed_by(packs: Iterable[Pack]) -> Mapping[str, Needed]:
    """Return what the rules of packs that look across need, by the id of the form.

    Editions of a form look at each other: each has to keep what the rules of any of them need.
    """
    slots: dict[str, set[Slot]] = {}
    records: dict[str, set[str]] = {}
    for pack in packs:
        if not pack.across:
            continue
        form = pack.form
        for rule in pack.across:
            for node in (node for part in rule.parts for node in walk(part)):
                if isinstance(node, Aggregate):
                    records.setdefault(form.id, set()).add(node.table)
                elif isinstance(node, Cell) and node.table in form.by_id:
                    found = slots.setdefault(form.id, set())
                    if form.by_id[node.table].shape is Shape.RECORDS:
                        records.setdefault(form.id, set()).add(node.table)
                    else:
                        found.update(_slots(node, rule, form))
    return {
        form: Needed(frozenset(slots.get(form, ())), frozenset(records.get(form, ())))
        for form in {*slots, *records}
    }


def _slots(cell: Cell, rule: Rule, form: Form) -> Iterable[Slot]:
    """Return the slots that a cell of a formula means; those of a table if some may be absent.

    Whether an optional row is there is told by all of its slots.
    """
    table = form.by_id[cell.table]
    axes = [table.columns] if table.rows is None else [table.columns, table.rows]
    if any(item.optional for axis in axes for item in axis.all):
        return table.slots()
    if rule.each == "cell" and cell.column == EACH:  # of one row, only the column is open
        return table.slots()
    items = [each for each in rule.instances(form) if not isinstance(each, Slot)]
    rows = items if cell.row == EACH else [cell.row]
    columns = items if cell.column == EACH else [cell.column]
    return [Slot(cell.table, row, column) for row in rows for column in columns if column]


def former(
    submission: Submission,
    needed: Needed | None = None,
    sheets: tuple[str, ...] | None = None,
    order: tuple[str | None, ...] = (),
) -> Former:
    """Return a submission packed: all of it, or what is needed."""
    readings = submission.readings
    records = submission.records
    if needed is not None:
        readings = {slot: each for slot, each in readings.items() if slot in needed.slots}
        records = {name: each for name, each in records.items() if name in needed.records}
    mould, rest = None, b""
    if not records and not submission.structure and (plain := _plain(submission.form, readings)):
        mould, rest = plain
    else:
        rest = _packed(readings, records, submission.structure)
    return Former(
        submission.path,
        (submission.form.id, submission.form.version),
        submission.agency,
        submission.period,
        rest,
        mould,
        sheets,
        order,
    )


def _packed(
    readings: Mapping[Slot, Reading],
    records: Mapping[str, Records],
    structure: tuple[Finding, ...],
) -> bytes:
    # The form is known where this is opened; what led to the readings is of no more use.
    bare = {
        name: (each.sheet, each.lines, dict(each.columns), dict(each.positions), each.tables)
        for name, each in records.items()
    }
    return zlib.compress(
        pickle.dumps((dict(readings), bare, structure), pickle.HIGHEST_PROTOCOL), 1
    )


def pack_figures(figures: Sequence[Raw]) -> bytes:
    """Return figures packed, in the order of a mould."""
    return pickle.dumps(tuple(figures), pickle.HIGHEST_PROTOCOL)


def _plain(form: Form, readings: Mapping[Slot, Reading]) -> tuple[Mould, bytes] | None:
    """Return readings as figures and their mould, None where there is more to them."""
    figures: list[Raw] = []
    places: list[tuple[Slot, CellRef]] = []
    others: list[tuple[Slot, Reading]] = []
    for slot, reading in readings.items():
        if reading.state in _NO_SUCH and not reading.shown and reading.note is None:
            others.append((slot, reading))
            continue
        value, at = reading.value, reading.at
        if at is None or isinstance(value, bool) or not isinstance(value, int | Fraction):
            return None
        raw: Raw = value if isinstance(value, int) else float(value)
        if Reading.of(raw, form.by_id[slot.table].values_at(slot.row, slot.column), at) != reading:
            return None
        figures.append(raw)
        places.append((slot, at))
    return Mould.of(places, others), pack_figures(figures)


class _Readings(Mapping[Slot, Reading]):
    """The readings of a submission that is kept as figures, each made when somebody looks."""

    def __init__(self, form: Form, mould: Mould, figures: Sequence[Raw]) -> None:
        self._form, self._mould, self._figures = form, mould, figures
        self._made = dict(mould.others)

    def __getitem__(self, slot: Slot) -> Reading:
        held = self._made.get(slot)
        if held is None:
            number = self._mould.positions[slot]
            values = self._form.by_id[slot.table].values_at(slot.row, slot.column)
            held = Reading.of(self._figures[number], values, self._mould.figures[number][1])
            self._made[slot] = held
        return held

    def __iter__(self) -> Iterator[Slot]:
        yield from self._mould.positions
        yield from (slot for slot, _ in self._mould.others)

    def __len__(self) -> int:
        return len(self._mould.figures) + len(self._mould.others)


def opened(kept: Former, form: Form) -> Submission:
    """Return a submission that was packed; ``form`` is the one that it fills in."""
    readings: Mapping[Slot, Reading]
    records: Mapping[str, Any] = {}
    structure: tuple[Finding, ...] = ()
    mould = kept.mould
    if mould is None:
        # The bytes were packed by this program, in a process that it started.
        readings, records, structure = pickle.loads(zlib.decompress(kept.rest))  # noqa: S301
    else:
        readings = _Readings(form, mould, kept.figures)
    return Submission(
        form,
        kept.path,
        readings,
        {name: Records(form.by_id[name], *each) for name, each in records.items()},
        structure=structure,
        agency=kept.agency,
        period=kept.period,
    )
