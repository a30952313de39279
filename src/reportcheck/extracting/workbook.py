"""Extracted rows as a workbook, written row by row: memory does not grow with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from reportcheck import undated
from reportcheck.extracting.files import NUMERIC, Piece
from reportcheck.extracting.headers import Header, Headers
from reportcheck.extracting.writing import Note, drop_lines
from reportcheck.mark import MARK
from reportcheck.number import DIGITS
from reportcheck.page import Lang
from reportcheck.problem import Problem
from reportcheck.tidy import Wide
from reportcheck.wording import phrase

MOST_ROWS: Final = 1 << 20
"""Rows of a sheet, the header among them; further ones go on in the next sheet."""

MOST_TEXT: Final = 32_767
"""Characters that a cell takes."""

_ACTING: Final = frozenset("=+-@#＝＋－＠")
"""What a text begins with that would be a formula or an error."""

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")
_NO_NAME: Final = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME: Final = 24
_WIDTHS: Final = {"agency": 24, "path": 28, "table": 14, "row": 24, "column": 14, "value": 12}


class BookWriter:
    """Writes a workbook: numbers as numbers where a workbook holds them exactly, else as text."""

    def __init__(self, path: Path, headers: Headers, lang: Lang, version: str) -> None:
        import openpyxl
        from openpyxl.packaging.custom import StringProperty

        self._path = path
        self._headers = headers
        self._lang: Lang = lang
        self._book = openpyxl.Workbook(write_only=True)
        self._book.properties.creator = f"reportcheck {version}"
        # What the tool wrote is never taken for a report that is to be checked.
        self._book.custom_doc_props.append(StringProperty(name=MARK, value="extract/1"))
        self._sheets: dict[Wide | None, _Sheet] = {}
        self._split = 0
        self._cut = 0

    def take(self, piece: Piece) -> Problem | None:
        """Write the rows of a piece into the sheet of their table."""
        for fields in _fields(piece):
            self._sheet(piece.wide).append(self._cells(fields, self._headers(piece.wide)))
        drop_lines(piece)
        return None

    def close(self) -> tuple[Note, ...]:
        """Write the file; return that rows were split over sheets, and texts that were too long."""
        if not self._sheets:
            self._sheet(None)
        for sheet in self._sheets.values():
            sheet.end()
        undated.save(self._book, self._path)
        notes = (("extract.split", self._split), ("extract.cut", self._cut))
        return tuple((code, number) for code, number in notes if number)

    def _sheet(self, wide: Wide | None) -> _Sheet:
        sheet = self._sheets.get(wide)
        if sheet is not None and sheet.rows < MOST_ROWS:
            return sheet
        number = 1
        if sheet is not None:
            sheet.end()
            number = sheet.number + 1
            self._split += 1
        name = _NO_NAME.sub(" ", " ".join(filter(None, wide or ())))[:_LONGEST_NAME].strip()
        name = name or phrase("extract.sheet", self._lang)
        taken = {each.casefold() for each in self._book.sheetnames}
        title, again = name if number == 1 else f"{name} {number}", number
        while title.casefold() in taken:
            again += 1
            title = f"{name} {again}"
        sheet = self._sheets[wide] = _Sheet(self._book.create_sheet(title), number)
        sheet.begin(self._headers(wide))
        return sheet

    def _cells(self, fields: Sequence[str], header: Header) -> Iterator[str | float | None]:
        flagged = len(fields) > len(header.names)
        numeric = not flagged or fields[-1] == NUMERIC
        for place, text in enumerate(fields[:-1] if flagged else fields):
            if not text:
                yield None
            elif place in header.numbers or (numeric and place in header.values):
                yield _number(text)
            else:
                yield self._text(text)

    def _text(self, text: str) -> str:
        if len(text) <= MOST_TEXT:
            return text
        self._cut += 1
        return text[: MOST_TEXT - 1] + "…"


class _Sheet:
    """A sheet that is being written, and how many rows it has."""

    def __init__(self, sheet: Any, number: int) -> None:  # noqa: ANN401 - openpyxl is not typed
        self._sheet = sheet
        self._columns = 0
        self.number = number
        self.rows = 0

    def begin(self, header: Header) -> None:
        """Write the names of the columns."""
        from openpyxl.utils import get_column_letter

        self._columns = len(header.names)
        self._sheet.freeze_panes = "A2"
        for place, name in enumerate(header.names, 1):
            width = _WIDTHS.get(name)
            if width is not None:
                self._sheet.column_dimensions[get_column_letter(place)].width = width
        self.append(iter(header.names))

    def append(self, cells: Iterator[str | float | None]) -> None:
        """Write a row; no text in it is worked out, here or where it is typed over or copied."""
        row: list[Any] = list(cells)
        if any(each.__class__ is str and each[0] in _ACTING for each in row):
            # One cell by itself would lend its looks to those after it.
            row = [None if each is None else self._cell(each) for each in row]
        self._sheet.append(row)
        self.rows += 1

    def _cell(self, value: str | float) -> Any:  # noqa: ANN401 - openpyxl is not typed
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, value)
        if isinstance(value, str) and value[0] in _ACTING:
            cell.data_type = "s"  # after the value, which may make it a formula or an error
            cell.quotePrefix = 1
        return cell

    def end(self) -> None:
        """Let the header filter the rows."""
        from openpyxl.utils import get_column_letter

        last = get_column_letter(self._columns)
        self._sheet.auto_filter.ref = f"A1:{last}{self.rows}"


def _fields(piece: Piece) -> Iterator[list[str]]:
    if piece.file:
        with Path(piece.file).open(encoding="utf-8", newline="") as lines:
            yield from csv.reader(lines)
    yield from csv.reader(io.StringIO(piece.text, newline=""))


def _number(text: str) -> str | float:
    """Return a number where a workbook holds it exactly, else its text."""
    if _NUMBER.fullmatch(text) is None or len(text.replace(".", "").strip("-0")) > DIGITS:
        return text
    return float(text) if "." in text else int(text)
