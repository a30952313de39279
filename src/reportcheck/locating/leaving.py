"""Sheets of a workbook that no table was located on: what they look like, and what they hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.form import Form
from reportcheck.grid import Grid
from reportcheck.locating.labels import labels_of
from reportcheck.locating.resembling import FIRST_ROWS, YEAR, Resemblance, resembling
from reportcheck.locating.sheets import looks_numeric, spell, survey
from reportcheck.rule import Severity


def looks_like(grid: Grid, forms: Iterable[Form], others: Collection[str]) -> Resemblance | None:
    """Return what a sheet is much like of some forms, though none of their tables was located."""
    found = []
    for form in forms:
        labels = labels_of(form)
        like = resembling(survey(grid, labels, rows=FIRST_ROWS), labels, others)
        if like is not None:
            found.append(like)
    return max(found, key=lambda each: (each.sure, each.rows + each.columns), default=None)


def unread_sheet(grid: Grid, like: Resemblance, severity: Severity) -> Finding:
    """Tell that a sheet looks like a table of the form and was not checked, and why."""
    return _finding(
        "unread-sheet", grid, like.place, severity, {**like.facts, "sheet": grid.sheet or ""}
    )


def left_sheet(grid: Grid) -> Finding | None:
    """Tell that a sheet with figures belongs to no table; None where there are no figures.

    Years are none.
    """
    places = [
        (row, column)
        for row, cells in enumerate(grid.rows)
        for column, raw in enumerate(cells)
        if looks_numeric(raw) and not YEAR.fullmatch(spell(raw).strip())
    ]
    if not places:
        return None
    facts = {"what": "sheet", "sheet": grid.sheet or "", "number": str(len(places))}
    return _finding("left-aside", grid, places[0], Severity.INFO, facts)


def _finding(
    rule: str, grid: Grid, place: tuple[int, int], severity: Severity, facts: dict[str, str]
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        verdict=Verdict.FAIL,
        kind=Kind.STRUCTURE,
        at=grid.at(*place),
        facts=facts,
    )
