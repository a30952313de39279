"""Optional items that a submission does without although agencies below it have figures there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final

from reportcheck.evaluating.places import places_without
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.form import label_of
from reportcheck.formula import Rollup, own
from reportcheck.hierarchy.below import Below
from reportcheck.interpreting.outcomes import Outcome
from reportcheck.interpreting.parts import Part
from reportcheck.interpreting.trees import Scene, parts_of
from reportcheck.rule import Each, Rule, Severity
from reportcheck.viewing import Place, View

MOST_NAMED: Final = 50
"""Agencies that one finding names; of more, the rest is counted."""

_Item = tuple[str, Each, str]
_ORDER = (Severity.INFO, Severity.WARNING, Severity.ERROR)


def left_out(rules: Iterable[Rule], view: View, below: Below) -> Iterator[Finding]:
    """Yield each optional item that is left out, but not by all below whose sum it should be.

    A rule has no instance there, so that the figures below would be lost without a word. It is
    as grave as the gravest rule that would add them up.
    """
    agencies: dict[_Item, dict[str, None]] = {}
    severities: dict[_Item, Severity] = {}
    for rule in rules:
        for place in places_without(rule, view):
            named = dict.fromkeys(_with_figures(rule, Scene(view, place), below))
            if named:
                item = _item(rule, view, place)
                agencies.setdefault(item, {}).update(named)
                graver = max(severities.get(item, rule.severity), rule.severity, key=_ORDER.index)
                severities[item] = graver
    for item, named in agencies.items():
        yield _told(item, severities[item], [*named], view)


def _with_figures(rule: Rule, scene: Scene, below: Below) -> Iterator[str]:
    for node in own(rule.check):
        if isinstance(node, Rollup) and node.function != "count":
            parts = parts_of(node, scene, below)
            for child, part in zip(below.children, parts, strict=True):
                if _is_figure(part):
                    yield child.name


def _is_figure(part: Part) -> bool:
    value = part.value if isinstance(part, Outcome) else part
    return isinstance(value, int | Fraction) and value != 0


def _item(rule: Rule, view: View, place: Place) -> _Item:
    """Return the item that is left out: the row of a cell, or else its column."""
    table, each, item = rule.table or "", rule.each or "row", place.item or ""
    if each != "cell":
        return table, each, item
    by_row = view.does_without(table, "row", place.row)
    return (table, "row", place.row or "") if by_row else (table, "column", item)


def _told(item: _Item, severity: Severity, agencies: list[str], view: View) -> Finding:
    name, axis, one = item
    table = view.form.by_id[name]
    label = label_of(table.rows if axis == "row" else table.columns, one)
    more = ["…"] if len(agencies) > MOST_NAMED else []
    return Finding(
        rule="left-out-above",
        severity=severity,
        verdict=Verdict.FAIL,
        kind=Kind.STRUCTURE,
        table=name,
        row=one if axis == "row" else None,
        column=one if axis == "column" else None,
        row_label=label if axis == "row" else "",
        column_label=label if axis == "column" else "",
        facts={
            "item": label,
            "number": str(len(agencies)),
            "agencies": "\n".join([*agencies[:MOST_NAMED], *more]),
        },
    )
