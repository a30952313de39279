"""The places that a rule is about, the total rows that are none of them, and what is alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reportcheck.address import CellRef
from reportcheck.finding import Finding, Kind, Verdict
from reportcheck.form import Form, Table
from reportcheck.formula import (
    EACH,
    Aggregate,
    Cell,
    Compare,
    Number,
    Text,
    condition_of,
    own,
    walk,
)
from reportcheck.grid import Grid
from reportcheck.interpreting import Judgement
from reportcheck.number import show
from reportcheck.rule import Rule, Severity
from reportcheck.text import fold
from reportcheck.viewing import Place, View

LEAST_CELLS = 2
"""A row of fewer cells is a note, and no record."""


def places_of(rule: Rule, view: View) -> Iterator[Place]:
    """Yield every place of a submission that a rule is about."""
    if rule.over_records(view.form):
        yield from (Place(record=record) for record in view.plain_records(rule.table or ""))
        yield from places_in_total_rows(rule, view)
        return
    if rule.origin == "total_row" and not view.records(rule.table or ""):
        return
    for each in rule.instances(view.form):
        place = Place.of(each)
        if (
            each is None
            or rule.each is None
            or rule.table is None
            or not view.is_without(rule.table, rule.each, place)
        ):
            yield place


def places_without(rule: Rule, view: View) -> Iterator[Place]:
    """Yield the places of a roll-up that are left out, as a submission does without the item."""
    if not rule.needs_children or rule.table is None or rule.each is None:
        return
    if rule.over_records(view.form):
        return
    for each in rule.instances(view.form):
        place = Place.of(each)
        if each is not None and view.is_without(rule.table, rule.each, place):
            yield place


def places_in_total_rows(rule: Rule, view: View) -> Iterator[Place]:
    """Yield the total rows that a rule applies to: totals of columns hold there as well."""
    if rule.origin == "equals" and rule.table is not None:
        table = view.form.by_id[rule.table]
        if _only_summed(rule, table):
            yield from (Place(record=record) for record in view.total_rows.get(table.id, ()))


def _only_summed(rule: Rule, table: Table) -> bool:
    """Whether a total row has figures in every column that a rule names."""
    return all(
        node.column not in table.key
        and table.values_at(None, node.column).type in {"count", "amount"}
        for node in walk(rule.check)
        if isinstance(node, Cell) and node.row == EACH
    )


def tell_total_rows(view: View, last: Grid | None = None) -> Iterator[Finding]:
    """Yield what is wrong with the number of total rows.

    Of a stream, the ``last`` rows are those among which one may bear the label of a total row.
    """
    for table in view.form.tables:
        records = view.records(table.id)
        if table.total_where is None or not records:
            continue
        found = view.total_rows.get(table.id, ())
        if not found:
            yield _missing_total(view, table, last)
        for record in found[1:]:
            column = next(iter(records.positions))
            first = str(records.lines[found[0]])
            facts = {"what": "total", "where": table.total_text, "first_row": first}
            yield replace(
                layout_finding("duplicate-row", table, facts), at=records.at(record, column)
            )


def _missing_total(view: View, table: Table, last: Grid | None) -> Finding:
    """Tell that no row is the total row, and where one that bears its label stands instead."""
    facts = {"where": table.total_text}
    for at, shown in _labelled(view, table, last):
        facts |= {"what": "astray", "found": shown}
        return replace(layout_finding("missing-total-row", table, facts), at=at)
    return layout_finding("missing-total-row", table, facts)


def _labelled(view: View, table: Table, last: Grid | None) -> Iterator[tuple[CellRef, str]]:
    """Yield the cells beside others that hold what the condition of the total row asks for.

    They may stand in a column that the form does not have, or be written a little otherwise.
    """
    records = view.records(table.id)
    if not records or table.total_where is None:
        return
    words = {fold(each.value) for each in walk(table.total_where) if isinstance(each, Text)} - {""}
    placed = [each for each in view.submission.placements if each.table == table.id]
    spans = [(each.grid, each.area.bottom) for each in placed] if last is None else [(last, None)]
    for grid, bottom in spans:
        for row, cells in enumerate(grid.rows):
            at = grid.at(row, 0)
            outside = at.row < records.lines[0] or (bottom is not None and at.row > bottom)
            if outside or len(cells) < LEAST_CELLS:
                continue
            for column, raw in enumerate(cells):
                if isinstance(raw, str) and fold(raw) in words:
                    yield grid.at(row, column), show(raw)


def layout_finding(code: str, table: Table, facts: Mapping[str, str]) -> Finding:
    """Return a finding about the layout of a table."""
    return Finding(
        rule=code,
        severity=Severity.ERROR,
        verdict=Verdict.FAIL,
        kind=Kind.STRUCTURE,
        table=table.id,
        facts={"table": table.title or table.id} | dict(facts),
    )


def is_conditional(rule: Rule, form: Form) -> bool:
    """Whether a rule over records asks something of some records only, as of codes above others."""
    if rule.hierarchy is not None:
        return True
    if rule.origin != "rule" or not rule.over_records(form):
        return False
    return rule.where is not None or condition_of(rule.check) is not None


def tell_unmet(rule: Rule, form: Form) -> Finding:
    """Return the finding that a rule required nothing of any record."""
    facts = {"rule": rule.id, "check": rule.check_text, "where": rule.where_text}
    finding = layout_finding("matched-nothing", form.by_id[rule.table or ""], facts)
    return replace(finding, severity=Severity.WARNING, check=rule.check_text)


def picking(rule: Rule) -> tuple[Aggregate, ...]:
    """Return the sums and counts of a rule over the records that a condition picks.

    Those are left out of which the rule asks that there be none, as in ``count(t where …) = 0``; a
    mean, least or greatest of none is unknown.
    """
    if not rule.needs_records:
        return ()
    nodes = [node for part in rule.parts for node in own(part)]
    none = {
        side
        for node in nodes
        if isinstance(node, Compare) and node.operator in {"=", "<="}
        for side, other in ((node.left, node.right), (node.right, node.left))
        if other == Number(0)
    }
    return tuple(
        dict.fromkeys(
            node
            for node in nodes
            if isinstance(node, Aggregate)
            and node.function in {"sum", "count"}
            and node.where is not None
            and not node.period
            and node not in none
            and not any(isinstance(each, Cell) and each.column == EACH for each in walk(node))
        )
    )


def tell_unpicked(rule: Rule, form: Form, node: Aggregate) -> Finding:
    """Return the note that the condition of an aggregate picks no record."""
    facts = {"rule": rule.id, "check": rule.check_text, "what": "aggregate"}
    finding = layout_finding("matched-nothing", form.by_id[node.table], facts)
    return replace(finding, severity=Severity.INFO, check=rule.check_text)


def likeness(judgement: Judgement) -> object:
    """Return what judgements of records have in common that one finding can tell together."""
    causes = (lack.cause for lack in judgement.lacks)
    return (
        judgement.verdict,
        judgement.error,
        tuple(lack.reason for lack in judgement.lacks[:1]),
        frozenset((each.finding, each.column_label, each.blameless) for each in causes),
    )
