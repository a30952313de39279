"""Boards written to files of any format, and read again as the tool does."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from reportcheck.grid import Source
from reportcheck.reading import read
from tests.acceptance import copying
from tests.locating.layouts import Board
from tests.reading import formats
from tests.reading.formats import Block, Page
from tests.reading.old_workbooks import xls


@dataclass(frozen=True)
class Written:
    """A format, and the sheets to write in it; ``merges`` says whether it has merged cells.

    In a ``copied`` text nothing but the order of the cells is left of rows and columns.
    """

    kind: str
    merges: bool = True
    copied: bool = False
    sheets: tuple[Board, ...] = ()

    def read(self, folder: str) -> Source:
        """Write the sheets to a file and read them."""
        if self.kind == "grids":
            grids = [board.grid(f"Sheet{number}") for number, board in enumerate(self.sheets, 1)]
            return Source("a.xlsx", tuple(grids))
        if self.kind == "text":
            return Source("a.csv", tuple(board.grid(None) for board in self.sheets))
        path = Path(folder) / "a.xls"  # one name for all: the content decides
        path.write_bytes(_WRITERS[self.kind](self.sheets))
        return read(str(path))


def _page(board: Board, number: int) -> Page:
    rows = [[board.cells.get((row, column)) for column in range(board.width)]
            for row in range(board.height)]  # fmt: skip
    merges = [(top + 1, left + 1, bottom + 1, end + 1) for top, left, bottom, end in board.merges]
    return Page(rows, merges, f"Sheet{number}")  # type: ignore[arg-type]


def _pages(boards: Sequence[Board]) -> list[Page]:
    return [_page(board, number) for number, board in enumerate(boards, 1)]


def _document(boards: Sequence[Board]) -> list[Block]:
    """Return boards as a document: a blank row parts tables, a first row of one text is a title."""
    blocks: list[Block] = []
    for page in _pages(boards):
        filled = [any(cell is not None for cell in row) for row in page.rows] + [False]
        begun: int | None = None
        for row, held in enumerate(filled, 1):
            if held and begun is None:
                begun = row
            elif not held and begun is not None:
                blocks.extend(_part(page, begun, row - 1))
                begun = None
    return blocks


def _part(page: Page, first: int, last: int) -> list[Block]:
    blocks: list[Block] = []
    while first <= last:
        texts = [cell for cell in page.rows[first - 1] if cell is not None]
        if len(texts) > 1 or not isinstance(texts[0], str) or _is_merged(page, first):
            break
        blocks.append(texts[0])
        first += 1
    if first <= last:
        merges = [
            (max(top, first) - first + 1, left, min(bottom, last) - first + 1, right)
            for top, left, bottom, right in page.merges
            if top <= last and bottom >= first
        ]
        blocks.append(Page(page.rows[first - 1 : last], merges))
    return blocks


def _is_merged(page: Page, row: int) -> bool:
    return any(top <= row <= bottom for top, _, bottom, _ in page.merges)


def _xlsx(boards: Sequence[Board]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for number, board in enumerate(boards, 1):
        sheet = book.create_sheet(f"Sheet{number}")
        for (row, column), raw in board.cells.items():
            sheet.cell(row + 1, column + 1, raw)
        for top, left, bottom, right in board.merges:
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _csv(boards: Sequence[Board]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for board in boards:
        for row in range(board.height):
            cells = [board.cells.get((row, column)) for column in range(board.width)]
            writer.writerow(["" if raw is None else raw for raw in cells])
        writer.writerow([])
    return text.getvalue().encode()


def _copied(kind: str) -> Callable[[Sequence[Board]], bytes]:
    def write(boards: Sequence[Board]) -> bytes:
        grids = [board.grid("Sheet1") for board in boards]
        return copying.WRITERS[kind](copying.parts_of(grids)).encode()

    return write


_WRITERS: Mapping[str, Callable[[Sequence[Board]], bytes]] = {
    "xlsx": _xlsx,
    "csv": _csv,
    "xls": lambda boards: xls(*_pages(boards)),
    "xlsb": lambda boards: formats.xlsb(*_pages(boards)),
    "ods": lambda boards: formats.ods(*_pages(boards)),
    "xml": lambda boards: formats.old_xml(*_pages(boards)),
    "html": lambda boards: formats.html(_document(boards)),
    "html of one table": lambda boards: formats.html(_pages(boards)),
    "html laid out by tables": lambda boards: formats.html(_document(boards), layout=True),
    "mht": lambda boards: formats.mht(_document(boards)),
    "docx": lambda boards: formats.docx(_document(boards)),
    "docx of one table": lambda boards: formats.docx(_pages(boards)),
    **{f"copied, {kind}": _copied(kind) for kind in copying.WRITERS},
}

FORMATS = (Written("grids"), Written("xlsx"), Written("csv", merges=False))

KINDS = {
    kind: Written(kind, merges=kind != "csv", copied=kind.startswith("copied")) for kind in _WRITERS
}
"""Every format that is read, by its name."""
