"""Groups: the cells that a heading, a range or a star stands for, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportcheck.binding.names import axis_of, cell_of, find_item, lacks_an_axis, table_of
from reportcheck.binding.scope import CELL, Axis, Scope, is_cell_at_hand
from reportcheck.form import Item, Shape, Table
from reportcheck.formula import Call, Cell, Name, Node, Number, Range, Star


def group_of(node: Node, scope: Scope) -> list[Cell] | None:
    """Return the cells of a group, or None where the argument is no group."""
    if isinstance(node, Call) and node.function == "prev":
        steps = steps_of(node)
        if steps is None:
            return None
        return group_of(node.arguments[0], replace(scope, period=scope.period + steps))
    if isinstance(node, Star):
        return _star(node, scope)
    if isinstance(node, Range):
        return _range(node, scope)
    if isinstance(node, Name) and not is_cell_at_hand(node, scope):
        silent = replace(scope, faults=[])
        table = table_of(node, silent)
        if table is None or (table.shape is Shape.RECORDS and silent.records != table):
            return None
        for axis, path in _paths(node, table, scope):
            item = find_item(node, path, axis_of(table, axis), table, silent, axis)
            if item is not None and item.items:
                return _cells(node, table, axis, _addends(item.items), scope)
    return None


def _paths(name: Name, table: Table, scope: Scope) -> Iterator[tuple[Axis, tuple[str, ...]]]:
    if name.column is not None:
        yield "row", name.path
        yield "column", name.column
    elif table.rows is not None and scope.each == "column":
        yield "row", name.path
    else:
        yield "column", name.path


def _addends(items: tuple[Item, ...]) -> list[Item]:
    """Return the leaves below, totals left out; a heading that is a total has its parts."""
    return [leaf for item in items for leaf in item.leaves() if not leaf.total]


def _cells(name: Name, table: Table, axis: Axis, items: list[Item], scope: Scope) -> list[Cell]:
    if name.column is None:
        if table.rows is not None and scope.each in {None, CELL}:
            lacks_an_axis(name, table, scope)
            return []
        return [cell_of(table, axis, item, scope) for item in items]
    other: Axis = "column" if axis == "row" else "row"
    path = name.column if axis == "row" else name.path
    fixed = find_item(name, path, axis_of(table, other), table, scope, other)
    if fixed is None:
        return []
    if not fixed.has_slots:
        scope.fault("heading-has-no-value", name, name=fixed.name)
        return []
    return [
        Cell(table.id, item.name, fixed.name, scope.period)
        if axis == "row"
        else Cell(table.id, fixed.name, item.name, scope.period)
        for item in items
    ]


def _star(star: Star, scope: Scope) -> list[Cell]:
    total, table, axis = scope.total, scope.table, scope.total_axis
    if total is None or table is None or axis is None:
        scope.fault("star-outside-equals", star)
        return []
    if total.items:
        beside = total.items
    else:
        parent = axis_of(table, axis).by_path.get(total.path[:-1])
        beside = parent.items if parent is not None else axis_of(table, axis).items
    items = [item for item in _addends(beside) if item.path != total.path]
    if not items:
        scope.fault("empty-group", star)
    return [cell_of(table, axis, item, scope) for item in items]


def _range(span: Range, scope: Scope) -> list[Cell]:
    first, last = span.first, span.last
    table = table_of(first, scope)
    if table is None:
        return []
    if last.table not in {None, first.table} or first.column != last.column:
        scope.fault("range-across", last)
        return []
    axis, _ = next(_paths(first, table, scope))
    ends = [
        find_item(name, name.path, axis_of(table, axis), table, scope, axis)
        for name in (first, last)
    ]
    start, end = ends
    if start is None or end is None:
        return []
    for name, item in zip((first, last), (start, end), strict=True):
        if item.total:
            scope.fault("range-ends-in-total", name, name=item.name)
            return []
    items = axis_of(table, axis)
    leaves = [leaf for item in items.items for leaf in item.leaves()]
    order = {leaf.path: place for place, leaf in enumerate(leaves)}
    low, high = order[next(start.leaves()).path], order[list(end.leaves())[-1].path]
    if high < low:
        scope.fault("range-backwards", last, first=start.name, last=end.name)
        return []
    chosen = [leaf for leaf in leaves[low : high + 1] if not leaf.total]
    return _cells(first, table, axis, chosen, scope)


def steps_of(call: Call) -> int | None:
    """Return how many periods back a ``prev`` looks, None where it does not say so plainly."""
    if len(call.arguments) < 2:
        return 1
    back = call.arguments[1]
    if isinstance(back, Number) and isinstance(back.value, int) and back.value > 0:
        return back.value
    return None
