"""Layouts seen before: where everything stands is found once for all files that look alike.

A file is located like another if every cell has the same nature in both (``natures``) and so has
the layout around the cells: merged areas, hidden rows, the names of sheets. Of numbers this holds
where they feed slots; all others have to be the same, as they may be years, codes or numbers of
columns. Nor may the figures of a row without a label, or of one that another table may take for its
own, count 1, 2, 3 ...: such a row numbers the columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from itertools import pairwise
from typing import Final, NamedTuple, TypeAlias

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.finding import Finding
from reportcheck.form import Slot
from reportcheck.grid import Area, Source
from reportcheck.lasting import expects_many
from reportcheck.locating.garbled import hardly_read, instead_of
from reportcheck.locating.labels import labels_of
from reportcheck.locating.locate import locate
from reportcheck.locating.natures import Natures, outline_of
from reportcheck.locating.recognise import recognise as recognise_form
from reportcheck.locating.sheets import spell
from reportcheck.locating.single import LONGEST_VALUE
from reportcheck.number import Raw
from reportcheck.problem import Problem
from reportcheck.rule import Pack
from reportcheck.submission import Placement, Reading, Submission

Located: TypeAlias = tuple[Pack, Submission]
_MOST_KEPT: Final = 200
_MOST_CELLS: Final = 50_000
_MOST_ALIKE: Final = 8


class Spot(NamedTuple):
    """Where a table was found: as a placement says, with the number of the grid."""

    table: str
    grid: int
    area: Area
    labels: tuple[tuple[str, str, CellRef, str], ...]
    tables: tuple[int, ...]


class Row(NamedTuple):
    """The cells of a row that may not number columns; ``named``: words in it say that it does."""

    cells: tuple[int, ...]
    named: bool


class Feed(NamedTuple):
    """The cell that feeds a slot: its number among all cells of the file, and its address."""

    cell: int
    at: CellRef


@dataclass(frozen=True)
class Layout:
    """Where everything stands in files of one layout.

    ``feeds`` leads from a slot to its cell, ``others`` are the readings of slots without one.
    ``same`` are cells whose contents have to be the same, ``rows`` the figures of rows that must
    not count 1, 2, 3, and ``short`` tells that no figure may be longer than a value is.
    """

    pack: Pack
    slots: tuple[Slot, ...]
    feeds: Mapping[Slot, Feed]
    others: Mapping[Slot, Reading]
    placements: tuple[Spot, ...]
    structure: tuple[Finding, ...]
    ignored: tuple[tuple[CellRef, str, int | None], ...]
    confidence: float
    same: tuple[tuple[int, Raw], ...] = ()
    rows: tuple[Row, ...] = ()
    short: bool = False
    kept: dict[str, object] = field(default_factory=dict, compare=False, repr=False)
    """What others found out about submissions of this layout."""

    def fits(self, cells: Sequence[Raw]) -> bool:
        """Whether a file whose cells have the natures of this layout's is of this layout."""
        return (
            all(cells[cell] == raw for cell, raw in self.same)
            and not any(_may_count(cells, row) for row in self.rows)
            and not (self.short and any(_is_long(cells[feed.cell]) for feed in self.feeds.values()))
        )

    def submission(self, source: Source, cells: Sequence[Raw]) -> Submission:
        """Return what is in a file of this layout."""
        form = self.pack.form
        readings: dict[Slot, Reading] = {}
        for slot in self.slots:
            feed = self.feeds.get(slot)
            if feed is None:
                readings[slot] = self.others[slot]
            else:
                values = form.by_id[slot.table].values_at(slot.row, slot.column)
                readings[slot] = Reading.of(cells[feed.cell], values, feed.at)
        return Submission(
            form=form,
            path=source.path,
            readings=readings,
            records={},
            placements=tuple(
                Placement(each.table, source.grids[each.grid], *each[2:])
                for each in self.placements
            ),
            structure=self.structure,
            ignored=tuple(
                (at, text if cell is None else spell(cells[cell]).strip())
                for at, text, cell in self.ignored
            ),
            confidence=self.confidence,
        )


def _may_count(cells: Sequence[Raw], row: Row) -> bool:
    held = [raw for cell in row.cells if isinstance(raw := cells[cell], int | float)]
    ascending = all(one < other for one, other in pairwise([0, *held]))
    return (row.named and (ascending or held[-1:] == [1])) or any(
        one == 1 and other == 2 for one, other in pairwise(held)
    )


def _is_long(raw: Raw) -> bool:
    return isinstance(raw, int | float) and len(spell(raw)) > LONGEST_VALUE


