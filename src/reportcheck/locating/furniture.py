"""What statistical forms print around their figures: numbers of columns and rows, codes, units."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from itertools import pairwise

from reportcheck.locating.sheets import Place, Sheet, spell
from reportcheck.patterns import pattern

_NAMES = frozenset({
    "栏次", "列号", "列次", "栏号", "行次", "行号", "序号", "代码", "编码", "编号", "计量单位",
    "单位", "甲", "乙", "丙", "丁", "no.", "no", "code", "unit", "line", "column", "row",
})  # fmt: skip


_COLUMNS = frozenset({"栏次", "列号", "列次", "栏号", "column"})
"""Words that name the numbers of columns and nothing else."""

_LETTERS = frozenset("甲乙丙丁")
_UNITS = pattern(
    r"[(（]?(?:[百千万亿]{0,2}元|公顷|平方米|公里|吨|人次|[件个份条次人项户台辆宗家名%])[)）]?"
)


_NUMBER = pattern(r"[(（]?\s*(\d{1,3})\s*[)）]?(?:\s*=\s*[\d\s()+\-−*/×÷%.…~]*\d[\d\s()%]*)?")


def number_of(text: str) -> str:
    """Return the number that a form gives a column, without how it comes about; else the text.

    >>> number_of("3=1+2"), number_of("（5）＝（3）/（1）×100%"), number_of("③"), number_of("7")
    ('3', '5', '3', '7')
    >>> number_of("x=1"), number_of("1.5"), number_of("3=")
    ('x=1', '1.5', '3=')
    """
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return found[1] if found else text.strip()


def names_furniture(key: str) -> bool:
    """Whether a folded text names numbers of columns or rows, codes or units."""
    return key in _NAMES


def is_between(texts: Sequence[str]) -> bool:
    """Whether the texts of a row stand between a header and its records: numbers of columns, units.

    Bare 1, 2, 3 may be a record; with a word that says so, or in brackets, they are none.

    >>> is_between(["甲", "乙", "1"]), is_between(["(1)", "(2)"]), is_between(["件", "万元"])
    (True, True, True)
    >>> is_between(["1", "2", "3"]), is_between(["甲局", "1"]), is_between(["", "5"])
    (False, False, False)
    """
    held = [text.strip() for text in texts if text.strip()]
    if len(held) < 2:
        return False
    if all(_UNITS.fullmatch(text) for text in held):
        return True
    bare = [number_of(text).strip("()（）") for text in held]
    figures = [text for text in bare if text.isascii() and text.isdigit()]
    words = [text for text in bare if text not in figures]
    told = (  # 甲 may be a name, too
        len(words) > 1
        or any(text not in _LETTERS for text in words)
        or any("=" in text for text in held if number_of(text).isdecimal())
    )
    marked = told or all(text != own for text, own in zip(bare, held, strict=True))
    counted = figures == [str(number) for number in range(1, len(figures) + 1)]
    counted = counted or (told and ascends(figures))
    return bool(figures) and counted and marked and all(names_furniture(text) for text in words)


def runs(sheet: Sheet, places: Sequence[Place]) -> bool:
    """Whether two cells or more hold 1, 2, 3 and so on."""
    held = [number_of(spell(sheet.raw(place))).lstrip("0") for place in places]
    return len(held) > 1 and held == [str(number) for number in range(1, len(held) + 1)]


def is_furniture_row(sheet: Sheet, row: int, values: Collection[int], left: int) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 over the values, or words that say so.

    Behind such words the numbers need not begin with 1, and one may be left out with its column.
    """
    filled = sheet.rows.get(row, ())
    columns = [column for column in filled if column >= left]
    counted = {column for column in columns if _is_number(sheet, (row, column))}
    words = [column for column in columns if column not in counted]
    over = [(row, column) for column in columns if column in counted]
    named = [column for column in words if names_furniture(sheet.words[row, column].key)]
    if len(named) < len(words):
        return False
    if not over:
        return bool(named) and min(named) < min(values, default=left)
    keys = [sheet.words[row, column].key for column in named]
    if len(keys) > 1 or not _COLUMNS.isdisjoint(keys):
        return all(_ascends(sheet, part) for part in _parted(over, named))
    if len(over) == 1 and named:  # a table of one column
        return spell(sheet.raw(over[0])).strip() == "1"
    all_over = [(row, column) for column in filled if _is_number(sheet, (row, column))]
    return runs(sheet, over) or (len(all_over) == len(filled) and runs(sheet, all_over))


def _is_number(sheet: Sheet, place: Place) -> bool:
    return place in sheet.numbers or number_of(spell(sheet.raw(place))).isdecimal()


def _parted(over: Sequence[Place], named: Collection[int]) -> list[list[Place]]:
    """Return the numbers of a row by the words that stand between them."""
    parts: dict[int, list[Place]] = {}
    for place in over:
        parts.setdefault(sum(column < place[1] for column in named), []).append(place)
    return list(parts.values())


def _ascends(sheet: Sheet, places: Sequence[Place]) -> bool:
    """Whether cells hold whole numbers from 1 on, each greater than the one before."""
    return ascends([number_of(spell(sheet.raw(place))) for place in places])


def ascends(shown: Sequence[str]) -> bool:
    """Whether texts are whole numbers from 1 on, each greater than the one before.

    >>> ascends(["1", "2", "4"]), ascends(["3"]), ascends(["2", "1"]), ascends(["1.5"])
    (True, True, False, False)
    """
    if not all(each.isascii() and each.isdigit() for each in shown):
        return False
    numbers = [int(each) for each in shown]
    return all(one < other for one, other in pairwise([0, *numbers]))
