"""What statistical forms print around their figures: numbers of columns and rows, codes, units."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reportcheck.locating.sheets import Place, Sheet, spell

_NAMES = frozenset({
    "栏次", "列号", "列次", "栏号", "行次", "行号", "序号", "代码", "编码", "编号", "计量单位",
    "单位", "甲", "乙", "丙", "丁", "no.", "no", "code", "unit", "line", "column", "row",
})  # fmt: skip


def names_furniture(key: str) -> bool:
    """Whether a folded text names numbers of columns or rows, codes or units."""
    return key in _NAMES


def runs(sheet: Sheet, places: Sequence[Place]) -> bool:
    """Whether two cells or more hold 1, 2, 3 and so on."""
    held = [spell(sheet.raw(place)).strip().strip("()（）").lstrip("0") for place in places]
    return len(held) > 1 and held == [str(number) for number in range(1, len(held) + 1)]


def is_furniture_row(sheet: Sheet, row: int, values: Collection[int], left: int) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 over the values, or words that say so."""
    columns = [column for column in sheet.rows.get(row, ()) if column >= left]
    words = [column for column in columns if (row, column) not in sheet.numbers]
    over = [(row, column) for column in columns if (row, column) in sheet.numbers]
    named = [column for column in words if names_furniture(sheet.words[row, column].key)]
    if len(named) < len(words):
        return False
    if len(over) == 1 and named:  # a table of one column
        return spell(sheet.raw(over[0])).strip() == "1"
    if over:
        return runs(sheet, over)
    return bool(named) and min(named) < min(values, default=left)
