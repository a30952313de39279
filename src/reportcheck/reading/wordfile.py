"""Word documents: docx -> the paragraphs and tables of the document, as they are printed.

Deleted text of tracked changes is left out, inserted text is read; a text box or another picture
of text inside a paragraph is read once, not once for every program that may show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from reportcheck.classes import dataclass
from reportcheck.grid import Source
from reportcheck.number import trim
from reportcheck.problem import Problem
from reportcheck.reading.documents import Block, Cell, Row, Table, add_late, read_blocks
from reportcheck.reading.events import parse, part_of

LAST_SPAN = 1_000
"""How many grid columns one cell may span; Word has 63 columns."""

# What a deletion, a moved passage's old place, or the second form of a drawing holds is not read.
_UNREAD = frozenset({
    "del", "moveFrom", "Fallback", "delText", "instrText", "rPrChange", "pPrChange", "tcPrChange",
    "trPrChange", "tblPrChange", "tblGridChange", "sectPrChange",
})  # fmt: skip
_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "sym": "□"}
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass
class _Open:
    """A table that is being read, with its open row and cell, and the cells that go on below."""

    table: Table = field(default_factory=Table)
    cell: Cell = field(default_factory=Cell)
    above: dict[int, Cell] = field(default_factory=dict)
    column: int = 0
    goes_on: str | None = None
    texts: list[str] = field(default_factory=list)
    late: list[tuple[Cell, str]] = field(default_factory=list)
    deleted_row: bool = False

    def whole(self) -> Table:
        """Return the table, with what stands in the later parts of merged cells."""
        add_late(self.late)
        return self.table


class _Reader:
    """The blocks of a document, put together from the events of its XML."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.changed = False
        self._tables: list[_Open] = []
        self._paragraphs: list[list[str]] = []
        self._unread = 0
        self._in_text = False
        self._in_row_properties = False
        self._vanished = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take a start tag."""
        name = tag.rpartition(":")[2]
        if name in _UNREAD:
            self.changed = self.changed or name in {"del", "moveFrom"}
            if self._in_row_properties and self._tables and name == "del":
                self._tables[-1].deleted_row = True
            self._unread += 1
            return
        if self._unread:
            return
        match name:
            case "p":
                self._paragraphs.append([])
            case "t":
                self._in_text = True
            case "ins":
                self.changed = True
            case "r":
                self._vanished = False
            case "trPr":
                self._in_row_properties = True
            case "vanish":
                self._vanished = self._value(attributes, "1") not in _OFF
            case _ if name in _SIGNS:
                self._write(_SIGNS[name])
            case _:
                self._start_table(name, attributes)

    def _start_table(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "tbl":
            self._tables.append(_Open())
            return
        if not self._tables:
            return
        opened = self._tables[-1]
        match name:
            case "tr":
                opened.table.rows.append(Row())
                opened.column = 0
            case "tc":
                opened.cell, opened.goes_on, opened.texts = Cell(), None, []
            case "gridSpan":
                opened.cell.across = self._number(attributes)
            case "gridBefore":
                opened.table.rows[-1].skipped = self._number(attributes)
                opened.column = opened.table.rows[-1].skipped
            case "vMerge":
                opened.goes_on = self._value(attributes, "continue")
            case "hMerge":
                opened.goes_on = (
                    "across" if self._value(attributes, "continue") == "continue" else None
                )
            case "hidden" if opened.table.rows:
                opened.table.rows[-1].hidden = self._value(attributes, "1") not in _OFF

    @staticmethod
    def _value(attributes: Mapping[str, str], default: str) -> str:
        return next((v for k, v in attributes.items() if k.endswith("val")), default)

    def _number(self, attributes: Mapping[str, str]) -> int:
        value = self._value(attributes, "1")
        return min(max(int(value), 0), LAST_SPAN) if value.isdecimal() and len(value) < 9 else 1

    def text(self, text: str) -> None:
        """Take text; only what stands in a run is text of the document."""
        if self._in_text and not self._unread:
            self._write(text)

    def _write(self, text: str) -> None:
        if self._paragraphs and not self._vanished:
            self._paragraphs[-1].append(text)

    def end(self, tag: str) -> None:
        """Take an end tag."""
        name = tag.rpartition(":")[2]
        if name in _UNREAD:
            self._unread -= 1
            return
        if self._unread:
            return
        match name:
            case "t":
                self._in_text = False
            case "r":
                self._vanished = False
            case "p" if self._paragraphs:
                self._add("".join(self._paragraphs.pop()))
            case "trPr":
                self._in_row_properties = False
            case "tr" if self._tables:
                self._end_row(self._tables[-1])
            case "tc" if self._tables:
                self._end_cell(self._tables[-1])
            case "tbl" if self._tables:
                self._add(self._tables.pop().whole())

    def _add(self, block: Block) -> None:
        """Put a block where it stands: in the open cell, or in the document itself."""
        if not self._tables:
            self.blocks.append(block)
            return
        opened = self._tables[-1]
        opened.cell.inner.append(block)
        if isinstance(block, str):
            opened.texts.append(block)

    @staticmethod
    def _end_row(opened: _Open) -> None:
        if opened.deleted_row and opened.table.rows:
            opened.table.rows[-1].cells.clear()  # its number stays, as the page shows it
        opened.deleted_row = False

    def _end_cell(self, opened: _Open) -> None:
        cell = opened.cell
        cell.text = trim("\n".join(opened.texts))
        if not opened.table.rows:
            return
        row = opened.table.rows[-1]
        column = opened.column
        opened.column += max(cell.across, 1)
        cell.across = max(cell.across, 1)
        if opened.goes_on == "across" and row.cells:
            row.cells[-1].across += cell.across
            self._append(opened, row.cells[-1], cell)
            return
        above = opened.above.get(column)
        if opened.goes_on == "continue" and above is not None and above.across == cell.across:
            above.down += 1
            self._append(opened, above, cell)
            return
        row.cells.append(cell)
        for each in range(column, column + cell.across):
            opened.above.pop(each, None)
        opened.above[column] = cell

    @staticmethod
    def _append(opened: _Open, first: Cell, cell: Cell) -> None:
        """Keep what stands in a merged cell's later parts; Word itself hides it."""
        first.inner.extend(each for each in cell.inner if isinstance(each, Table))
        if cell.text:
            opened.late.append((first, cell.text))


def read_word_file(path: str, data: bytes) -> Source:
    """Read every table of a docx document, with the paragraphs before each as its titles."""
    name = "word/document.xml"
    xml = part_of(path, data, name)
    if xml is None:
        raise Problem("damaged-document", path=path, reason=name)
    reader = _Reader()
    parse(path, name, xml, reader.start, reader.end, reader.text)
    notes = [("tracked-changes", "")] if reader.changed else []
    return read_blocks(path, reader.blocks, notes)
