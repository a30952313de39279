"""What hangs on what: the finding that is the cause why a rule could not be evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from reportcheck.address import CellRef
from reportcheck.finding import Cause, Finding, Kind

_Key: TypeAlias = tuple[str, CellRef | None] | tuple[str, str | None, str, str] | tuple[str, str]
Causes: TypeAlias = Mapping[_Key, Finding]
"""The findings about cells and about the layout, by what an unknown tells of them."""

_OF_AGENCIES: Final = frozenset({"missing-child", "doubled-child"})
"""Findings about the agencies below, which stand in no cell."""
_OF_PERIOD: Final = "no-prior-period"
_OF_LINES: Final = "malformed-line"
_OF_NAMES: Final = "ambiguous-label"
_MANY: Final = "*"
"""Stands for the line of a finding that tells of several, or of the header over all of them."""


def causes_in(findings: Iterable[Finding]) -> Causes:
    """Return the findings of a file on which unknowns may hang."""
    causes: dict[_Key, Finding] = {}
    for each in findings:
        if each.kind is not Kind.RULE:
            causes.setdefault((each.rule, each.at), each)
            causes.setdefault((each.rule, each.table, each.row_label, each.column_label), each)
            causes.setdefault((each.rule, each.table, "", ""), each)
            if each.rule == _OF_LINES and each.at is not None:
                many = each.count > 1 or each.facts.get("what") == "header"
                line = _MANY if many else str(each.at.row)
                causes.setdefault((each.rule, each.table, "", line), each)
            for name in each.facts.get("labels", "").split("\n") if each.rule == _OF_NAMES else ():
                either = (name, "") if each.row is not None else ("", name)
                causes.setdefault((each.rule, each.table, *either), each)
            for period in periods_of(each):
                causes.setdefault((each.rule, period), each)
    return causes


def periods_of(finding: Finding) -> Sequence[str]:
    """Return the periods of which a finding says that their reports are lacking."""
    return finding.facts["period"].split(", ") if finding.rule == _OF_PERIOD else ()


def cause_among(cause: Cause, causes: Causes) -> Finding | None:
    """Return the finding that an unknown hangs on: about its cell, or about what is not there.

    What is out of order is told of a line, and all cells of that line hang on it.
    """
    if cause.finding == _OF_LINES and cause.at is not None:
        lines = (str(cause.at.row), _MANY)
        told = (causes.get((_OF_LINES, cause.table, "", line)) for line in lines)
        return next(filter(None, told), None)
    if cause.at is not None or cause.finding in _OF_AGENCIES:
        return causes.get((cause.finding, cause.at))
    if cause.finding == _OF_PERIOD and (found := causes.get((_OF_PERIOD, str(cause.period)))):
        return found
    if cause.table is None:
        return causes.get((cause.finding, None, "", ""))
    row, column = cause.row_label, cause.column_label
    for known in ((row, column), (row, ""), ("", column), ("", "")):
        if found := causes.get((cause.finding, cause.table, *known)):
            return found
    return None
