"""Documents: paragraphs and tables in the order in which they stand -> one grid for each table.

What Word documents and web pages have in common. The text before a table becomes rows above it,
so that its title is found; a table split over pages is one grid again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import TypeAlias

from reportcheck.address import CellRef
from reportcheck.classes import dataclass
from reportcheck.grid import Area, Grid, Source
from reportcheck.number import ErrorValue, Raw, trim
from reportcheck.problem import Problem
from reportcheck.reading.limits import most, too_large
from reportcheck.reading.looks import ERRORS

_CONTINUED = re.compile(
    r"[(（]?\s*(?:接上表|接上页|续上表|续上页|续表|continued)[^0-9]{0,6}", re.IGNORECASE
)
_FIGURES = re.compile(r"[-+]?[0-9０-９][0-9０-９,.，．]*%?")
_ERRORS = frozenset(ERRORS.values()) - {"#N/A"}  # #N/A is typed by people, too
_TOLD = 20


@dataclass(slots=True)
class Cell:
    """One cell as it was written: its text, what it spans, and the blocks that stand in it."""

    text: str = ""
    across: int = 1
    down: int = 1
    inner: list[Block] = field(default_factory=list)
    hidden: bool = False


@dataclass(slots=True)
class Row:
    """One row as it was written; ``skipped`` columns at its left are not there."""

    cells: list[Cell] = field(default_factory=list)
    skipped: int = 0
    hidden: bool = False


@dataclass(slots=True)
class Table:
    """One table as it was written."""

    rows: list[Row] = field(default_factory=list)
    hidden: bool = False


Block: TypeAlias = str | Table
"""A paragraph, or a table."""


def add_late(late: Sequence[tuple[Cell, str]]) -> None:
    """Add texts to the cells they belong to, each cell's all at once: there may be a million."""
    texts: dict[int, list[str]] = {}
    for cell, text in late:
        texts.setdefault(id(cell), [cell.text] if cell.text else []).append(text)
    for cell, _ in late:
        if (found := texts.pop(id(cell), None)) is not None:
            cell.text = "\n".join(found)


@dataclass(slots=True)
class _Laid:
    """A table laid out: each row's texts by column, what is merged, where each row came from."""

    rows: list[list[Raw]]
    merges: list[Area]
    tables: list[int]
    lines: list[int]
    width: int
    hidden: bool
    hidden_rows: set[int]
    hidden_cells: list[CellRef]


def read_blocks(
    path: str, blocks: Sequence[Block], notes: Sequence[tuple[str, str]] = ()
) -> Source:
    """Return the grids of a document; a document without any table is a Problem (``no-table``)."""
    grids: list[Grid] = []
    before: list[tuple[int, str]] = []
    joined: list[str] = []
    told = list(notes)
    room = most("DOCUMENT_CELLS")
    paragraphs = tables = 0
    last: _Laid | None = None
    titles: list[tuple[int, str]] = []
    for block in _flattened(blocks):
        if isinstance(block, str):
            paragraphs += 1
            if trim(block):
                before.append((paragraphs, block))
            continue
        if not any(trim(cell.text) for row in block.rows for cell in row.cells):
            continue
        tables += 1
        laid = _laid(path, block, tables, room)
        room -= sum(map(len, laid.rows))
        told.extend(("hidden-cell", str(at)) for at in laid.hidden_cells[:_TOLD])
        if last is not None and _continues(last, laid, before):
            _join(last, laid)
            joined.append(str(tables))
            before = []
            continue
        if last is not None:
            grids.append(_grid(path, last, titles))
        last, titles, before = laid, before, []
    if last is None:
        raise Problem("no-table", path=path)
    grids.append(_grid(path, last, titles))
    if before:
        grids.append(_text_alone(path, before))
    if joined:
        told.append(("joined-table", " ".join(joined[:_TOLD])))
    return Source(path, tuple(grids), tuple(told))


