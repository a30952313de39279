"""Why a rule could not be evaluated, in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REASONS: Final[Mapping[str, str]] = {
    "reason.few-agencies": "fewer than five agencies of this run have this figure for both periods",
    "reason.no-ratio": "the change is a ratio, which needs figures above zero in both periods",
    "reason.blank": "{cells} {count:is|are} empty",
    "reason.placeholder": "{cells} {count:holds a placeholder, not a number|hold placeholders, not numbers}",
    "reason.not-a-number": "{cells} {count:does not hold a number|do not hold numbers}",
    "reason.merged-number": "{cells} {count:is merged with another cell|are merged with other cells}",
    "reason.not-a-date": "{cells} {count:does not hold a date|do not hold dates}",
    "reason.malformed-line": "the delimiters or quotes of the line are out of order",
    "reason.row-width": "the values of the row cannot be told apart",
    "reason.ambiguous-label": "the names do not tell for sure where {cells} {count:stands|stand}",
    "reason.missing-row": "{cells} {count:was|were} not found",
    "reason.missing-column": "the {count:column|columns} {cells} {count:was|were} not found",
    "reason.missing-table": "{cells} {count:was|were} not found",
    "reason.duplicate-table": "{cells} {count:occurs|occur} more than once, and nothing tells which one counts",
    "reason.absent": "{cells} {count:is|are} optional and not in this file",
    "reason.nothing": "there is nothing to work it out from",
    "reason.duplicate-row": "{cells} {count:occurs|occur} more than once, and nothing tells which one counts",
    "reason.duplicate-column": "the {count:column|columns} {cells} {count:occurs|occur} more than once, and nothing tells which one counts",
    "reason.unidentified": "nothing tells whose report this is, or for which period",
    "reason.no-prior-period": "this agency's report of the period before was not given",
    "reason.duplicate-submission": "several reports of this agency for the period before differ, and nothing tells which one counts",
    "reason.not-calculated": "the {count:formula|formulas} in {cells} {count:was|were} never calculated and {count:has|have} no value",
    "reason.division-by-zero": "the divisor is zero",
    "reason.division-by-zero.cells": "what is divided by comes to 0: {cells}",
    "reason.other": "{cells} {count:holds no value|hold no values} that can be used",
}
