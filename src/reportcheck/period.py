"""Periods: years, half-years, quarters and months as a report names them, and which came before.

A period is written ``2024``, ``2024H1``, ``2024Q3`` or ``2024-07``: so texts of one length sort as
the periods do.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from unicodedata import normalize

from reportcheck.patterns import pattern

_WRITTEN: Final = pattern(r"([0-9]{4})(?:(H)([12])|(Q)([1-4])|(-)(0[1-9]|1[0-2]))?")
_IN_A_YEAR: Final = {"": 1, "H": 2, "Q": 4, "-": 12}

_YEAR = r"([12][0-9]{3})\s*年?(?:度|份)?\s*[-/.]?\s*"
_HALF: Final = pattern(_YEAR + r"(?:H([12])|([上下])半年)(?:度)?", re.IGNORECASE)
_QUARTER: Final = pattern(_YEAR + r"(?:Q([1-4])|第?([1-4一二三四])季度?)", re.IGNORECASE)
_MONTH: Final = pattern(r"([12][0-9]{3})\s*(?:年\s*|[-/.])\s*(1[0-2]|0?[1-9])\s*月?(?:份)?")
_JOINED: Final = pattern(r"([12][0-9]{3})(1[0-2]|0[1-9])")
_PLAIN_YEAR: Final = pattern(r"([12][0-9]{3})\s*年?(?:度|份|年报)?")
_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SPELT: Final = pattern(
    r"(?<![〇○零一二三四五六七八九])[一二][〇○零一二三四五六七八九]{3}(?=\s*年)"
)
_WIDE: Final = {0xFF10 + digit: str(digit) for digit in range(10)} | {0x3000: " "}


class Moment(NamedTuple):
    """A period by its place in a line of like ones: of so many a year, counted on."""

    in_a_year: int
    number: int


def moment(period: str) -> Moment | None:
    """Return which period a text names, None where it names none.

    >>> moment("2024Q3"), moment("the third")
    (Moment(in_a_year=4, number=8098), None)
    """
    found = _WRITTEN.fullmatch(period)
    if found is None:
        return None
    year, *parts = found.groups()
    sign = next((each for each in parts[::2] if each), "")
    part = next((each for each in parts[1::2] if each), "1")
    many = _IN_A_YEAR[sign]
    return Moment(many, int(year) * many + int(part) - 1)


def in_digits(text: str) -> str:
    """Return a text with its years and its wide digits written as plain digits.

    >>> in_digits("甲局二〇二四年度报告"), in_digits("甲局２０２４年报"), in_digits("一二三四街")
    ('甲局2024年度报告', '甲局2024年报', '一二三四街')
    """
    if text.isascii():
        return text
    return _SPELT.sub(lambda found: found[0].translate(_DIGITS), text.translate(_WIDE))


def normalised(text: str) -> str:
    """Return a period as it is written here; what is none stays as it is, without space around it.

    >>> [normalised(each) for each in ("２０２４年度", "2024年上半年", "2024 Q3", "2024年第三季度")]
    ['2024', '2024H1', '2024Q3', '2024Q3']
    >>> normalised("2024年7月"), normalised("二〇二四年"), normalised("202407"), normalised("FY24")
    ('2024-07', '2024', '2024-07', 'FY24')
    """
    plain = in_digits(" ".join(normalize("NFKC", text).split()))
    if found := _PLAIN_YEAR.fullmatch(plain):
        return found[1]
    if found := _HALF.fullmatch(plain):
        return f"{found[1]}H{found[2] or '上下'.index(found[3]) + 1}"
    if found := _QUARTER.fullmatch(plain):
        return f"{found[1]}Q{found[2] or found[3].translate(_DIGITS)}"
    if found := _MONTH.fullmatch(plain) or _JOINED.fullmatch(plain):
        return f"{found[1]}-{int(found[2]):02}"
    return plain


def before(period: str, steps: int = 1) -> str | None:
    """Return the period so many steps before another, None where that cannot be told.

    >>> before("2024"), before("2024H1"), before("2024Q1"), before("2024-01"), before("2024Q2", 4)
    ('2023', '2023H2', '2023Q4', '2023-12', '2023Q2')
    """
    at = moment(period)
    if at is None or at.number < steps:
        return None
    year, part = divmod(at.number - steps, at.in_a_year)
    match at.in_a_year:
        case 1:
            return f"{year:04}"
        case 12:
            return f"{year:04}-{part + 1:02}"
    return f"{year:04}{'H' if at.in_a_year == 2 else 'Q'}{part + 1}"
