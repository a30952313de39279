"""A workbook that the tool wrote and people filled in: its cells as they stand, sheet by sheet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime

from reportcheck.problem import Problem
from reportcheck.reading.container import parts_of


def filled_sheets(path: str, data: bytes) -> Iterator[list[list[str]]]:
    """Yield the rows of each sheet as text, a date as ``2025-12-31``; within the usual bounds."""
    import python_calamine

    parts_of(path, data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield [[_text(cell) for cell in row] for row in rows]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Problem("damaged-workbook", path=path, reason=str(error)) from None


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
