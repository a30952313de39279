"""Why a rule could not be evaluated, in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REASONS: Final[Mapping[str, str]] = {
    "reason.few-agencies": "fewer than five agencies of this run have this figure for both periods",
    "reason.no-ratio": "the change is a ratio, which needs figures above zero in both periods",
    "reason.blank": "{cells} is empty",
    "reason.placeholder": "{cells} holds a placeholder, not a number",
    "reason.not-a-number": "{cells} does not hold a number",
    "reason.merged-number": "{cells} is merged with another cell",
    "reason.not-a-date": "{cells} does not hold a date",
    "reason.malformed-line": "the delimiters or quotes of the line are out of order",
    "reason.row-width": "the values of the row cannot be told apart",
    "reason.ambiguous-label": "the names do not tell for sure where {cells} stands",
    "reason.missing-row": "{cells} was not found",
    "reason.missing-column": "the column {cells} was not found",
    "reason.missing-table": "{cells} was not found",
    "reason.duplicate-table": "{cells} occurs more than once, and nothing tells which one counts",
    "reason.absent": "{cells} is optional and not in this file",
    "reason.nothing": "there is nothing to work it out from",
    "reason.duplicate-row": "{cells} occurs more than once, and nothing tells which one counts",
    "reason.duplicate-column": "the column {cells} occurs more than once, and nothing tells which one counts",
    "reason.unidentified": "nothing tells whose report this is, or for which period",
    "reason.no-prior-period": "this agency's report of the period before was not given",
    "reason.duplicate-submission": "several reports of this agency for the period before differ, and nothing tells which one counts",
    "reason.not-calculated": "the formula in {cells} was never calculated and has no value",
    "reason.division-by-zero": "the divisor is zero",
    "reason.division-by-zero.cells": "what is divided by comes to 0: {cells}",
    "reason.other": "{cells} holds no value that can be used",
}
