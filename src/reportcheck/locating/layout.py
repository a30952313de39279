"""The layout of a file that was located: which of its cells have to be the same in another.

Made with care, once for many files: where a figure could have had a part in how the file was
located it has to be the same, or there is no layout to go by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reportcheck.address import CellRef
from reportcheck.form import Form, Shape, Slot
from reportcheck.grid import Source
from reportcheck.locating.furniture import names_furniture
from reportcheck.locating.labels import FormLabels
from reportcheck.locating.layouts import Feed, Layout, Located, Row, Spot
from reportcheck.locating.natures import Natures
from reportcheck.locating.sheets import spell, survey
from reportcheck.number import Raw
from reportcheck.submission import Placement, Reading, Submission
from reportcheck.text import fold


class _Where:
    """The cells of a file by number: grid after grid, row after row."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.sheets = {grid.sheet: number for number, grid in enumerate(source.grids)}
        self.places: list[tuple[int, int, int]] = [
            (number, row, column)
            for number, grid in enumerate(source.grids)
            for row, cells in enumerate(grid.rows)
            for column in range(len(cells))
        ]
        self._numbers = {place: number for number, place in enumerate(self.places)}

    def cell(self, at: CellRef) -> int | None:
        """Return the number of the cell at an address, or None where there is none."""
        grid = self.sheets.get(at.sheet)
        if grid is None:
            return None
        held = self.source.grids[grid]
        return self._numbers.get((grid, at.row - held.first_row, at.column - held.first_column))


def layout_of(
    source: Source, cells: Sequence[Raw], located: Located, natures: Natures
) -> Layout | None:
    """Return the layout of a file that was located, or None where it may hang on its values.

    ``natures`` are those to all forms that were looked for.
    """
    pack, submission = located
    where = _Where(source)
    if submission.records or None in where.sheets or len(where.sheets) < len(source.grids):
        return None
    feeds: dict[Slot, Feed] = {}
    others: dict[Slot, Reading] = {}
    for slot, reading in submission.readings.items():
        if reading.at is None:
            others[slot] = reading
            continue
        cell = where.cell(reading.at)
        values = pack.form.by_id[slot.table].values_at(slot.row, slot.column)
        if cell is None or Reading.of(cells[cell], values, reading.at) != reading:
            return None
        feeds[slot] = Feed(cell, reading.at)
    fed = {feed.cell for feed in feeds.values()} - {*_exposed(submission, feeds)}
    telling = {*_telling_texts(submission, where, cells, natures)}
    rows = [row for labels in natures.forms for row in _rows_under(labels, where)]
    return Layout(
        pack,
        tuple(submission.readings),
        feeds,
        others,
        tuple(_spot(each, where.sheets[each.grid.sheet]) for each in submission.placements),
        submission.structure,
        tuple(_ignored(submission, where, cells)),
        submission.confidence,
        tuple(
            (number, raw)
            for number, raw in enumerate(cells)
            if number in telling or (number not in fed and isinstance(raw, int | float))
        ),
        tuple(dict.fromkeys(rows)),
        short=bool(rows),
    )


def _spot(placement: Placement, grid: int) -> Spot:
    return Spot(placement.table, grid, placement.area, placement.labels, placement.tables)


def _ignored(
    submission: Submission, where: _Where, cells: Sequence[Raw]
) -> Iterator[tuple[CellRef, str, int | None]]:
    """Yield the cells that fed nothing; what was put together of pieces stays as it was."""
    for at, text in submission.ignored:
        cell = where.cell(at)
        alone = cell is not None and spell(cells[cell]).strip() == text
        yield at, text, cell if alone else None


def _exposed(submission: Submission, feeds: Mapping[Slot, Feed]) -> Iterator[int]:
    """Yield the cells of slots that another table may look at when it looks for strays.

    Below a table nothing is looked at that stands under the header of the next one.
    """
    by_table: dict[str, list[Feed]] = {}
    for slot, feed in feeds.items():
        by_table.setdefault(slot.table, []).append(feed)
    for one in submission.placements:
        rows = {feed.at.row for feed in by_table.get(one.table, ())}
        columns = {feed.at.column for feed in by_table.get(one.table, ())}
        for other in submission.placements:
            if other is one or other.grid.sheet != one.grid.sheet:
                continue
            held = by_table.get(other.table, [])
            across = {feed.at.column for feed in held}
            below = (
                bool(rows and across)
                and min(across) <= max(columns)
                and max(across) >= min(columns)
                and other.area.top > min(rows)
            )
            for feed in held:
                at = feed.at
                beside = at.row in rows and not one.area.left <= at.column < min(columns)
                if at.row >= one.area.top and not beside and (at.row in rows or not below):
                    yield feed.cell


def _telling_texts(
    submission: Submission, where: _Where, cells: Sequence[Raw], natures: Natures
) -> Iterator[int]:
    """Yield the texts that may be taken for a label that was not found, as they resemble it."""
    for placement in submission.placements:
        if _is_whole(submission.form, placement):
            continue
        grid = where.sheets[placement.grid.sheet]
        headed = any(axis == "column" for axis, *_ in placement.labels)
        first = placement.area.top - placement.grid.first_row if headed else 0
        for number, (sheet, row, _) in enumerate(where.places):
            raw = cells[number]
            if sheet == grid and row >= first and isinstance(raw, str) and natures.is_free(raw):
                yield number


def _is_whole(form: Form, placement: Placement) -> bool:
    """Whether every label of a table was met."""
    table = form.by_id[placement.table]
    met = {(axis, name) for axis, name, _, _ in placement.labels}
    wanted = {("column", item.name) for item in table.columns.all}
    if table.rows is not None:
        wanted |= {("row", item.name) for item in table.rows.all}
    return wanted <= met


def _rows_under(labels: FormLabels, where: _Where) -> Iterator[Row]:
    """Yield the rows that may be the one row of values of a table, or number its columns."""
    single = [number for number, each in enumerate(labels.tables) if each.table.shape is Shape.ONE]
    if not single:
        return
    first = 0
    for grid in where.source.grids:
        sheet = survey(grid, labels)
        heads = [row for number in single for row in sheet.columns_of[number]]
        top = min(heads, default=len(grid.rows))
        for row, held in enumerate(grid.rows):
            if row > top and any(isinstance(raw, int | float) for raw in held):
                named = any(isinstance(raw, str) and names_furniture(fold(raw)) for raw in held)
                yield Row(tuple(range(first, first + len(held))), named)
            first += len(held)
