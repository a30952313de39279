"""The rows of a form found again in text that has lost them; what cannot be told stays untold.

Each table of the stream is laid out as the form is: labels of the header over their columns, those
of the stub at their depth, values under their labels, each with the line it was found in. From
there on it is located like any other grid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace

from reportcheck.classes import dataclass
from reportcheck.grid import Area, Grid, Source
from reportcheck.locating.blocks import Block, Line, block_at, looks_like_value, values_of
from reportcheck.locating.heads import Head, Token, columns_of
from reportcheck.locating.labels import AxisLabels, FormLabels
from reportcheck.locating.sheets import is_blank, spell
from reportcheck.number import Raw, Untold, trim
from reportcheck.stream import Restored, Stream
from reportcheck.text import fold, fold_number

MOST_TEXT_CELLS = 10_000
"""A text of more cells is no copied page: a form has some hundreds."""

MOST_PARTS = 4
"""Into how many lines a label may be broken."""

LEAST_LABELS, LEAST_FIGURES = 2, 2
"""From so many labels of columns, and figures, on what makes no rows may be a table as well."""

_RUN_TOGETHER = re.compile(r"0\d+|\d+(?:\s+\d+)+", re.ASCII)
_NOWHERE = (0, 0)


@dataclass
class _Page:
    """The rows of a restored grid while they are put together."""

    rows: list[list[Raw]] = field(default_factory=list)
    spots: list[list[tuple[int, int]]] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)

    def add(self, cells: Iterable[tuple[int, Raw, tuple[int, int]]]) -> None:
        """Add a row of cells, each with its column and its spot."""
        placed = sorted(cells, key=lambda cell: cell[0])
        width = placed[-1][0] + 1 if placed else 0
        row: list[Raw] = [None] * width
        spots = [placed[0][2] if placed else _NOWHERE] * width
        for column, raw, spot in placed:
            row[column] = raw
            spots[column:] = [spot] * (width - column)
        self.rows.append(row)
        self.spots.append(spots)


def restored(source: Source, form: FormLabels) -> Source:
    """Return the source with every stream laid out in rows, as far as its labels make rows."""
    grids = [_restore(grid, form) if isinstance(grid, Stream) else grid for grid in source.grids]
    return replace(source, grids=tuple(grids))


def as_stream(source: Source, form: FormLabels) -> Source | None:
    """Return a text source laid out anew by its labels, where merged cells may have been lost.

    Tables copied from a page have a line for every row, but their cells do not stand under each
    other. None where the source is no text or the labels make no rows.
    """
    streams = tuple(
        Stream(each.path, None, each.rows, lines=each.lines, barred=True, by_line=True)
        for each in source.grids
        if each.lines is not None and each.sheet is None
        and sum(map(len, each.rows)) <= MOST_TEXT_CELLS
        and not isinstance(each, Restored)
    )  # fmt: skip
    if not streams or len(streams) < len(source.grids):
        return None
    grids = tuple(_restore(stream, form) for stream in streams)
    made = any(isinstance(grid, Restored) and grid.merges is not None for grid in grids)
    return replace(source, grids=grids) if made else None


def _restore(stream: Stream, form: FormLabels) -> Grid:
    tokens = _joined(list(_tokens(stream)), form)
    page = _Page()
    position = 0
    loose: list[Token] = []
    left: list[Token] = []
    torn: list[tuple[int, tuple[int, int]]] = []
    while position < len(tokens):
        block = (
            block_at(tokens, position, form, barred=stream.barred, by_line=stream.by_line)
            if tokens[position].key
            else None
        )
        if block is None:
            if loose and (tokens[position].first or not stream.by_line):
                _add_loose(page, loose)
            if form.titled(tokens[position].key):
                torn += _torn(left, form)
                left = []
            loose.append(tokens[position])
            left.append(tokens[position])
            position += 1
            continue
        _add_loose(page, loose)
        torn += _torn(left, form)
        left = []
        _add_block(page, block, form)
        position = block.end
    _add_loose(page, loose)
    torn += _torn(left, form)
    return Restored(
        stream.path, None, page.rows, merges=tuple(page.merges), spots=page.spots,
        lines=[spots[0][0] if spots else 1 for spots in page.spots], torn=torn,
    )  # fmt: skip


def _torn(tokens: Sequence[Token], form: FormLabels) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the tables of which a good part of the header stands here with figures after it."""
    if sum(map(looks_like_value, tokens)) < LEAST_FIGURES:
        return
    for number, table in enumerate(form.tables):
        met: dict[int, Token] = {}
        for token in tokens:
            if token.key and not token.prose and not looks_like_value(token):
                for item in table.columns.slots.intersection(columns_of(form, number, token)):
                    met.setdefault(item, token)
        if len(met) >= max(LEAST_LABELS, len(table.columns.slots) / 2):
            yield number, next(iter(met.values())).spot


