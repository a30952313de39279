"""XML Spreadsheet 2003: what Excel 2003 and many reporting systems call .xls -> its sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field

from reportcheck.classes import dataclass
from reportcheck.grid import Area, Grid, Source
from reportcheck.number import ErrorValue, NotCalculated, Raw
from reportcheck.problem import Problem
from reportcheck.reading.events import parse
from reportcheck.reading.limits import hold, most
from reportcheck.reading.trimming import trimmed, within
from reportcheck.unit import PERCENT_FORMATS, changes_look

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_NAMED = {"Percent": PERCENT_FORMATS[10]}
"""The formats that change a look and are called by a name."""


@dataclass
class _Sheet:
    name: str
    rows: list[list[Raw]] = field(default_factory=list)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    hidden: bool = False
    column: int = 0
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    column_styles: list[tuple[range, str]] = field(default_factory=list)


class _Reader:
    """The sheets, put together from the events of the XML."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.sheets: list[_Sheet] = []
        self._codes: dict[str, str] = {}
        self._style = self._row_style = ""
        self._type: str | None = None
        self._formula = ""
        self._texts: list[str] = []
        self._visible = False
        self._has_data = False
        self._place = LAST_COLUMN  # no row has it: there was no cell yet
        self._room = most("DOCUMENT_CELLS")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take a start tag."""
        name = tag.rpartition(":")[2]
        given = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "Worksheet":
            hold(self.path, "SHEETS", len(self.sheets) + 1)
            self.sheets.append(_Sheet(given.get("Name", "")))
            return
        if not self.sheets:
            self._define(name, given)
            return
        sheet = self.sheets[-1]
        match name:
            case "Column":
                first = _whole(given.get("Index"), sheet.column + 1)
                last = min(first + _whole(given.get("Span"), 0), LAST_COLUMN)
                if given.get("Hidden") == "1":
                    sheet.hidden_columns.append(range(first, last + 1))
                if given.get("StyleID") in self._codes:
                    sheet.column_styles.append((range(first, last + 1), given["StyleID"]))
                sheet.column = last
            case "Row":
                row = _whole(given.get("Index"), len(sheet.rows) + 1)
                if row > LAST_ROW or row <= len(sheet.rows):
                    self._far(sheet, f"A{row}")
                self._spend(sheet, row - len(sheet.rows), f"A{row}")
                sheet.rows.extend([] for _ in range(row - len(sheet.rows)))
                self._row_style = given.get("StyleID", "")
                if given.get("Hidden") == "1":
                    span = _whole(given.get("Span"), 0)
                    sheet.hidden_rows.append(range(row, row + span + 1))
            case "Cell":
                self._cell(sheet, given)
            case "Data":
                self._type, self._texts, self._has_data = given.get("Type", "String"), [], True
            case "Visible":
                self._visible, self._texts = True, []

    def _define(self, name: str, given: Mapping[str, str]) -> None:
        """Take what comes before the sheets: the styles, and their formats."""
        if name == "Style":
            self._style = given.get("ID", "")
        elif name == "NumberFormat":
            code = given.get("Format", "")
            code = _NAMED.get(code, code)
            if changes_look(code):
                self._codes[self._style] = code

    def _cell(self, sheet: _Sheet, given: Mapping[str, str]) -> None:
        if not sheet.rows:
            sheet.rows.append([])
        cells, row = sheet.rows[-1], len(sheet.rows)
        column = _whole(given.get("Index"), len(cells) + 1)
        across, down = _whole(given.get("MergeAcross"), 0), _whole(given.get("MergeDown"), 0)
        if column <= len(cells) or column + across > LAST_COLUMN:
            self._far(sheet, f"{row}:{column}")
        self._spend(sheet, column + across - len(cells), f"{row}:{column}")
        cells.extend([""] * (column + across - len(cells)))
        if across or down:
            down = min(down, LAST_ROW - row)
            sheet.merges.append(Area(row, column, row + down, column + across))
        self._place = column - 1
        if self._codes:
            # A cell without a style has that of its row, or else of its column.
            of_column = (own for span, own in sheet.column_styles if column in span)
            self._style = given.get("StyleID") or self._row_style or next(of_column, "")
        self._formula, self._has_data = given.get("Formula", ""), False

    def _spend(self, sheet: _Sheet, cells: int, cell: str) -> None:
        self._room -= cells
        if self._room < 0:
            self._far(sheet, cell)

    def _far(self, sheet: _Sheet, cell: str) -> None:
        raise Problem("far-cell", path=self.path, sheet=sheet.name, cell=cell)

    def text(self, text: str) -> None:
        """Take text; only what stands in Data is the content of a cell."""
        if self._type is not None or self._visible:
            self._texts.append(text)

    def end(self, tag: str) -> None:
        """Take an end tag."""
        match tag.rpartition(":")[2]:
            case "Data" if self._type is not None and self.sheets and self.sheets[-1].rows:
                self._put(_value(self._type, "".join(self._texts)))
                self._type = None
            case "Cell" if self._formula and not self._has_data:
                self._put(NotCalculated(self._formula))
            case "Visible" if self.sheets:
                self._visible = False
                self.sheets[-1].hidden = "".join(self._texts).strip() != "SheetVisible"

    def _put(self, value: Raw) -> None:
        cells = self.sheets[-1].rows[-1] if self.sheets and self.sheets[-1].rows else []
        if self._place >= len(cells):  # content outside of any cell
            raise Problem("damaged-document", path=self.path, reason="Cell")
        cells[self._place] = value
        if isinstance(value, float) and (code := self._codes.get(self._style)):
            sheet = self.sheets[-1]
            sheet.formats[len(sheet.rows), self._place + 1] = code


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 11 else default


def _value(kind: str, text: str) -> Raw:
    match kind:
        case "Number":
            try:
                return float(text)
            except ValueError:
                return text
        case "Boolean":
            return text.strip() == "1"
        case "Error":
            return ErrorValue(text.strip())
        case "DateTime":
            try:
                return dt.datetime.fromisoformat(text.strip())
            except ValueError:
                return text
    return text


def read_old_xml(path: str, data: bytes) -> Source:
    """Read every sheet of an XML Spreadsheet, hidden ones too."""
    reader = _Reader(path)
    parse(path, "Workbook", data, reader.start, reader.end, reader.text)
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
    notes = [("hidden-sheet", grid.sheet or "") for grid in grids if grid.hidden and grid.rows]
    return Source(path, grids, tuple(notes))
