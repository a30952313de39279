"""A table in a stream of cells: its header, and its rows from label to label.

Only a row that has exactly as many values as there are columns is one; for any other the count is
told and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field
from functools import cached_property

from reportcheck.classes import dataclass
from reportcheck.form import Shape
from reportcheck.locating.heads import Head, Token, columns_of, head_at
from reportcheck.locating.labels import FormLabels, TableLabels
from reportcheck.number import is_placeholder, trim


@dataclass
class Line:
    """A row: its labels, the cells after them, and where in the stream it begins.

    With ``remarked`` a remark stood behind its cells.
    """

    start: int = 0
    labels: list[tuple[Token, tuple[int, ...]]] = field(default_factory=list)
    cells: list[Token] = field(default_factory=list)
    remarked: bool = False

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

    @cached_property
    def _full(self) -> list[Line]:
        width = len(self.head.leaves)
        return [each for each in self.lines if sum(bool(cell.key) for cell in each.cells) == width]

    @cached_property
    def in_front(self) -> bool:
        """Whether the values of full rows come before their empty cells."""
        return all(cell.key for each in self._full for cell in each.cells[: len(self.head.leaves)])

    @cached_property
    def lengths(self) -> set[int]:
        """How many cells full rows have after their labels.

        What fills up the last row of a table is often cut off with the end of the text.
        """
        return {len(each.cells) for each in self._full if each is not self.lines[-1]}

    @cached_property
    def sizes(self) -> set[int]:
        """How many cells full rows have in all, but for the last."""
        return {each.size for each in self._full if each is not self.lines[-1]}

    @property
    def known(self) -> int:
        """How many cells of rows that the form knows belong to it."""
        return sum(len(line.cells) for line in self.lines if any(items for _, items in line.labels))


_VALUE = re.compile(
    r"#[a-z/0!?]+|[-+]?[\d,.]*\d[\d,.]*\s*(?:%|件|个|份|条|次|人|元|万元|亿元)?(?:\([^)]*\))?(?:\s[\d,.]+)*"
)
LONGEST_VALUE = 40

MOST_UNKNOWN = 40
"""So many texts in a row that are no labels are no table any more."""


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
            head = head_at(tokens, start, mention.table, form)
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
                self._blank(token)
            elif items and in_stub:
                self._label(token, items)
            elif (again := self._header_again(position)) is not None:
                self._close()
                if not self._lines:
                    break
                position = again
                continue
            elif self._ends(token):
                break
            elif self._is_value(token) and (self._line.labels or self._by_line):
                self._begin(position)
                self._line.cells.append(token)
            else:  # a label that the form does not know, or the rest of one, or a row without any
                if self._line.cells:
                    self._close()
                if len(self._line.labels) == MOST_UNKNOWN:
                    break
                self._begin(position)
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
            if self._by_line and token.first:
                self._line.cells.clear()
            if token.key or self._line.cells or self._may_be_value(token):
                self._line.cells.append(token)
            position += 1
        if any(cell.key for cell in self._line.cells):
            self._close()
            if not self._lines[-1].remarked and self._is_shifted():
                self._lines.clear()
        return self._block(position)

    def _may_be_value(self, token: Token) -> bool:
        """Whether an empty cell before all values is one: a remark may make up for it."""
        head = self._head
        row, left = head.last.row, min(each.spot[1] for _, each in head.items)
        return self._by_line and head.remarked and token.row != row and token.spot[1] >= left

    def _is_shifted(self) -> bool:
        """Whether, in a cell a line, an empty one before all values may be one of them."""
        head = self._head
        whole = head.size % (self._width + 1) == 0 or head.size == len(head.items) + 1
        return head.remarked and self._barred and not (self._by_line or whole)

    def _begin(self, position: int) -> None:
        if not (self._line.labels or self._line.cells):
            self._line.start = position

    def _blank(self, token: Token) -> None:
        if self._line.labels or self._line.cells:
            self._line.cells.append(token)

    def _block(self, end: int) -> Block:
        while self._lines and not any(items for _, items in self._lines[-1].labels):
            last = self._lines[-1]
            if (last.labels or len(last.cells) == 1) and not self._fits(last):
                end = self._lines.pop().start
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
        if self._line.labels or self._line.cells:
            self._take_remark()
            self._lines.append(self._line)
        self._line = Line()

    def _take_remark(self) -> None:
        """Take the remark off the end of a row, where a column of remarks is the last one.

        A figure stays: it may be a value too many. Where every cell has its mark, so has the one
        that is empty from now on.
        """
        cells = self._line.cells
        last = max((place for place, cell in enumerate(cells) if cell.key), default=None)
        if not self._head.remarked or last is None or looks_like_value(cells[last]):
            return
        self._line.remarked = True
        if self._barred:
            cells[last] = cells[last]._replace(text="", key="", plain="")
        else:
            del cells[last]

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
        if not columns_of(self._form, self._table, token) and token.key not in self._labels.corner:
            return None
        again = head_at(self._tokens, position, self._table, self._form)
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
    to one length. A single row has only the header to be measured by, or values at both ends.
    """
    width = len(block.head.leaves)
    cells = tuple(line.cells[:width])
    places = [place for place, cell in enumerate(line.cells) if cell.key]
    if block.head.remarked and not line.remarked and places[:1] != [0]:
        return None  # its last figure may be the remark, and the empty cell before it a value
    # Empty cells before the values are those that a heading beside them covered.
    in_front = not places or places[0] <= max(block.stub - len(line.labels), 0)
    if len(places) == width and places[-1] - places[0] == width - 1 and in_front:
        return tuple(line.cells[place] for place in places)
    if len(cells) < width or len(places) > width or (places and places[-1] >= width):
        return None
    if not line.labels:
        alone = block.by_line or block.head.size % (width + block.head.remarked) == 0
        ends = not block.head.remarked and places[:1] == [0] and places[-1] == width - 1
        return cells if (alone or ends) and len(line.cells) == width else None
    exact = block.lengths == {len(line.cells)}
    filled_up = block.sizes == {line.size}
    return cells if block.in_front and (exact or filled_up) else None
