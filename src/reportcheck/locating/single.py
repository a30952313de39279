"""The one row of values under the header of a table whose rows have no labels."""

from __future__ import annotations

from reportcheck.locating.furniture import is_furniture_row, names_furniture
from reportcheck.locating.headers import Header
from reportcheck.locating.sheets import Sheet

LONGEST_VALUE = 12
"""Texts of more characters are remarks."""

LIKELY_RUN = 4
"""So many columns that hold 1, 2, 3 and so on are numbered, where figures follow below."""

SURE_RUN = 6
"""So many are numbered in any case: no figures come out like that."""


def value_rows(sheet: Sheet, header: Header, bottom: int) -> tuple[int, ...]:
    """Return the row of values under a header, or every row that may as well be it."""
    columns = set(header.columns.values())
    if not columns:
        return ()
    found: list[int] = []
    numbered: list[int] = []
    for row, filled in sheet.between(header.bottom + 1, bottom):
        held = columns.intersection(filled)
        labels = sheet.columns_of[header.table].get(row, {})
        if held and 2 * len(held & labels.keys()) >= len(held):
            break  # the header once more, or what is left of it
        figures = any((row, column) in sheet.numbers for column in held)
        if held and not figures and 2 * _named(sheet, row, held) >= len(held):
            break  # names of another table, or a list of names
        if (found or numbered) and not figures:
            break
        if figures and not found and _numbers_columns(sheet, row, columns, header.left):
            numbered.append(row)
            continue
        prose = sum(len(sheet.words[row, column].key) > LONGEST_VALUE for column in held)
        if held and (2 * prose < len(held) or len(columns) == 1):
            found.append(row)
    if numbered and not found:
        if not _is_numbering(sheet, numbered[0], columns):
            return tuple(numbered)
        below = numbered[-1] + 1
        return () if below in sheet.rows else (below,)
    if found or header.bottom + 1 in sheet.rows:
        return tuple(found)
    return (header.bottom + 1,)


def _named(sheet: Sheet, row: int, columns: set[int]) -> int:
    """Return how many of these cells of a row bear a name of the form, be it of another table."""
    hits = [each.get(row, {}) for each in (*sheet.columns_of, *sheet.rows_of)]
    return sum(any(column in each for each in hits) for column in columns)


def _numbers_columns(sheet: Sheet, row: int, columns: set[int], left: int) -> bool:
    """Whether a row above others numbers the columns: 1, 2, 3 may as well be figures."""
    return is_furniture_row(sheet, row, columns, left) and (
        len(columns) >= LIKELY_RUN or _is_numbering(sheet, row, columns)
    )


def _is_numbering(sheet: Sheet, row: int, columns: set[int]) -> bool:
    """Whether a row surely numbers the columns, though no row of figures follows."""
    named = any(names_furniture(sheet.words[row, column].key) for column in sheet.rows[row])
    return named or len(columns) >= SURE_RUN
