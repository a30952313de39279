"""Periods: years, half-years, quarters and months as a report names them, and which came before.

A period is written ``2024``, ``2024H1``, ``2024Q3`` or ``2024-07``: so texts of one length sort as
the periods do.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_WRITTEN: Final = re.compile(r"([0-9]{4})(?:(H)([12])|(Q)([1-4])|(-)(0[1-9]|1[0-2]))?")
_IN_A_YEAR: Final = {"": 1, "H": 2, "Q": 4, "-": 12}


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
