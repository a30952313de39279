"""The large sheet of a workbook in a stream: some thousand rows in place of a block.

The XML is unpacked while the rows before are evaluated. Columns are made of it at once; whatever is
out of the ordinary in a row is read by the reader of small workbooks, and looked at closely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial, reduce
from operator import and_, or_
from typing import Final, NamedTuple

import polars as pl

from reportcheck.compiling.typed import any_of
from reportcheck.number import DIGITS
from reportcheck.reading import cells
from reportcheck.reading.largebook import LargeBook, merged_after, rows_of
from reportcheck.reading.limits import most
from reportcheck.reading.tokens import Unplain
from reportcheck.reading.unrolling import Spot
from reportcheck.rule import Rule
from reportcheck.streaming.adding import Running
from reportcheck.streaming.blocks import LONGEST_LINE, Block, Unstreamable
from reportcheck.streaming.columnar import typed_of
from reportcheck.streaming.fast import Typed
from reportcheck.streaming.layout import Layout, of_book
from reportcheck.streaming.lines import Line
from reportcheck.streaming.plans import Plan
from reportcheck.streaming.stream import Known, Sizes, Stream
from reportcheck.streaming.sweep import Swept, Texts, sweep

_END: Final = b"</row>"
_AFTER: Final = b"</sheetData>"
_FIRST: Final = re.compile(rb'<row r="(\d{1,7})"')
_MOST_ODD: Final = 0.3
"""If more of the first rows need a closer look, reading the file whole is quicker."""
_MANY: Final = 1000
_NEAR: Final = 1 << 15


class _Cut(NamedTuple):
    """How a block is got again: pieces from a spot on, of which ``size`` bytes from ``begin``."""

    spot: Spot
    before: bytes
    pieces: int
    begin: int
    size: int


class Rows:
    """The body of a large sheet, in blocks of whole rows that can be read once more.

    A block begins at a row, though that may be one of those that are not there.
    """

    def __init__(self, book: LargeBook, first: int, columns: int, block: int) -> None:
        self._book = book
        self._first = first
        self._columns = columns
        self._block = block
        self._cut = _Cut(book.roll.start(), b"", 0, 0, 0)
        self._cuts: dict[int, _Cut] = {}
        self.after = b""

    def blocks(self, _: int) -> Iterator[Block]:
        """Yield all blocks in order, of so many rows each as ``size`` says."""
        row, waiting, number = self._first, None, 0
        try:
            for xml in self._whole_rows():
                last = _FIRST.match(xml, xml.rfind(b"<row"))
                number = 0 if last is None else int(last[1])
                if number < row or number * self._columns > most("CELLS"):
                    raise Unstreamable
                if waiting is not None:
                    yield waiting
                waiting = Block(xml, row, number + 1 - row)
                self._cuts[row] = self._cut
                row = number + 1
        except ValueError:
            raise Unstreamable from None
        if waiting is not None:
            yield replace(waiting, last=True)

    def _whole_rows(self) -> Iterator[bytes]:
        """Yield the XML of the rows, from the first of the body on; keep what comes after them."""
        roll = self._book.roll
        spot, before, held, pieces, begun = roll.start(), b"", b"", 0, False
        ended: list[bytes] = []
        for piece, following in roll.pieces(spot, self._block):
            if ended:
                ended.append(piece)
                continue
            held, pieces, begin = held + piece, pieces + 1, 0
            if len(held) > LONGEST_LINE:
                raise Unstreamable
            if not begun:
                found = (at for at in _FIRST.finditer(held) if int(at[1]) >= self._first)
                if (first := next(found, None)) is None:
                    continue
                begin = first.start()
            end = held.find(_AFTER, begin)
            stop = held.rfind(_END, begin) + len(_END) if end < 0 else end
            if stop < len(_END) and end < 0:
                continue
            xml = held[begin:stop].strip()
            if xml:
                begin = held.find(xml[:1], begin)
                self._cut = _Cut(spot, before, pieces, begin, len(xml))
                yield xml
            if end >= 0:
                ended.append(held[end:])
                continue
            spot, before, held, pieces, begun = following, held[stop:], held[stop:], 0, True
        if not ended:
            raise Unstreamable
        self.after = b"".join(ended)

    def again(self, begin: int) -> bytes:
        """Return the XML of the block that begins at a row once more."""
        cut = self._cuts[begin]
        held = cut.before
        for number, (piece, _) in enumerate(self._book.roll.pieces(cut.spot, self._block), 1):
            held += piece
            if number == cut.pieces:
                break
        return held[cut.begin : cut.begin + cut.size]


class SheetStream(Stream):
    """One pass over the large sheet of a workbook; the line of a record is its row."""

    body: Rows  # type: ignore[assignment]

    def __init__(
        self,
        layout: Layout,
        plans: Sequence[Plan],
        rules: Sequence[Rule],
        running: Sequence[Running],
        sizes: Sizes,
        aggregates: dict[object, object],
    ) -> None:
        super().__init__(layout, plans, rules, running, sizes, aggregates)
        assert layout.book is not None  # noqa: S101 - a workbook has one
        self.book = book = layout.book
        first = layout.first_column
        self.columns = range(first, first + layout.width)
        self.body = Rows(book, layout.line, self.columns.stop, sizes.block)
        self.asked_cells = cells.Asked(
            [first + plan.field for plan in plans], self.columns, book.shared, book.dates,
            book.plain, book.percents,
        )  # fmt: skip

    def run(self) -> None:
        """Go over the whole body, and see what of the sheet is merged."""
        super().run()
        if not merged_after(self.body.after):
            return
        layout = of_book(self.book, [self.layout.pack], asked=True, after=self.body.after)
        old = self.layout
        if layout is None or (layout.fields, layout.line, layout.width, layout.header) != (
            old.fields, old.line, old.width, old.header,
        ):  # fmt: skip
            raise Unstreamable
        self.layout = self.closer.layout = layout

    def _sweep(self, block: Block) -> Swept | None:
        try:
            found = cells.block_of(block.data, block.begin, block.size, self.asked_cells)
        except Unplain:
            raise Unstreamable from None
        typed = self._typed(found)
        if block.last:
            rows = pl.int_range(typed.height, eager=True)
            typed = replace(typed, strange=typed.strange | (rows >= typed.height - self.sizes.tail))
        percents = self._percents(found)
        swept = sweep(typed, self.asked, partial(self._texts, block), percents=percents)
        first = block.begin == self.layout.line and not block.last
        if first and block.size > _MANY and len(swept.closer) > block.size * _MOST_ODD:
            raise Unstreamable
        return swept

    def _typed(self, found: cells.Block) -> Typed:
        first = self.layout.first_column
        columns, doubtful = [], []
        for plan in self.plans:
            series, odd = _series(found.columns[first + plan.field], plan, found.height)
            columns.append((plan, series))
            doubtful.append(odd)
        typed = typed_of(found.height, columns)
        lacking = [series.is_null() for _, series in columns]
        nothing = reduce(and_, lacking)  # a blank row, or one that is not there
        strange = any_of([typed.strange, nothing, found.odd, *doubtful], found.height)
        return replace(typed, strange=strange)

    def _percents(self, found: cells.Block) -> Mapping[str, pl.Series]:
        """Return which cells show as percentages, by column."""
        first, shown = self.layout.first_column, {}
        for plan in self.plans:
            own = found.columns[first + plan.field].percents
            if own is not None and plan.values.type == "percent":
                shown[plan.name] = own
            elif own is not None and plan.values.numeric and own.any():
                raise Unstreamable  # told format by format
        return shown

    def _texts(self, block: Block, rows: pl.Series) -> list[str]:
        numbers = [block.begin + row for row in rows.to_list()]
        return row_texts(block.data, numbers, block.begin, block.size)

    def lines_of(self, texts: Texts, numbers: Sequence[int]) -> list[Line]:
        """Return rows from their XML; one that is not there is blank."""
        there = [
            (number, str(text).encode())
            for number, text in zip(numbers, texts, strict=True)
            if text
        ]
        found: Mapping[int, Sequence[object]] = {}
        try:
            if there:
                rows, formats = rows_of(self.book, there, self.columns)
                self.percents.note(formats)
                found = {number: row for (number, _), row in zip(there, rows, strict=True)}
        except Unplain:
            raise Unstreamable from None
        blank = [""] * len(self.columns)
        return [Line(number, found.get(number, blank)) for number in numbers]  # type: ignore[arg-type]

    def again(self, known: Known, wanted: pl.Series) -> list[Line]:
        """Return some rows of a block once more."""
        numbers = wanted.to_list()
        xml = self.body.again(known.begin)
        return self.lines_of(row_texts(xml, numbers, known.begin, known.size), numbers)


def row_texts(xml: bytes, numbers: Sequence[int], first: int, height: int) -> list[str]:
    """Return the XML of some rows of a block by their numbers; nothing for those not there.

    >>> row_texts(b'<row r="1"/><row r="3"><c/></row>', [1, 2, 3], 1, 3)
    ['<row r="1"/>', '', '<row r="3"><c/></row>']
    """
    found = []
    for number in numbers:
        tag = b'<row r="%d"' % number
        # Rows are much of a size: to look through all of a block takes far longer.
        likely = (number - first) * len(xml) // height
        begin = xml.find(tag, max(0, likely - _NEAR), likely + _NEAR)
        if begin < 0 and (begin := xml.find(tag)) < 0:
            found.append("")
            continue
        end = xml.find(b"<row ", begin + 1)
        found.append(xml[begin : len(xml) if end < 0 else end].decode())
    return found


def _series(column: cells.Column, plan: Plan, height: int) -> tuple[pl.Series, pl.Series]:
    """Return the cells of a column as its plan wants them, and which are something else."""
    odd = [column.odd]
    numbers, texts, dates = column.numbers, column.texts, column.dates
    if plan.parsed == "text":
        wanted, others = texts, [dates]
        if numbers is not None:
            spelt, other = _spelt(numbers)
            wanted = spelt if texts is None else pl.select(pl.coalesce(texts, spelt)).to_series()
            odd.append(other)
    elif plan.parsed == "date":
        wanted, others = (texts, [numbers]) if dates is None else (dates, [numbers, texts])
    else:
        wanted, others = numbers, [texts, dates]
    odd += [each.is_not_null() for each in others if each is not None]
    if wanted is None:
        kind = {"text": pl.String, "date": pl.Date}.get(plan.parsed, pl.Float64)
        wanted = pl.repeat(None, height, dtype=kind, eager=True)
    return wanted, reduce(or_, odd)


def _spelt(numbers: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return whole numbers as texts show them, and which are none."""
    whole = ((numbers == numbers.floor()) & (numbers.abs() < 10**DIGITS)).fill_null(value=False)
    spelt = numbers.set(~whole, None).cast(pl.Int64).cast(pl.String)
    return spelt, numbers.is_not_null() & ~whole
