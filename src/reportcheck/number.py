"""What was typed into a cell, and what it is: number, blank, placeholder, text and so on.

Numbers are exact (:data:`Exact`): a workbook's binary double is read at 15 significant digits, as
Excel shows it; text is read as written.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

Exact: TypeAlias = int | Fraction
"""An exact number: whole numbers as int, all others as Fraction."""


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that holds an error of the spreadsheet, as ``#REF!``."""

    code: str


@dataclass(frozen=True, slots=True)
class NotCalculated:
    """A cell whose formula was never calculated: there is no value to read."""

    formula: str = ""


Raw: TypeAlias = (
    None | str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta
    | ErrorValue | NotCalculated
)  # fmt: skip
"""A cell as the file holds it; a text file has only ``str``."""

Value: TypeAlias = Exact | str | dt.date


class State(StrEnum):
    """What a slot holds. VALUE alone has a value; each of the others says why there is none."""

    VALUE = "value"
    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    MARK = "mark"
    """A placeholder that the rule file declares: nobody is to blame, nothing can be computed."""
    TEXT = "not-a-number"
    ERROR = "error-value"
    NOT_CALCULATED = "formula-not-calculated"
    MISSING = "missing-row"
    """The row, column or table of the slot was not found in the file."""
    ABSENT = "absent"
    """As MISSING, but the item is optional."""
