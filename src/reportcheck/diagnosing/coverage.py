"""What rules leave alone: cells that none of them names, differences that a tolerance hides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from reportcheck.diagnosing.remarks import Remark, part_of
from reportcheck.form import Form, Shape, Slot, Table, label_of
from reportcheck.formula import (
    EACH,
    Aggregate,
    Binary,
    Cell,
    Node,
    Number,
    Rollup,
    children,
    decisive_comparison,
    walk,
)
from reportcheck.interpreting.trees import Scene, rounding_room
from reportcheck.number import Exact, spell
from reportcheck.rule import Pack, Rule
from reportcheck.submission import Submission
from reportcheck.viewing import Place, View, place_cell


def wide_tolerances(pack: Pack, rules: Sequence[Rule]) -> Iterator[Remark]:
    """Yield the rules whose tolerance lets more pass than one unit of the last declared place."""
    view = View(Submission(pack.form, "", {}))
    for rule in rules:
        unit = _unit(rule, pack.form)
        room = _widest(rule, view)
        if unit is None or room is None or room <= unit:
            continue
        facts = {"room": spell(room), "unit": spell(unit), "kind": rule.tolerance.kind}
        yield Remark("wide-tolerance", (part_of(rule),), facts=facts)


def _widest(rule: Rule, view: View) -> Exact | None:
    """Return the widest room that the tolerance of a rule gives at any place; None of a share."""
    if rule.tolerance.kind == "absolute":
        return rule.tolerance.amount
    deciding = decisive_comparison(rule.check)
    if rule.tolerance.kind != "rounding" or deciding is None:
        return None
    if any(isinstance(node, Aggregate | Rollup) for node in walk(rule.check)):
        return None  # as wide as there are records, or agencies
    items = list(rule.instances(view.form)) or [None]
    return max(
        rounding_room(deciding, Scene(view, Place.of(item), rule.tolerance)) for item in items
    )


def _unit(rule: Rule, form: Form) -> Exact | None:
    """Return the smallest unit of the cells that a rule compares, None where one has no places.

    What is multiplied or divided has a unit of its own, as a rate has, and is not compared.
    """
    places = []
    items = list(rule.instances(form)) or [None]
    cells = (place_cell(cell, Place.of(each)) for cell in _added(rule.check) for each in items)
    for cell in dict.fromkeys(cells):
        table = form.by_id.get(cell.table)
        if table is None:
            return None
        places += [table.values_at(each.row, each.column).places for each in _slots(cell, table)]
    known = [each for each in places if each is not None]
    if not known or len(known) < len(places):
        return None
    return Fraction(1, 10 ** max(known)) if max(known) else 1


def untouched(pack: Pack, rules: Sequence[Rule]) -> Iterator[Remark]:
    """Yield the cells that no rule names, table by table: whole rows and columns by their names.

    Cells of text are left out: of these nothing can be added up.
    """
    form, told, count = pack.form, [], 0
    named = {slot for rule in rules for slot in touched(rule, form)}
    for table in form.tables:
        numeric = [
            slot
            for slot in _all_slots(table)
            if table.values_at(slot.row if table.rows else None, slot.column).numeric
        ]
        left = [slot for slot in numeric if slot not in named]
        count += len(left)
        if left:
            whole = [] if len(left) == len(numeric) else _named(table, left)
            title = table.title or table.id
            told.append(f"{title} ({', '.join(whole)})" if whole else title)
    if told:
        yield Remark("untouched", facts={"count": str(count), "cells": "; ".join(told)})


def touched(rule: Rule, form: Form) -> set[Slot]:
    """Return the slots that a rule names at any of its places; of records, one for each column."""
    found: set[Slot] = set()
    items = list(rule.instances(form)) or [None]
    for part in (rule.check, rule.where):
        if part is None:
            continue
        for cell in _cells(part):
            table = form.by_id.get(cell.table)
            if table is None:
                continue
            for item in items:
                found |= set(_slots(place_cell(cell, Place.of(item)), table))
    if rule.hierarchy is not None and rule.table is not None:
        named = (rule.hierarchy.code, *rule.hierarchy.within)
        found |= {Slot(rule.table, None, name) for name in named}
    if rule.origin == "total_row" and rule.table is not None:
        found |= {Slot(rule.table, None, item) for item in items if isinstance(item, str)}
    return found


def _cells(node: Node) -> Iterator[Cell]:
    return (each for each in walk(node) if isinstance(each, Cell))


def _added(node: Node) -> Iterator[Cell]:
    """Yield the cells that are compared by themselves, or added up: no factors, nor divisors."""
    match node:
        case Cell():
            yield node
        case Binary("*" | "/" as operator, left, right):
            fixed = [each for each in (left, right) if isinstance(each, Number)]
            if fixed and (operator == "*" or right is fixed[-1]):
                yield from (cell for each in (left, right) for cell in _added(each))
        case _:
            yield from (cell for each in children(node) for cell in _added(each))


def _slots(cell: Cell, table: Table) -> Iterator[Slot]:
    """Yield the slots that a cell of a formula stands for, those of every place if it has none."""
    names = [item.name for item in table.columns.slots]
    columns = names if cell.column == EACH else [cell.column] if cell.column in names else []
    rows: list[str | None] = [None]
    if table.rows is not None:
        all_rows = [item.name for item in table.rows.slots]
        rows = [*all_rows] if cell.row == EACH else [cell.row] if cell.row in all_rows else []
    return (Slot(table.id, row, column) for row in rows for column in columns)


def _all_slots(table: Table) -> Iterator[Slot]:
    if table.shape is Shape.RECORDS:
        return (Slot(table.id, None, item.name) for item in table.columns.slots)
    return table.slots()


def _named(table: Table, left: Sequence[Slot]) -> Iterator[str]:
    """Yield the words for cells: a row or a column where all of it is meant, else cell by cell."""
    if table.rows is None:
        yield from (label_of(table.columns, slot.column) for slot in left)
        return
    rows = [item.name for item in table.rows.slots]
    columns = [item.name for item in table.columns.slots]
    rest = set(left)
    for row in rows:
        whole = {Slot(table.id, row, column) for column in columns}
        if whole <= rest:
            rest -= whole
            yield label_of(table.rows, row)
    for column in columns:
        whole = {Slot(table.id, row, column) for row in rows}
        if whole <= {*left} and whole & rest:
            rest -= whole
            yield label_of(table.columns, column)
    for slot in left:
        if slot in rest:
            yield f"{label_of(table.rows, slot.row)}[{label_of(table.columns, slot.column)}]"