def _flattened(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield paragraphs and tables; a table that only lays out others gives way to its content.

    Kept as a list and not by recursion: markup may nest deeper than calls can.
    """
    waiting: list[Block] = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        if isinstance(block, str):
            yield block
            continue
        cells = [cell for row in block.rows for cell in row.cells]
        holding = [cell for cell in cells if any(isinstance(each, Table) for each in cell.inner)]
        if not holding:
            yield block
            continue
        figures = sum(_FIGURES.fullmatch(trim(cell.text)) is not None for cell in cells)
        inner: list[Block] = []
        if figures > len(holding):  # a table of data in which some cell holds a table of its own
            yield block
            for cell in holding:
                inner.extend(each for each in cell.inner if isinstance(each, Table))
        else:
            for cell in cells:
                inner.extend(cell.inner or [cell.text])
        waiting.extend(reversed(inner))


def _laid(path: str, table: Table, number: int, room: int) -> _Laid:
    """Put the cells of a table in their columns: what spans rows takes its place in each."""
    laid = _Laid([], [], [], [], 0, table.hidden, set(), [])
    under: dict[int, int] = {}  # column -> rows still covered from above
    widest = most("COLUMNS")
    for index, row in enumerate(table.rows):
        cells: list[Raw] = [""] * row.skipped
        column = row.skipped
        for cell in row.cells:
            while under.get(column, 0):
                column += 1
            cells.extend([""] * (column + cell.across - len(cells)))
            cells[column] = ErrorValue(cell.text) if cell.text in _ERRORS else cell.text
            down = min(cell.down, len(table.rows) - index)
            if cell.across * down > 1:
                area = Area(index + 1, column + 1, index + down, column + cell.across)
                laid.merges.append(area)
            for each in range(column, column + cell.across):
                under[each] = max(under.get(each, 0), down)
            if cell.hidden and trim(cell.text):
                laid.hidden_cells.append(CellRef(None, index + 1, column + 1, number))
            column += cell.across
            if column > widest:
                raise too_large(path, "COLUMNS")
            if len(cells) > room:
                raise too_large(path, "DOCUMENT_CELLS")
        room -= max(len(cells), len(under))
        if room < 0:
            raise too_large(path, "DOCUMENT_CELLS")
        under = {column: rest - 1 for column, rest in under.items() if rest > 1}
        laid.rows.append(cells)
        laid.tables.append(number)
        laid.lines.append(index + 1)
        if row.hidden:
            laid.hidden_rows.add(index + 1)
    laid.width = max(map(len, laid.rows), default=0)
    return laid


def _continues(last: _Laid, laid: _Laid, before: Sequence[tuple[int, str]]) -> bool:
    """Tell whether a table goes on from the last one: as many columns, and no title between."""
    return (
        last.width == laid.width
        and last.hidden == laid.hidden
        and all(_CONTINUED.fullmatch(trim(text)) for _, text in before)
    )


def _join(last: _Laid, more: _Laid) -> None:
    """Put the rows of a table under those of the last; a header said once more is left out."""
    repeated = 0
    for above, below in zip(last.rows, more.rows, strict=False):
        texts = [trim(str(raw)) for raw in below]
        if above != below or not any(texts) or any(map(_FIGURES.fullmatch, texts)):
            break
        repeated += 1
    if repeated == len(more.rows):
        repeated = 0
    shift = len(last.rows) - repeated
    last.rows.extend(more.rows[repeated:])
    last.tables.extend(more.tables[repeated:])
    last.lines.extend(more.lines[repeated:])
    last.hidden_rows.update(row + shift for row in more.hidden_rows if row > repeated)
    last.merges.extend(
        Area(max(area.top, repeated + 1) + shift, area.left, area.bottom + shift, area.right)
        for area in more.merges
        if area.bottom > repeated
    )


def _grid(path: str, laid: _Laid, before: Sequence[tuple[int, str]]) -> Grid:
    """Return a table as a grid, with the paragraphs before it as rows of one cell."""
    titles: list[list[Raw]] = [[text] for _, text in before]
    above = len(titles)
    return Grid(
        path,
        None,
        titles + laid.rows,
        merges=tuple(
            Area(area.top + above, area.left, area.bottom + above, area.right)
            for area in laid.merges
        ),
        lines=[number for number, _ in before] + laid.lines,
        hidden=laid.hidden,
        hidden_rows=frozenset(row + above for row in laid.hidden_rows),
        tables=[0] * above + laid.tables,
    )


def _text_alone(path: str, paragraphs: Sequence[tuple[int, str]]) -> Grid:
    rows: list[list[Raw]] = [[text] for _, text in paragraphs]
    lines = [number for number, _ in paragraphs]
    return Grid(path, None, rows, lines=lines, tables=[0] * len(rows))