class Recalled(NamedTuple):
    """A layout that a file is of, and all cells of the file."""

    layout: Layout
    cells: Sequence[Raw]


class _Key:
    """What files of one layout have in common, its hash worked out once."""

    __slots__ = ("_hash", "_held")

    def __init__(self, held: tuple[object, ...]) -> None:
        self._held = held
        self._hash = hash(held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._held == other._held

    def __hash__(self) -> int:
        return self._hash


class _Known(NamedTuple):
    """The key of a file that was filled in from a blank, and the texts in its cells."""

    key: _Key
    texts: Sequence[str]


class Layouts:
    """The layouts of files in which one of some forms was found."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self.packs = packs
        self._forms = [labels_of(pack.form) for pack in packs]
        self._natures = Natures(self._forms)
        self._files = 0
        self._kept: dict[_Key, list[Layout]] = {}

    def located(
        self, source: Source, locate: Callable[[Source], Located]
    ) -> tuple[Pack, Submission, Recalled | None]:
        """Return what ``locate`` makes of a file, by heart where its layout is known.

        Of the first file nothing is kept, unless many are expected.
        """
        self._files += 1
        if self._files == 1 and not expects_many():
            return *locate(source), None
        key, cells = self._look(source)
        recalled = self._recall(key, cells)
        if recalled is not None:
            layout = recalled.layout
            return layout.pack, layout.submission(source, cells), recalled
        pack, submission = locate(source)
        if key is not None:
            self._learn(key, source, cells, (pack, submission))
        return pack, submission, None

    def recall(self, source: Source) -> Recalled | None:
        """Return the layout of a file, if it is known."""
        return self._recall(*self._look(source)) if self._kept else None

    def _look(self, source: Source) -> tuple[_Key | None, Sequence[Raw]]:
        blank = source.blank
        if blank is None or blank.grids is not source.grids or not self._natures.numbers_alike:
            return self._look_at_all(source)
        known = blank.kept.get(self)
        if isinstance(known, _Known) and self._natures.are_alike(blank.texts, known.texts):
            return known.key, blank.cells
        key, cells = self._look_at_all(source)
        if key is not None:
            blank.kept[self] = _Known(key, blank.texts)
        return key, cells

    def _look_at_all(self, source: Source) -> tuple[_Key | None, Sequence[Raw]]:
        outline = outline_of(source.grids)
        if outline is None:
            return None, ()
        cells = [raw for grid in source.grids for row in grid.rows for raw in row]
        if len(cells) > _MOST_CELLS:
            return None, ()
        return _Key((outline, tuple(self._natures.of(cells)))), cells

    def _recall(self, key: _Key | None, cells: Sequence[Raw]) -> Recalled | None:
        for layout in self._kept.get(key, ()) if key else ():
            if layout.fits(cells):
                return Recalled(layout, cells)
        return None

    def _learn(self, key: _Key, source: Source, cells: Sequence[Raw], located: Located) -> None:
        alike = self._kept.get(key, [])
        if len(self._kept) < _MOST_KEPT and len(alike) < _MOST_ALIKE:
            from reportcheck.locating.layout import layout_of

            layout = layout_of(source, cells, located, self._natures)
            if layout is not None and layout.fits(cells):
                self._kept[key] = [*alike, layout]


_RUNS: dict[tuple[int, bool], Layouts] = {}
_MOST_RUNS: Final = 16


def located(
    source: Source, packs: tuple[Pack, ...], *, recognise: bool
) -> tuple[Pack, Submission, Recalled | None]:
    """Return the pack that a file is of and what is in it, by heart where the layout is known.

    One pack alone is taken without asking, unless ``recognise`` asks whether it is that at all.
    """

    def anew(source: Source) -> Located:
        try:
            if len(packs) == 1 and not recognise:
                pack, submission = packs[0], locate(source, packs[0].form)
            else:
                pack, submission = recognise_form(source, packs, asked=not recognise)
        except Problem as refused:
            raise instead_of(refused, source) from None
        if (why := hardly_read(source, submission)) is not None:
            raise why
        return pack, submission

    return layouts_of(packs, recognise=recognise).located(source, anew)


def layouts_of(packs: tuple[Pack, ...], *, recognise: bool) -> Layouts:
    """Return the layouts that were met in looking for these forms."""
    # The layouts hold on to their packs, so that an id cannot come to mean others.
    run = id(packs), recognise
    if run not in _RUNS:
        if len(_RUNS) >= _MOST_RUNS:
            _RUNS.clear()
        _RUNS[run] = Layouts(packs)
    return _RUNS[run]


def forget() -> None:
    """Forget all layouts that were met."""
    _RUNS.clear()
