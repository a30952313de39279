"""Whether the tolerance of a rule means something for its check."""

from __future__ import annotations

from collections.abc import Iterator

from reportcheck.form import Form, Table
from reportcheck.formula import EACH, TOTAL, Cell, Compare, If, Node, Text, children, walk
from reportcheck.linear import coefficients
from reportcheck.rule import Rule


def tolerance_fault(rule: Rule, form: Form) -> tuple[str, dict[str, object]] | None:
    """Return what is wrong with a rule's tolerance, as a code and its facts, or None."""
    kind = rule.tolerance.kind
    if kind == "exact":
        return None
    compared = [each for each in _comparisons(rule.check) if compares_numbers(each, rule, form)]
    if not compared:
        return "tolerance-without-comparison", {"tolerance": kind}
    if kind != "rounding":
        return None
    for each in compared:
        for side in (each.left, each.right):
            terms = coefficients(side)
            if terms is None:
                return "rounding-needs-linear", {}
            for node in (cell for term in terms if term is not None for cell in walk(term)):
                bare = _without_places(node, rule, form) if isinstance(node, Cell) else None
                if bare is not None:
                    return "rounding-needs-places", {"name": bare}
    return None


def _comparisons(node: Node) -> Iterator[Compare]:
    """Yield the comparisons that the rule demands: not those of an ``if``."""
    if isinstance(node, Compare):
        yield node
    below = [node.consequence] if isinstance(node, If) else children(node)
    for each in below:
        yield from _comparisons(each)


def compares_numbers(compare: Compare, rule: Rule, form: Form) -> bool:
    """Whether both sides of a comparison are numbers."""
    for side in (compare.left, compare.right):
        if isinstance(side, Text):
            return False
        if isinstance(side, Cell) and not any(
            form.by_id[side.table].values_at(row, column).numeric
            for row, column in _slots(side, rule, form.by_id[side.table])
        ):
            return False
    return True


def _without_places(cell: Cell, rule: Rule, form: Form) -> str | None:
    """Return the name of a slot a cell stands for whose decimals are not declared."""
    table = form.by_id[cell.table]
    for row, column in _slots(cell, rule, table):
        if table.values_at(row, column).places is None:
            return column if row is None else f"{row}[{column}]"
    return None


def _slots(cell: Cell, rule: Rule, table: Table) -> Iterator[tuple[str | None, str]]:
    left = rule.left_out
    rows: list[str | None] = [cell.row]
    if cell.row in {EACH, TOTAL} or table.rows is None:
        names = [] if table.rows is None else [item.name for item in table.rows.slots]
        rows = [name for name in names if name not in left.rows] if table.rows else [None]
    columns = [cell.column]
    if cell.column == EACH:
        names = [item.name for item in table.columns.slots]
        columns = [name for name in names if name not in left.columns]
    return ((row, column) for row in rows for column in columns)
