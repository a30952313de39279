"""How periods are said in Chinese; English says them as reports write them."""

from __future__ import annotations

import re
from typing import Final

_WRITTEN: Final = re.compile(r"([0-9]{4})(?:H([12])|Q([1-4])|-(0[1-9]|1[0-2]))?")
_HALVES: Final = ("上半年", "下半年")
_QUARTERS: Final = "一二三四"


def in_chinese(periods: str) -> str:
    """Return one period, or several with commas between them, in words; all else as it is.

    >>> in_chinese("2022, 2023"), in_chinese("2024H1"), in_chinese("2024Q3"), in_chinese("2024-07")
    ('2022 年度、2023 年度', '2024 年上半年', '2024 年第三季度', '2024 年 7 月')
    >>> in_chinese("第三期, 又")
    '第三期, 又'
    """
    found = [_WRITTEN.fullmatch(each) for each in periods.split(", ")]
    said = [_words(*each.groups()) for each in found if each is not None]
    return "、".join(said) if len(said) == len(found) else periods


def _words(year: str, half: str | None, quarter: str | None, month: str | None) -> str:
    if half:
        return f"{year} 年{_HALVES[int(half) - 1]}"
    if quarter:
        return f"{year} 年第{_QUARTERS[int(quarter) - 1]}季度"
    return f"{year} 年 {int(month)} 月" if month else f"{year} 年度"
