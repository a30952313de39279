"""Grids written as they look: a line a row, cells between bars."""

from __future__ import annotations

from reportcheck.grid import Grid, Source
from reportcheck.number import Raw


def cells(text: str) -> list[list[str]]:
    lines = [line.strip() for line in text.strip("\n").splitlines()]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def text_file(text: str, path: str = "a.csv") -> Source:
    """Return a text file: every cell is text, every row has its line."""
    rows = cells(text)
    return Source(path, (Grid(path, None, rows, lines=range(1, len(rows) + 1)),))


def sheet(text: str, name: str = "Sheet1", **kept: object) -> Grid:
    """Return a sheet of a workbook: digits are numbers there, and blanks are nothing."""
    rows: list[list[Raw]] = [
        [int(cell) if cell.isdecimal() else cell or None for cell in row] for row in cells(text)
    ]
    return Grid("a.xlsx", name, rows, **kept)  # type: ignore[arg-type]


def workbook(*grids: Grid) -> Source:
    return Source("a.xlsx", grids)
