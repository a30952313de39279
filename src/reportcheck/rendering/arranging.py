"""Findings parted into those to show and those that hang on a shown one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from reportcheck.address import CellRef
from reportcheck.finding import Cause, Finding, Kind, Verdict

_Key: TypeAlias = tuple[str, CellRef | None] | tuple[str, str | None, str, str]

_OF_AGENCIES: Final = frozenset({"missing-child", "doubled-child"})
"""Findings about the agencies below, which stand in no cell."""


def arranged(
    findings: Sequence[Finding],
) -> tuple[list[Finding], Mapping[int, list[Finding]], int]:
    """Part findings into those to show, those that hang on a shown one, and a count of the rest.

    A rule that could not be evaluated is shown under the finding about the cell (or the layout)
    that is the cause of it; one whose cells are left out as declared needs nobody's attention.
    """
    findings = tuple(findings)  # opened once: what hangs on a finding is known by that very object
    causes = _causes(findings)
    shown, blameless = [], 0
    dependent: dict[int, list[Finding]] = {}
    for each in findings:
        if each.verdict is not Verdict.UNKNOWN or each.kind is not Kind.RULE:
            shown.append(each)
        elif each.blameless:
            blameless += each.count
        else:
            found = [one for cause in each.because if (one := _cause(cause, causes)) is not None]
            if not found:
                shown.append(each)
            for one in {id(one): one for one in found}.values():
                dependent.setdefault(id(one), []).append(each)
    return shown, dependent, blameless


def _causes(findings: Sequence[Finding]) -> Mapping[_Key, Finding]:
    """Return the findings about cells and about the layout, by what an unknown tells of them."""
    causes: dict[_Key, Finding] = {}
    for each in findings:
        if each.kind is not Kind.RULE:
            causes.setdefault((each.rule, each.at), each)
            causes.setdefault((each.rule, each.table, each.row_label, each.column_label), each)
            causes.setdefault((each.rule, each.table, "", ""), each)
    return causes


def _cause(cause: Cause, causes: Mapping[_Key, Finding]) -> Finding | None:
    """Return the finding that an unknown hangs on: about its cell, or about what is not there."""
    if cause.path is not None or cause.agency is not None:  # it is told of the other file
        return None
    if cause.at is not None or cause.finding in _OF_AGENCIES:
        return causes.get((cause.finding, cause.at))
    if cause.table is None:
        return causes.get((cause.finding, None, "", ""))
    row, column = cause.row_label, cause.column_label
    for known in ((row, column), (row, ""), ("", column), ("", "")):
        if found := causes.get((cause.finding, cause.table, *known)):
            return found
    return None
