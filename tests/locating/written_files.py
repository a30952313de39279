"""Boards written to files of any format, and read again as the tool does."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from reportcheck.grid import Source
from reportcheck.reading import read
from tests.locating.layouts import Board


@dataclass(frozen=True)
class Written:
    """A format, and the sheets to write in it; ``merges`` says whether it has merged cells."""

    kind: str
    merges: bool
    sheets: tuple[Board, ...] = ()

    def read(self, folder: str) -> Source:
        """Write the sheets to a file and read them."""
        if self.kind == "grids":
            grids = [board.grid(f"Sheet{number}") for number, board in enumerate(self.sheets, 1)]
            return Source("a.xlsx", tuple(grids))
        if self.kind == "text":
            return Source("a.csv", tuple(board.grid(None) for board in self.sheets))
        path = Path(folder) / f"a.{self.kind}"
        {"xlsx": _write_xlsx, "csv": _write_csv}[self.kind](path, self.sheets)
        return read(str(path))


FORMATS = (Written("grids", True), Written("xlsx", True), Written("csv", False))  # noqa: FBT003


def _write_xlsx(path: Path, sheets: tuple[Board, ...]) -> None:
    book = Workbook()
    book.remove(book.active)
    for number, board in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet{number}")
        for (row, column), raw in board.cells.items():
            sheet.cell(row + 1, column + 1, raw)
        for top, left, bottom, right in board.merges:
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    book.save(path)


def _write_csv(path: Path, sheets: tuple[Board, ...]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        for board in sheets:
            for row in range(board.height):
                cells = [board.cells.get((row, column)) for column in range(board.width)]
                writer.writerow(["" if raw is None else raw for raw in cells])
            writer.writerow([])
