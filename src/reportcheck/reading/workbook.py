"""Workbooks: xlsx and xlsm -> a grid for every sheet, by calamine and a second look at the XML."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from reportcheck.address import CellRef
from reportcheck.grid import Area, Grid, Source
from reportcheck.number import Raw
from reportcheck.problem import Problem
from reportcheck.reading.alike import keep
from reportcheck.reading.container import parts_of, sheet_parts_of
from reportcheck.reading.limits import hold, most, too_large
from reportcheck.reading.looks import SheetLook
from reportcheck.reading.markup import Look, far_cell, second_look, with_addresses
from reportcheck.reading.own import refuse_own
from reportcheck.reading.sharing import hold_shared
from reportcheck.reading.styles import changing_styles
from reportcheck.reading.trimming import MOST_COVERED, covered_cells, is_empty, trimmed

_MARGIN = 100


def opened(path: str, data: bytes) -> CalamineWorkbook:
    """Open a workbook; what calamine cannot open is a Problem."""
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise Problem("password-protected", path=path) from None
    except (CalamineError, OSError, ValueError) as error:
        raise Problem("damaged-workbook", path=path, reason=str(error)) from None


def loaded(path: str, book: CalamineWorkbook, index: int) -> CalamineSheet:
    """Load one sheet of a workbook; what calamine cannot load is a Problem."""
    try:
        return book.get_sheet_by_index(index)
    except (CalamineError, OSError, ValueError) as error:
        raise Problem("damaged-workbook", path=path, reason=str(error)) from None


def areas_of(path: str, sheet: CalamineSheet) -> tuple[Area, ...]:
    """Return the merged areas, not much beyond the used cells, however far they are said to go."""
    last_row, last_column = sheet.end or (0, 0)
    low, right = last_row + _MARGIN, last_column + _MARGIN
    areas = []
    covered = 0
    ranges = sheet.merged_cell_ranges or ()
    hold(path, "MERGES", len(ranges))
    for (one_row, one_column), (other_row, other_column) in ranges:
        area = Area(
            min(one_row, other_row) + 1,
            min(one_column, other_column) + 1,
            min(max(one_row, other_row), low) + 1,
            min(max(one_column, other_column), right) + 1,
        )
        size = (area.bottom - area.top + 1) * (area.right - area.left + 1)
        if area.top <= area.bottom and area.left <= area.right and size > 1:
            areas.append(area)
            covered += size
    if covered > 4 * (low + 1) * (right + 1):  # merged areas never overlap
        raise Problem("damaged-workbook", path=path, reason="mergeCells")
    return tuple(areas)


def _with_special(
    rows: list[list[Raw]], first: tuple[int, int], look: Look | SheetLook
) -> tuple[list[list[Raw]], tuple[int, int]]:
    """Put what the second look found into its cells; calamine may have left their edge out."""
    if not look.special:
        return rows, first
    top = min([first[0], *(row for row, _ in look.special)]) if rows else min(look.special)[0]
    left = min(column for _, column in look.special)
    left = min(first[1], left) if rows else left
    if rows:
        indent: list[Raw] = [""] * (first[1] - left)
        above: list[list[Raw]] = [[] for _ in range(first[0] - top)]
        rows = above + [indent + row for row in rows]
    for (row, column), value in look.special.items():
        rows.extend([] for _ in range(row - top + 1 - len(rows)))
        cells = rows[row - top]
        cells.extend([""] * (column - left + 1 - len(cells)))
        # Only where calamine has nothing: what it could read is what stands there.
        if is_empty(cells[column - left]):
            cells[column - left] = value
    return rows, (top, left)


def _clear_covered(
    rows: list[list[Raw]], first: tuple[int, int], areas: tuple[Area, ...]
) -> Iterator[tuple[int, int]]:
    """Empty the cells that merged areas cover, which nobody can see, and yield where they were."""
    for area in areas:
        top, left = max(area.top, first[0]), max(area.left, first[1])
        for row in range(top, min(area.bottom, first[0] + len(rows) - 1) + 1):
            cells = rows[row - first[0]]
            for column in range(left, min(area.right, first[1] + len(cells) - 1) + 1):
                corner = (row, column) == (area.top, area.left)
                if not corner and not is_empty(cells[column - first[1]]):
                    cells[column - first[1]] = ""
                    yield row, column


def grid_of(
    path: str, metadata: SheetMetadata, sheet: CalamineSheet, look: Look | SheetLook,
    areas: tuple[Area, ...],
) -> tuple[Grid, list[tuple[str, str]]]:  # fmt: skip
    """Return the grid of a sheet, and what is worth saying about it."""
    name = metadata.name
    top, left = sheet.start or (0, 0)
    values = cast("list[list[Raw]]", sheet.to_python())  # new lists, that are ours to change
    rows, first = _with_special(values, (top + 1, left + 1), look)
    covered = [*_clear_covered(rows, first, areas)]
    grid = Grid(
        path,
        name,
        rows,
        *first,
        merges=areas,
        hidden=metadata.visible is not SheetVisibleEnum.Visible,
        hidden_rows=frozenset(look.hidden_rows),
        hidden_columns=frozenset(look.hidden_columns),
        formats=look.formats,
    )
    notes = [*covered_cells([CellRef(name, *at) for at in sorted(covered)[: MOST_COVERED + 1]])]
    if grid.hidden and rows:
        notes.append(("hidden-sheet", name))
    return trimmed(grid), notes


def read_workbook(path: str, data: bytes) -> Source:
    """Read every worksheet of a workbook, hidden ones too.

    Dates are dates, errors and formulas never calculated are told apart from empty cells, and
    the cells that a merged area covers are empty.
    """
    source, homes = sheets_of(path, data)
    if len(homes) == len(source.grids):  # two sheets of one part are out of the ordinary
        keep(data, source, homes)
    return source


def sheets_of(path: str, data: bytes) -> tuple[Source, dict[str, int]]:
    """Return the worksheets of a workbook, and which of them is in which part."""
    parts = parts_of(path, data)
    refuse_own(path, parts)
    names = [*sheet_parts_of(path, parts)]
    markups = [with_addresses(parts[name]) if name else b"" for name in names]
    hold_shared(path, parts, markups)
    styles = changing_styles(parts)
    with opened(path, data) as book:
        sheets = book.sheets_metadata
        hold(path, "SHEETS", len(sheets))
        if len(sheets) != len(markups):
            raise Problem("damaged-workbook", path=path, reason="sheets")
        grids: list[Grid] = []
        notes: list[tuple[str, str]] = []
        homes: dict[str, int] = {}
        room = most("CELLS")
        for index, (sheet, xml) in enumerate(zip(sheets, markups, strict=True)):
            if sheet.typ is not SheetTypeEnum.WorkSheet:
                continue
            if not xml:
                raise Problem("damaged-workbook", path=path, reason=sheet.name)
            # Before calamine loads it: memory that cannot be had would end the whole process.
            if (cell := far_cell(xml, room)) is not None:
                if far_cell(xml, most("CELLS")) is None:
                    raise too_large(path, "CELLS")
                raise Problem("far-cell", path=path, sheet=sheet.name, cell=cell)
            cells = loaded(path, book, index)
            room -= cells.height * cells.width
            look = second_look(xml, (cells.end or (0, 0))[1] + 1, styles)
            grid, told = grid_of(path, sheet, cells, look, areas_of(path, cells))
            homes[names[index]] = len(grids)
            grids.append(grid)
            notes.extend(told)
    if not grids:
        raise Problem("no-sheet", path=path)
    if not any(grid.rows for grid in grids):
        raise Problem("empty-file", path=path)
    return Source(path, tuple(grids), tuple(notes)), homes
