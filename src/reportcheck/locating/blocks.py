"""A table in a stream of cells: its header by the form's tree, its rows by the form's labels.

Where merged cells were lost, a header comes level by level (all that stands under the first level,
then all under the second ...) or branch by branch; either way the items below one heading stand
together, in the order of the file. Rows run from label to label. Only a row that has exactly as
many values as there are columns is one; for any other the count is told and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reportcheck.form import Item, Shape
from reportcheck.locating.labels import AxisLabels, FormLabels, TableLabels
from reportcheck.number import is_placeholder, trim


class Token(NamedTuple):
    """One cell of a stream; ``first`` says that a row begins with it, ``prose`` that it is none."""

    text: str
    key: str
    plain: str
    spot: tuple[int, int]
    row: int
    first: bool
    prose: bool


class Head(NamedTuple):
    """A header: each item that was met, the leaves in file order, where it ends, all its cells."""

    items: tuple[tuple[int, Token], ...]
    leaves: tuple[int, ...]
    corner: tuple[Token, ...]
    end: int
    size: int


@dataclass
class Line:
    """A row: its labels, the cells after them, and how many cells it took in all."""

    labels: list[tuple[Token, tuple[int, ...]]] = field(default_factory=list)
    cells: list[Token] = field(default_factory=list)

    @property
    def size(self) -> int:
        """The number of cells that the row takes, its labels and empty cells too."""
        return len(self.labels) + len(self.cells)


@dataclass(frozen=True)
class Block:
    """One table in the stream, from its header to the last of its rows."""

    table: int
    head: Head
    lines: tuple[Line, ...]
    end: int
    stub: int
    by_line: bool

    @property
    def known(self) -> int:
        """How many cells of rows that the form knows belong to it."""
        return sum(len(line.cells) for line in self.lines if any(items for _, items in line.labels))


_VALUE = re.compile(
    r"#[a-z/0!?]+|[-+]?[\d,.]*\d[\d,.]*\s*(?:%|件|个|份|条|次|人|元|万元|亿元)?(?:\([^)]*\))?(?:\s[\d,.]+)*"
)
LONGEST_VALUE = 40


def looks_like_value(token: Token) -> bool:
    """Whether a cell holds a figure, maybe with a unit or a remark, or a sign for nothing."""
    return len(token.key) <= LONGEST_VALUE and (
        _VALUE.fullmatch(token.key) is not None or is_placeholder(trim(token.text))
    )


def block_at(
    tokens: Sequence[Token], start: int, form: FormLabels, *, barred: bool, by_line: bool
) -> Block | None:
    """Return the table whose header begins here; of several, the one that explains most."""
    first = tokens[start]
    blocks = []
    for mention in form.mentions(first.key, first.plain):
        if mention.columns and not first.prose:
            table = form.tables[mention.table]
            head = _head(tokens, start, mention.table, form)
            if head is None:
                continue
            walk = _Walk(tokens, form, mention.table, head, barred=barred, by_line=by_line)
            if table.table.shape is Shape.FORM:
                block = walk.rows()
            elif table.table.shape is Shape.ONE:
                block = walk.values()
            else:
                continue
            if block.lines:
                blocks.append(block)
    return max(blocks, key=lambda block: (block.known, block.head.end), default=None)


def _columns(form: FormLabels, table: int, token: Token) -> tuple[int, ...]:
    return next(
        (
            mention.columns
            for mention in form.mentions(token.key, token.plain)
            if mention.table == table
        ),
        (),
    )


def rows_of(form: FormLabels, table: int, token: Token) -> tuple[int, ...]:
    """Return the row items of a table that a cell may name; a figure names none."""
    if not token.key or _VALUE.fullmatch(token.key):
        return ()
    return next(
        (
            mention.rows
            for mention in form.mentions(token.key, token.plain)
            if mention.table == table
        ),
        (),
    )


def _head(tokens: Sequence[Token], start: int, table: int, form: FormLabels) -> Head | None:
    """Match the labels from here on to the columns of a table; None where they do not fit."""
    labels = form.tables[table]
    met: list[tuple[Token, tuple[int, ...]]] = []
    corner = []
    end = position = start
    for position in range(start, len(tokens)):
        token = tokens[position]
        if not token.key:
            continue
        columns = _columns(form, table, token)
        if token.key in labels.corner:
            corner.append(token)
        elif columns and not token.prose:
            met.append((token, columns))
        else:
            break
        end = position + 1
    numbers = {id(item): number for number, item in enumerate(labels.columns.items)}
    for order in (_by_level, _by_branch):
        items = order(labels.table.columns.items, met, numbers)
        if items is not None and _is_told(labels.columns, items, met):
            leaves = _leaves(labels.table.columns.items, items, numbers)
            if leaves:
                return Head(tuple(items.items()), leaves, tuple(corner), end, position - start)
    return None


_Met = Sequence[tuple[Token, tuple[int, ...]]]


def _by_level(roots: Sequence[Item], met: _Met, numbers: dict[int, int]) -> dict[int, Token] | None:
    taken: dict[int, Token] = {}
    position = 0
    groups: list[Sequence[Item]] = [roots]
    while groups and position < len(met):
        below: list[Sequence[Item]] = []
        for group in groups:
            left = {numbers[id(item)]: item for item in group}
            while position < len(met):
                number = next((each for each in met[position][1] if each in left), None)
                if number is None:
                    break
                taken[number] = met[position][0]
                item = left.pop(number)
                if item.items:
                    below.append(item.items)
                position += 1
        groups = below
    return taken if position == len(met) else None


def _by_branch(
    roots: Sequence[Item], met: _Met, numbers: dict[int, int]
) -> dict[int, Token] | None:
    taken: dict[int, Token] = {}

    def take(group: Sequence[Item], position: int) -> int:
        left = {numbers[id(item)]: item for item in group}
        while position < len(met):
            number = next((each for each in met[position][1] if each in left), None)
            if number is None:
                break
            taken[number] = met[position][0]
            position = take(left.pop(number).items, position + 1)
        return position

    return taken if take(roots, 0) == len(met) else None


def _is_told(columns: AxisLabels, items: dict[int, Token], met: _Met) -> bool:
    """Whether the header says which column is which: labels borne twice need the whole form."""
    if any(columns.below[number] and columns.items[number].has_slots for number in items):
        return False  # a heading with values of its own: nothing says before or after its items
    alone = all(len(each) == 1 for _, each in met)
    order = list(items)
    if alone:
        return True
    in_order = all(
        sorted(below) == below
        for heading in (*items, None)
        if (below := [each for each in order if _heading(columns, each) == heading])
    )
    return in_order and len(items) == len(columns.items)


def _heading(columns: AxisLabels, number: int) -> int | None:
    return max(columns.above[number], default=None)


def _leaves(
    group: Sequence[Item], items: dict[int, Token], numbers: dict[int, int]
) -> tuple[int, ...]:
    """Return the columns from left to right: what is below a heading stands under it."""
    order = {number: position for position, number in enumerate(items)}
    by_number = {numbers[id(item)]: item for item in group}
    here = sorted(by_number.keys() & order.keys(), key=lambda number: order[number])
    leaves: list[int] = []
    for number in here:
        below = by_number[number].items
        leaves.extend(_leaves(below, items, numbers) if below else (number,))
    return tuple(leaves)


class _Walk:
    """The cells after a header, taken up row by row until something else begins."""

    def __init__(
        self,
        tokens: Sequence[Token],
        form: FormLabels,
        table: int,
        head: Head,
        *,
        barred: bool,
        by_line: bool,
    ) -> None:
        self._tokens = tokens
        self._form = form
        self._table = table
        self._labels: TableLabels = form.tables[table]
        self._head = head
        self._width = len(head.leaves)
        self._barred = barred
        self._by_line = by_line
        self._lines: list[Line] = []
        self._line = Line()

    def rows(self) -> Block:
        """Take up the rows of a table with labelled rows."""
        position = self._head.end
        while position < len(self._tokens):
            token = self._tokens[position]
            items = rows_of(self._form, self._table, token)
            in_stub = not self._by_line or token.first or not self._line.cells
            if self._by_line and token.first and self._line.cells:
                self._close()
            if not token.key:
                if self._line.labels:
                    self._line.cells.append(token)
            elif items and in_stub:
                self._label(token, items)
            elif (again := self._header_again(position)) is not None:
                self._close()
                position = again
                continue
            elif self._ends(token):
                break
            elif self._is_value(token) and self._line.labels:
                self._line.cells.append(token)
            else:  # a label that the form does not know, or the rest of one, or a row without any
                if self._line.cells:
                    self._close()
                self._line.labels.append((token, ()))
            position += 1
        self._close()
        return self._block(position)

    def values(self) -> Block:
        """Take up the one row of values of a table without labelled rows."""
        position = self._head.end
        while position < len(self._tokens):
            token = self._tokens[position]
            ended = self._by_line and token.first and any(cell.key for cell in self._line.cells)
            if ended or self._ends(token) or (token.key and not self._is_value(token)):
                break
            if token.key or any(cell.key for cell in self._line.cells):
                self._line.cells.append(token)
            position += 1
        if any(cell.key for cell in self._line.cells):
            self._lines.append(self._line)
        return self._block(position)

    def _block(self, end: int) -> Block:
        while self._lines and not any(items for _, items in self._lines[-1].labels):
            if self._lines[-1].labels and not self._fits(self._lines[-1]):
                end = self._tokens.index(self._lines.pop().labels[0][0])
            else:
                break
        rows = self._labels.rows
        stub = 0 if rows is None else 1 + max(map(len, rows.above), default=0)
        return Block(self._table, self._head, tuple(self._lines), end, stub, self._by_line)

    def _fits(self, line: Line) -> bool:
        return sum(bool(cell.key) for cell in line.cells) == self._width

    def _full(self) -> bool:
        return len(self._line.cells) >= self._width

    def _label(self, token: Token, items: tuple[int, ...]) -> None:
        held = [each for _, each in self._line.labels]
        rows = self._labels.rows
        below = (
            rows is not None
            and held
            and any(one in rows.below[over] for over in held[-1] for one in items)
        )
        if self._line.cells or (held and not below):
            self._close()
        self._line.labels.append((token, items))

    def _close(self) -> None:
        if self._line.labels:
            self._lines.append(self._line)
        self._line = Line()

    def _is_value(self, token: Token) -> bool:
        if token.prose:
            return False
        if looks_like_value(token):
            return True
        if self._by_line:
            return bool(self._line.cells) and not token.first
        return self._barred and bool(self._line.cells) and not self._full()

    def _header_again(self, position: int) -> int | None:
        token = self._tokens[position]
        if not _columns(self._form, self._table, token) and token.key not in self._labels.corner:
            return None
        again = _head(self._tokens, position, self._table, self._form)
        return again.end if again is not None and again.leaves == self._head.leaves else None

    def _ends(self, token: Token) -> bool:
        """Whether what stands here belongs to no row: a title, a sentence, another header."""
        if not token.key or looks_like_value(token):
            return False
        if token.prose or self._form.titled(token.key):
            return True
        mentions = self._form.mentions(token.key, token.plain)
        return any(mention.columns or mention.table != self._table for mention in mentions)


def values_of(block: Block, line: Line) -> tuple[Token, ...] | None:
    """Return the cells of a row, one for each column, or None where the text does not tell them.

    A row with an empty cell is told only where every cell has its mark and the rows that are full
    show how rows are written: with as many cells after every label, or filled up with empty cells
    to one length. A single row has only the header to be measured by.
    """
    width = len(block.head.leaves)
    cells = tuple(line.cells[:width])
    places = [place for place, cell in enumerate(line.cells) if cell.key]
    # Empty cells before the values are those that a heading beside them covered.
    in_front = not places or places[0] <= max(block.stub - len(line.labels), 0)
    if len(places) == width and places[-1] - places[0] == width - 1 and in_front:
        return tuple(line.cells[place] for place in places)
    if len(cells) < width or len(places) > width or (places and places[-1] >= width):
        return None
    if not line.labels:
        alone = block.by_line or block.head.size % width == 0
        return cells if alone and len(line.cells) == width else None
    full = [each for each in block.lines if sum(bool(cell.key) for cell in each.cells) == width]
    # What fills up the last row of a table is often cut off with the end of the text.
    whole = [each for each in full if each is not block.lines[-1]]
    first = all(cell.key for each in full for cell in each.cells[:width])
    exact = {len(each.cells) for each in whole} == {len(line.cells)}
    filled_up = {each.size for each in whole} == {line.size}
    return cells if first and (exact or filled_up) else None
