"""The rows and columns that rules pass over by themselves, and those that they seem to add up."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, cast

from reportcheck.diagnosing.remarks import Kind, Remark, part_of
from reportcheck.form import Axis, Form, Item, Shape, Table, label_of
from reportcheck.formula import EACH, Binary, Call, Cell, Compare, Node, walk
from reportcheck.patterns import pattern
from reportcheck.rule import Pack, Rule
from reportcheck.text import fold
from reportcheck.unit import are_of_a_kind, are_unlike

_SHARES: Final = ("%", "‰")
_PART: Final = pattern(r"其中|of\s*which|thereof|including|davon|darunter")
"""How the label of an item begins that is a part of the one before."""


def passed_over(pack: Pack, rules: Sequence[Rule]) -> Iterator[Remark]:
    """Yield the lines that rules leave out since nothing is calculated of what they hold."""
    found: dict[tuple[str, ...], list[Rule]] = {}
    for rule in rules:
        axis = _axis(rule, pack.form)
        if axis is not None and rule.left_out.of_type:
            labels = tuple(label_of(axis, name) for name in rule.left_out.of_type)
            found.setdefault(labels, []).append(rule)
    for labels, about in found.items():
        facts = {"cells": "; ".join(labels)}
        yield Remark("left-out", tuple(part_of(rule) for rule in about), facts=facts)


def shares_added(pack: Pack, rules: Sequence[Rule]) -> Iterator[Remark]:
    """Yield the rules that add up percentages as they add up the figures beside them."""
    for rule in rules:
        axis = _axis(rule, pack.form)
        if axis is None or not any(map(_adds_up, walk(rule.check))):
            continue
        left = {*rule.left_out.rows, *rule.left_out.columns}
        table = pack.form.by_id[rule.table or ""]
        lines = [item for item in axis.slots if item.name not in left]
        shares = [item for item in lines if _is_share(item, table)]
        if shares and len(shares) < len(lines):
            facts = {"cells": "; ".join(label_of(axis, item.name) for item in shares)}
            yield Remark("shares-added", (part_of(rule),), facts=facts)


def summed_twice(rules: Sequence[Rule]) -> Iterator[Remark]:
    """Yield the totals of one axis that add up the very same items, as ``sum(*)`` twice does."""
    found: dict[object, list[Rule]] = {}
    for rule in rules:
        if rule.origin == "equals" and isinstance(rule.check, Compare):
            added = rule.check.right
            if isinstance(added, Call) and added.function == "sum" and len(added.arguments) > 1:
                found.setdefault((rule.table, rule.each, frozenset(added.arguments)), []).append(
                    rule
                )
    for about in found.values():
        if len(about) > 1:
            yield Remark("summed-twice", tuple(part_of(rule) for rule in about))


def unlike_added(pack: Pack, rules: Sequence[Rule]) -> Iterator[Remark]:
    """Yield the totals whose ``sum(*)`` takes in what is a part of another item, or of other units.

    The first of the items may well be called a part: ``其中：`` stands before a whole breakdown.
    """
    for rule in rules:
        added = _items_of_star(rule, pack.form)
        if not added:
            continue
        axis, table, items = added
        parts = [item for item in items[1:] if _PART.match(fold(item.label))]
        for kind, odd in (("parts-added", parts), ("units-added", _of_other_units(items, table))):
            if odd:
                facts = {"cells": "; ".join(label_of(axis, item.name) for item in odd)}
                yield Remark(cast("Kind", kind), (part_of(rule),), facts=facts)


def _items_of_star(rule: Rule, form: Form) -> tuple[Axis, Table, list[Item]] | None:
    """Return the items that the ``sum(*)`` of a total adds up, with their axis and table."""
    table = form.by_id.get(rule.table or "")
    if table is None or rule.origin != "equals" or rule.check_text.replace(" ", "") != "sum(*)":
        return None
    added = rule.check.right if isinstance(rule.check, Compare) else None
    if not isinstance(added, Call) or table.shape is Shape.RECORDS:
        return None
    cells = [each for each in added.arguments if isinstance(each, Cell)]
    axis = table.columns if rule.each != "column" else table.rows
    if axis is None:
        return None
    names = [cell.column if axis is table.columns else cell.row for cell in cells]
    items = [axis.by_name[name] for name in names if name is not None and name in axis.by_name]
    return axis, table, items


def _of_other_units(items: Sequence[Item], table: Table) -> list[Item]:
    """Return the items that are measured in another unit than the first of them, or in one at all.

    What is only counted has no unit as a rule, so that a square metre beside it is another thing.
    """
    values = [item.values or table.values for item in items]
    first = next(iter(values))
    return [
        item
        for item, own in zip(items, values, strict=True)
        if own.unit
        and own.unit != first.unit
        and (
            are_unlike(own.unit, first.unit or "") or not are_of_a_kind(own.unit, first.unit or "")
        )
        and (first.unit or (first.type == "count" and own.type != "count"))
    ]


def _axis(rule: Rule, form: Form) -> Axis | None:
    """Return the axis that the instances of a rule are on, None where they are on none."""
    table = form.by_id.get(rule.table or "")
    if table is None or table.shape is not Shape.FORM:
        return None
    return {"row": table.rows, "column": table.columns}.get(rule.each or "")


def _adds_up(node: Node) -> bool:
    match node:
        case Call("sum", arguments):
            return sum(map(_of_line, arguments)) > 1
        case Binary("+", left, right):
            return _of_line(left) and _of_line(right)
    return False


def _of_line(node: Node) -> bool:
    return any(isinstance(each, Cell) and EACH in {each.row, each.column} for each in walk(node))


def _is_share(item: Item, table: Table) -> bool:
    values = item.values or table.values
    label = unicodedata.normalize("NFKC", item.label)
    told = values.unit in _SHARES or any(sign in label for sign in _SHARES)
    return values.type == "percent" or (values.numeric and told)
