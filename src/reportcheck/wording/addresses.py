"""Where a cell stands, in words: in a sheet, in a table of a document, or in its text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportcheck.address import CellRef, column_letters
from reportcheck.page import Lang
from reportcheck.wording.filling import phrase, safe

_NUMBERED = re.compile(r"#(\d+)!(?=[A-Z])")


def short_address(at: CellRef, lang: Lang) -> str:
    """Return the address of a cell in one word, as short as it can be said.

    >>> short_address(CellRef("三", 12, 9), "en"), short_address(CellRef(None, 12, 9, 3), "en")
    ('三!I12', 'table 3!I12')
    """
    if at.table is None:
        return safe(str(at))
    if not at.table:
        return phrase("place.paragraph", lang, number=at.row)
    return f"{phrase('place.table-number', lang, number=at.table)}!{at.a1}"


def in_document(at: CellRef, lang: Lang) -> list[str]:
    """Return the parts of the address of a cell of a document, widest first.

    >>> in_document(CellRef(None, 12, 9, 3), "en")
    ['table 3 row 12 column 9 (I12)']
    """
    if not at.table:
        return [phrase("place.paragraph", lang, number=at.row)]
    place = phrase("place.table-cell", lang, number=at.table, row=at.row, column=at.column)
    return [f"{place} ({at.a1})"]


def named_tables(cells: str, ats: Iterable[CellRef | None], lang: Lang) -> str:
    """Return an arithmetic line in which the tables of a document are named in words."""
    numbers = {str(at.table) for at in ats if at is not None and at.table is not None}
    if not numbers:
        return cells

    def word(found: re.Match[str]) -> str:
        if found[1] not in numbers:
            return found[0]
        return f"{phrase('place.table-number', lang, number=found[1])}!"

    return _NUMBERED.sub(word, cells)


def runs_of(cells: list[CellRef], lang: Lang) -> list[str]:
    """Put neighbours in one row or one column together, in the order in which they come."""
    runs: list[list[CellRef]] = []
    for cell in cells:
        if runs and _continues(runs[-1], cell):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    several = len({cell.home for cell in cells}) > 1
    return [_run_name(run, several=several, lang=lang) for run in runs]


def _continues(run: list[CellRef], cell: CellRef) -> bool:
    last = run[-1]
    if cell.home != last.home:
        return False
    step = (cell.row - last.row, cell.column - last.column)
    if step not in {(0, 1), (1, 0)}:
        return False
    return len(run) == 1 or step == (last.row - run[-2].row, last.column - run[-2].column)


def _run_name(run: list[CellRef], *, several: bool, lang: Lang) -> str:
    first, last = run[0], run[-1]
    rest = "" if len(run) == 1 else f":{column_letters(last.column)}{last.row}"
    return (short_address(first, lang) if several else first.a1) + rest
