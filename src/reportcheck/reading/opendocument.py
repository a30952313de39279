"""OpenDocument workbooks: ods -> a grid for every sheet, with errors, merged areas, what is hidden.

Read event by event and not by calamine, which tells neither errors nor merged areas of an ods, and
asks for as much memory as a repeated row claims to need.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import field

from reportcheck.address import CellRef, column_letters
from reportcheck.classes import dataclass
from reportcheck.grid import Area, Grid, Source
from reportcheck.number import ErrorValue, NotCalculated, Raw
from reportcheck.problem import Problem
from reportcheck.reading.events import parse, part_of
from reportcheck.reading.limits import hold, most
from reportcheck.reading.odfstyles import changing_styles
from reportcheck.reading.trimming import MOST_COVERED, covered_cells, is_empty, trimmed, within
from reportcheck.unit import PERCENT_FORMATS

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_MOST_SPACES = 80
"""More in a row mean no more than these, and a tag of some bytes may ask for millions."""
_HIDDEN = frozenset({"collapse", "filter"})
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|(?:Err|错误|錯誤)[:：]\s*\d{3}")
# What stands in a cell or a table and is none of its content.
_UNREAD = frozenset({
    "office:annotation", "table:shapes", "table:tracked-changes", "table:dde-links",
    "office:forms", "draw:frame", "draw:custom-shape", "text:ruby-text", "table:desc",
})  # fmt: skip


@dataclass
class _Sheet:
    name: str
    hidden: bool
    rows: list[list[Raw]] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    covered: list[CellRef] = field(default_factory=list)
    column: int = 0
    blank_rows: int = 0


@dataclass
class _Cell:
    attributes: Mapping[str, str]
    covered: bool
    paragraphs: list[str] = field(default_factory=list)


class _Reader:
    """The sheets, put together from the events of content.xml."""

    def __init__(self, path: str, formats: Mapping[str, str]) -> None:
        self.path = path
        self._formats = formats
        self.sheets: list[_Sheet] = []
        self._tables = 0
        self._unread = 0
        self._blank = 0
        self._row: list[Raw] = []
        self._row_attributes: Mapping[str, str] = {}
        self._cell: _Cell | None = None
        self._text: list[str] | None = None
        self._style = ""
        self._hiding: set[str] = set()
        self._room = most("DOCUMENT_CELLS")

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """Take a start tag."""
        if name in _UNREAD or self._unread:
            self._unread += 1
            return
        match name:
            case "style:style":
                self._style = given.get("style:name", "")
            case "style:table-properties" if given.get("table:display") == "false":
                self._hiding.add(self._style)
            case "table:table":
                self._tables += 1
                if self._tables == 1:
                    hold(self.path, "SHEETS", len(self.sheets) + 1)
                    hidden = given.get("table:style-name", "") in self._hiding
                    self.sheets.append(_Sheet(given.get("table:name", ""), hidden))
            case "table:table-column" if self.sheets:
                self._take_column(self.sheets[-1], given)
            case "table:table-row" if self._tables == 1:
                self._row, self._blank, self._row_attributes = [], 0, given
            case "table:table-cell" | "table:covered-table-cell" if self._tables == 1:
                self._cell = _Cell(given, name.startswith("table:covered"))
            case "text:p" | "text:h" if self._cell is not None:
                self._text = []
            case "text:s" if self._text is not None:
                self._text.append(" " * min(_count(given.get("text:c")), _MOST_SPACES))
            case "text:tab" | "text:line-break" if self._text is not None:
                self._text.append("\t" if name == "text:tab" else "\n")

    def _take_column(self, sheet: _Sheet, given: Mapping[str, str]) -> None:
        repeated = _count(given.get("table:number-columns-repeated"))
        if given.get("table:visibility") in _HIDDEN:
            sheet.hidden_columns.append(range(sheet.column + 1, sheet.column + repeated + 1))
        sheet.column += repeated

    def text(self, text: str) -> None:
        """Take text; only paragraphs of cells are content."""
        if self._text is not None and not self._unread:
            self._text.append(text)

    def end(self, name: str) -> None:
        """Take an end tag."""
        if self._unread:
            self._unread -= 1
            return
        match name:
            case "text:p" | "text:h" if self._text is not None and self._cell is not None:
                self._cell.paragraphs.append("".join(self._text))
                self._text = None
            case "table:table-cell" | "table:covered-table-cell" if self._cell is not None:
                self._end_cell(self.sheets[-1], self._cell)
                self._cell = None
            case "table:table-row" if self._tables == 1:
                self._end_row(self.sheets[-1])
            case "table:table":
                self._tables -= 1

    def _end_cell(self, sheet: _Sheet, cell: _Cell) -> None:
        given = cell.attributes
        repeated = _count(given.get("table:number-columns-repeated"))
        value = _value(given, cell.paragraphs)
        column = len(self._row) + self._blank + 1
        row = len(sheet.rows) + sheet.blank_rows + 1
        across = _count(given.get("table:number-columns-spanned"))
        down = _count(given.get("table:number-rows-spanned"))
        if across * down > 1 and column + across <= LAST_COLUMN + 1 and row <= LAST_ROW:
            bottom = min(row + down - 1, LAST_ROW)
            sheet.merges.append(Area(row, column, bottom, column + across - 1))
        if is_empty(value) or cell.covered:
            if cell.covered and not is_empty(value) and len(sheet.covered) <= MOST_COVERED:
                sheet.covered.append(CellRef(sheet.name, row, column))
            self._blank += repeated
            return
        if column + repeated - 1 > LAST_COLUMN:
            self._far(sheet, row, column + repeated - 1)
        self._spend(sheet, self._blank + repeated, row, column)
        self._row.extend([""] * self._blank)
        self._row.extend([value] * repeated)
        self._blank = 0
        code = self._formats.get(given.get("table:style-name", ""))
        if code is None and given.get("office:value-type") == "percentage":
            code = PERCENT_FORMATS[9]
        if code is not None and isinstance(value, float):
            sheet.formats.update(((row, column + each), code) for each in range(repeated))

    def _end_row(self, sheet: _Sheet) -> None:
        given = self._row_attributes
        repeated = _count(given.get("table:number-rows-repeated"))
        first = len(sheet.rows) + sheet.blank_rows + 1
        if given.get("table:visibility") in _HIDDEN:
            sheet.hidden_rows.append(range(first, first + repeated))
        if not self._row:
            sheet.blank_rows = min(sheet.blank_rows + repeated, LAST_ROW + 1)
            return
        if first + repeated - 1 > LAST_ROW:
            self._far(sheet, first + repeated - 1, len(self._row))
        self._spend(sheet, sheet.blank_rows + len(self._row) * (repeated - 1), first, 1)
        sheet.rows.extend([] for _ in range(sheet.blank_rows))
        sheet.blank_rows = 0
        sheet.rows.extend([*self._row] for _ in range(repeated))

    def _spend(self, sheet: _Sheet, cells: int, row: int, column: int) -> None:
        self._room -= cells
        if self._room < 0:
            self._far(sheet, row, column)

    def _far(self, sheet: _Sheet, row: int, column: int) -> None:
        cell = f"{column_letters(column)}{row}"
        raise Problem("far-cell", path=self.path, sheet=sheet.name, cell=cell)


def _count(text: str | None) -> int:
    return max(int(text), 1) if text and text.isdecimal() and len(text) < 10 else 1


def _value(given: Mapping[str, str], paragraphs: list[str]) -> Raw:
    """Return what a cell holds: by its type, and an error by what it shows."""
    text = "\n".join(paragraphs)
    kind = given.get("office:value-type", "")
    formula = given.get("table:formula")
    if given.get("calcext:value-type") == "error" or (formula and _ERROR.fullmatch(text)):
        return ErrorValue(text or "#?")
    match kind:
        case "float" | "currency" | "percentage":
            try:
                return float(given.get("office:value", ""))
            except ValueError:
                return text
        case "boolean":
            return given.get("office:boolean-value") == "true"
        case "date":
            try:
                return dt.datetime.fromisoformat(given.get("office:date-value", ""))
            except ValueError:
                return text
        case "" if formula is not None and not paragraphs:  # an empty text has an empty one
            return NotCalculated(formula.partition(":")[2])
        case "string" if not text:
            return given.get("office:string-value", "")
    return text


def read_open_document(path: str, data: bytes) -> Source:
    """Read every sheet of an ods workbook, hidden ones too."""
    manifest = part_of(path, data, "META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in manifest:
        raise Problem("password-protected", path=path)
    name = "content.xml"
    xml = part_of(path, data, name)
    if xml is None:
        raise Problem("damaged-document", path=path, reason=name)
    reader = _Reader(path, changing_styles(path, xml, part_of(path, data, "styles.xml")))
    parse(path, name, xml, reader.start, reader.end, reader.text)
    if not reader.sheets:
        raise Problem("no-sheet", path=path)
    grids = tuple(
        trimmed(
            Grid(
                path, sheet.name, sheet.rows, merges=tuple(sheet.merges), hidden=sheet.hidden,
                hidden_rows=within(sheet.hidden_rows, len(sheet.rows)),
                hidden_columns=within(sheet.hidden_columns, max(map(len, sheet.rows), default=0)),
                formats=sheet.formats,
            )
        )
        for sheet in reader.sheets
    )  # fmt: skip
    if not any(grid.rows for grid in grids):
        raise Problem("empty-file", path=path)
    notes = [each for sheet in reader.sheets for each in covered_cells(sheet.covered)]
    notes += [("hidden-sheet", grid.sheet or "") for grid in grids if grid.hidden and grid.rows]
    return Source(path, grids, tuple(notes))
