"""Binary workbooks: xls and xlsb -> a grid for every sheet, by calamine and the records."""

from __future__ import annotations

from collections.abc import Sequence

from python_calamine import SheetTypeEnum

from reportcheck.address import column_letters
from reportcheck.grid import Grid, Source
from reportcheck.problem import Problem
from reportcheck.reading import biff, biff12
from reportcheck.reading.container import parts_of
from reportcheck.reading.limits import hold, most, too_large
from reportcheck.reading.looks import SheetLook
from reportcheck.reading.ole import Container
from reportcheck.reading.workbook import areas_of, grid_of, loaded, opened

_READ = (".bin", ".rels", ".xml")


def read_old_workbook(path: str, data: bytes) -> Source:
    """Read every worksheet of an xls workbook (Excel 5 to 2003, WPS), hidden ones too."""
    stream = Container(path, data).read("Workbook", "Book")
    if stream is None:
        raise Problem("damaged-workbook", path=path, reason="Workbook")
    return _read(path, data, biff.look_at_sheets(path, stream))


def read_binary_workbook(path: str, data: bytes) -> Source:
    """Read every worksheet of an xlsb workbook, hidden ones too."""
    return _read(path, data, biff12.look_at_sheets(path, parts_of(path, data, _READ)))


def _read(path: str, data: bytes, looks: Sequence[tuple[str, SheetLook | None]]) -> Source:
    grids: list[Grid] = []
    notes: list[tuple[str, str]] = []
    for _, look in looks:
        # Before calamine loads a sheet: memory that cannot be had would end the whole process.
        if look is not None and look.last_row * look.last_column > most("CELLS"):
            cell = f"{column_letters(look.last_column)}{look.last_row}"
            raise Problem("far-cell", path=path, sheet="", cell=cell)
    room = most("CELLS")
    with opened(path, data) as book:
        sheets = book.sheets_metadata
        hold(path, "SHEETS", len(sheets))
        if len(sheets) != len(looks):
            raise Problem("damaged-workbook", path=path, reason="sheets")
        for index, (sheet, (_, look)) in enumerate(zip(sheets, looks, strict=True)):
            if look is None or sheet.typ is not SheetTypeEnum.WorkSheet:
                continue
            if look.last_row * look.last_column > room:
                raise too_large(path, "CELLS")
            cells = loaded(path, book, index)
            room -= cells.height * cells.width
            areas = tuple(look.merges) or areas_of(path, cells)
            grid, told = grid_of(path, sheet, cells, look, areas)
            grids.append(grid)
            notes.extend(told)
    if not grids:
        raise Problem("no-sheet", path=path)
    if not any(grid.rows for grid in grids):
        raise Problem("empty-file", path=path)
    return Source(path, tuple(grids), tuple(notes))