def _tokens(stream: Stream) -> Iterator[Token]:
    for row, cells in enumerate(stream.rows):
        line = stream.at(row, 0).row
        for column, raw in enumerate(cells):
            blank = is_blank(raw)
            if blank and not stream.barred:
                continue
            text = "" if blank else trim(spell(raw))
            yield Token(
                text, fold(text), fold_number(text), (line, column + 1), row,
                first=column == 0, prose=row in stream.prose,
            )  # fmt: skip


def _joined(tokens: list[Token], form: FormLabels) -> list[Token]:
    """Put labels together again that were broken into lines: only together do they name anything.

    No part may name anything by itself, and the whole must be a label to the letter.
    """
    found: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        parts = 1
        if token.key and token.key not in form.exact and not token.key.isdigit():
            parts = next(_whole(tokens, position, form), 1)
        if parts > 1:
            together = tokens[position : position + parts]
            text = "".join(each.text for each in together)
            token = token._replace(
                text=text, key=fold(text), plain=fold_number(text), prose=together[-1].prose
            )
        found.append(token)
        position += parts
    return found


def _whole(tokens: Sequence[Token], start: int, form: FormLabels) -> Iterator[int]:
    text = tokens[start].text
    for parts in range(2, MOST_PARTS + 1):
        if start + parts > len(tokens):
            return
        last = tokens[start + parts - 1]
        if (
            not last.key
            or last.key in form.exact
            or last.key.isdigit()
            or last.row == tokens[start + parts - 2].row
        ):
            return
        text += last.text
        if fold(text) in form.exact:
            yield parts


def _add_loose(page: _Page, tokens: list[Token]) -> None:
    """Add what belongs to no table, each cell by itself: under a label it must feed no slot."""
    for token in tokens:
        if token.key:
            figure = Untold("row-width", token.text, found=1, expected=1)
            page.add([(0, figure if looks_like_value(token) else token.text, token.spot)])
    tokens.clear()


def _depths(labels: AxisLabels) -> list[int]:
    return [len(above) for above in labels.above]


def _add_block(page: _Page, block: Block, form: FormLabels) -> None:
    table = form.tables[block.table]
    stub = block.stub
    _add_head(page, block.head, table.columns, stub)
    for line in block.lines:
        labels = _placed(line, table.rows, stub)
        values = values_of(block, line)
        anchor = line.labels[0][0] if line.labels else line.cells[0]
        known = _names_slots(line, table.rows)
        if values is not None:
            page.add(
                [*labels, *((stub + n, _raw(cell), cell.spot) for n, cell in enumerate(values))]
            )
        elif known or any(cell.key for cell in line.cells):
            width = len(block.head.leaves)
            found = sum(bool(cell.key) for cell in line.cells)
            # Where no row is known there is no slot to tell it by: each value tells itself.
            shown = [(cell.text, cell.spot) for cell in line.cells if cell.key and not known]
            told = shown or [("", anchor.spot)] * width
            page.add([
                *labels,
                *((stub + n, Untold("row-width", text, found, width), spot)
                  for n, (text, spot) in enumerate(told)),
            ])  # fmt: skip
        else:
            for _, raw, spot in labels:
                page.add([(0, raw, spot)])


def _names_slots(line: Line, rows: AxisLabels | None) -> bool:
    """Whether a row has slots, by which it can be told that nothing was read."""
    return rows is None or any(rows.slots.intersection(items) for _, items in line.labels)


def _raw(cell: Token) -> Raw:
    """Return what a cell holds; figures with nothing between them are not taken apart."""
    return (
        Untold("run-together", cell.text)
        if _RUN_TOGETHER.fullmatch(cell.key) or (_RUN_TOGETHER.fullmatch(cell.text))
        else cell.text
    )


def _placed(
    line: Line, rows: AxisLabels | None, stub: int
) -> list[tuple[int, Raw, tuple[int, int]]]:
    """Return the labels of a row, each at its depth in the form."""
    if rows is None:
        return []
    depths = _depths(rows)
    placed: dict[int, tuple[int, Raw, tuple[int, int]]] = {}
    for token, items in line.labels:
        depth = depths[items[0]] if items else stub - 1
        while depth in placed and depth < stub - 1:
            depth += 1
        if depth not in placed or items:
            placed[depth] = (depth, token.text, token.spot)
    return list(placed.values())


def _add_head(page: _Page, head: Head, columns: AxisLabels, stub: int) -> None:
    """Lay the header out: a row for each depth, headings merged over what is below them."""
    depths = _depths(columns)
    cells = dict(head.items)
    for token in head.corner:
        page.add([(0, token.text, token.spot)])
    for depth in range(max((depths[number] for number in cells), default=0) + 1):
        row = []
        for number, token in cells.items():
            if depths[number] != depth:
                continue
            under = [
                stub + place
                for place, leaf in enumerate(head.leaves)
                if leaf == number or leaf in columns.below[number]
            ]
            if not under:
                continue
            row.append((under[0], token.text, token.spot))
            if len(under) > 1:
                at = len(page.rows) + 1
                page.merges.append(Area(at, under[0] + 1, at, under[-1] + 1))
        page.add(row)
