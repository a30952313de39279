"""Names to cells: the nearest item that bears a name, on the axis the rule reads."""

from __future__ import annotations

from typing import Final

from reportcheck.binding.scope import CELL, Axis, Scope, Type, is_cell_at_hand, placed
from reportcheck.form import Axis as Items
from reportcheck.form import Item, Shape, Table, ValueType
from reportcheck.formula import EACH, Cell, Name, Node, Number
from reportcheck.near import nearest

_ALIKE = 65
"""How like a table a name must be for the table to be suggested (0 to 100)."""


def table_of(name: Name, scope: Scope) -> Table | None:
    """Return the table a name is about, or None with the mistake noted."""
    if name.table is not None:
        found = scope.form.by_id.get(name.table)
        if found is None:
            scope.fault(
                "unknown-table",
                name,
                name=name.table,
                suggestion=nearest(name.table, scope.form.by_id),
            )
        return found
    owner = scope.records or scope.table
    if owner is None:
        written = ".".join(name.path)
        first, *rest = name.path
        if rest and first in scope.form.by_id:
            meant: str | None = f"{first}::{'.'.join(rest)}"
        else:
            meant = nearest(written, _record_tables(scope), _ALIKE)
        scope.fault("table-not-said", name, name=written, suggestion=meant)
    return owner


def bind_name(name: Name, scope: Scope) -> tuple[Node, Type]:
    """Return the cell a name stands for in this scope, and the type of its values."""
    table = table_of(name, scope)
    if table is None:
        return Number(0), "any"
    if is_cell_at_hand(name, scope):
        return Cell(table.id, None if table.rows is None else EACH, EACH, scope.period), "number"
    if table.shape is Shape.RECORDS and (scope.records is None or scope.records.id != table.id):
        if _around(name, name.path, scope) == table.id:
            inner = scope.records.id if scope.records else ""
            facts = {"name": ".".join(name.path), "table": inner, "other": table.id}
            scope.fault("name-around-aggregate", name, **facts)
        elif name.column is not None or find_item(
            name, name.path, table.columns, table, scope, "column"
        ):
            _need_records(name, table, scope)
        return Number(0), "any"
    found = _item_and_rest(name, table, scope)
    if found is None:
        return Number(0), "any"
    item, cell = found
    if not item.has_slots:
        scope.fault("heading-has-no-value", name, name=item.name)
        return cell, "any"
    return cell, type_of(cell, table, scope)


def _need_records(name: Name, table: Table, scope: Scope) -> None:
    """Note that a name means many values, once a formula if what it lacks is ``each: row``."""
    facts = {"name": ".".join(name.path), "table": table.id}
    if scope.table is not table:
        scope.fault("records-need-aggregate", name, **facts)
    elif all(code != "records-need-each" for code, *_ in scope.faults):
        scope.fault("records-need-each", name, **facts)


def kinds_of(cell: Cell, table: Table, scope: Scope) -> set[ValueType]:
    """Return of which types a cell is, over the lines that ``each`` goes over."""
    if cell.column == EACH:
        columns = scope.on(table.columns.slots)
        return {table.values_at(cell.row, column.name).type for column in columns}
    if cell.row == EACH and table.rows is not None:
        rows = scope.on(table.rows.slots)
        return {table.values_at(row.name, cell.column).type for row in rows}
    return {table.values_at(None if cell.row == EACH else cell.row, cell.column).type}


def type_of(cell: Cell, table: Table, scope: Scope) -> Type:
    """Return what a formula may do with a cell, ``any`` where that differs from line to line."""
    kinds = kinds_of(cell, table, scope)
    if kinds <= {"text", "code"}:
        return "text"
    if kinds == {"date"}:
        return "date"
    return "any" if kinds & {"text", "code", "date"} else "number"


def _item_and_rest(name: Name, table: Table, scope: Scope) -> tuple[Item, Cell] | None:
    """Find the item a name means, and the cell it stands for in this scope."""
    if name.column is not None:
        if table.rows is None:
            scope.fault("no-labelled-rows", name, table=table.id)
            return None
        row = find_item(name, name.path, table.rows, table, scope, "row")
        column = find_item(name, name.column, table.columns, table, scope, "column")
        if row is None or column is None:
            return None
        deeper = column if not column.has_slots else row
        return deeper, Cell(table.id, row.name, column.name, scope.period)
    axis: Axis = "column"
    if table.rows is not None:
        if scope.each is None or scope.each == CELL:
            lacks_an_axis(name, table, scope)
            return None
        axis = "row" if scope.each == "column" else "column"
    item = find_item(name, name.path, axis_of(table, axis), table, scope, axis)
    if item is None:
        return None
    if table.rows is not None and scope.table is not None and table.id != scope.table.id:
        _check_same_items(name, table, scope)
    return item, cell_of(table, axis, item, scope)


def lacks_an_axis(name: Name, table: Table, scope: Scope) -> None:
    """Note that a name is that of a row or a column alone, where a cell is wanted."""
    written = ".".join(name.path)
    axes = {"row": table.rows, "column": table.columns}
    found = [kind for kind, axis in axes.items() if axis and _bearers(name.path, list(axis.all))]
    if scope.each is None and len(found) == 1:
        each = "row" if found[0] == "column" else "column"
        scope.fault("needs-each", name, name=written, found=found[0], expected=each, each=each)
    else:
        scope.fault("needs-row-and-column", name, name=written)


def cell_of(table: Table, axis: Axis, item: Item, scope: Scope) -> Cell:
    """Return the cell of an item, with EACH for the other axis."""
    if axis == "row":
        return Cell(table.id, item.name, EACH, scope.period)
    row = None if table.shape is Shape.ONE else EACH
    return Cell(table.id, row, item.name, scope.period)


def axis_of(table: Table, axis: Axis) -> Items:
    """Return the items of an axis of a table."""
    return table.columns if axis == "column" or table.rows is None else table.rows


def _check_same_items(name: Name, other: Table, scope: Scope) -> None:
    """``each`` lands on the items of the rule's own table; another must have them all."""
    assert scope.table is not None  # noqa: S101 - the caller compared it
    axis: Axis = "column" if scope.each == "column" else "row"
    own = {item.name for item in scope.on(axis_of(scope.table, axis).slots)}
    there = {item.name for item in axis_of(other, axis).slots}
    if scope.table.shape is not Shape.FORM or own - there:
        scope.fault(
            "other-table-lacks", name, table=other.id, missing=sorted(own - there)[:5], axis=axis
        )


def find_item(
    name: Name,
    path: tuple[str, ...],
    axis: Items,
    table: Table,
    scope: Scope,
    kind: Axis,
) -> Item | None:
    """Return the one item that bears a name in the nearest scope that has it."""
    own_axis = scope.total_axis == kind and scope.table == table
    inside = scope.inside if own_axis else ()
    while True:
        here = [item for item in axis.all if item.path[: len(inside)] == inside]
        bearers = _bearers(path, here)
        if len(bearers) == 1:
            return bearers[0]
        if bearers:
            scope.fault(
                "ambiguous-name",
                name,
                name=".".join(path),
                paths=[".".join(item.path) for item in bearers],
            )
            return None
        if not inside:
            break
        inside = inside[:-1]
    _unknown(name, path, axis, table, scope, kind)
    return None


def _bearers(path: tuple[str, ...], items: list[Item]) -> list[Item]:
    exact = [item for item in items if item.path[-len(path) :] == path]
    if exact:
        return exact
    from reportcheck.text import fold

    folded = tuple(map(fold, path))
    return [item for item in items if tuple(map(fold, item.path[-len(path) :])) == folded]


def _record_tables(scope: Scope) -> set[str]:
    """Return the tables of records, which aggregates such as ``count(table)`` name like items."""
    return {table.id for table in scope.form.tables if table.shape is Shape.RECORDS}


_NOTHING: Final = dict.fromkeys(("null", "none", "nan", "empty"), "blank(x)")
"""What other languages call an empty cell, and how it is asked for here."""


def _unknown(
    name: Name,
    path: tuple[str, ...],
    axis: Items,
    table: Table,
    scope: Scope,
    kind: Axis,
) -> None:
    written = ".".join(path)
    other = table.columns if kind == "row" else table.rows
    if other is not None and other is not axis and _bearers(path, list(other.all)):
        found = "column" if kind == "row" else "row"
        facts = {"name": written, "table": table.id, "expected": kind, "found": found}
        if name.column is None:
            scope.fault("wrong-axis", name, **facts, each=scope.each)
        else:
            scope.fault("wrong-axis-in-brackets", name, **facts)
        return
    outside = _around(name, path, scope)
    if outside is not None:
        scope.fault("name-around-aggregate", name, name=written, table=table.id, other=outside)
        return
    known = {item.name for item in axis.all} | {item.id for item in axis.all}
    if nearest(written, _record_tables(scope), _ALIKE):
        known |= _record_tables(scope)
    meant = _NOTHING.get(written.casefold()) or nearest(written, known)
    alone = meant is None and name.table is None and name.column is None
    if alone and name.end - name.start > len(written):  # it is in double quotes
        scope.fault("unknown-name-quoted", name, name=written, table=table.id)
        return
    scope.fault("unknown-name", name, name=written, table=table.id, expected=kind, suggestion=meant)


def _around(name: Name, path: tuple[str, ...], scope: Scope) -> str | None:
    """Return the table around an aggregate that has the item which its own table lacks."""
    around = scope.around.table if scope.around is not None else None
    if around is None or name.column is not None or name.table not in {None, around.id}:
        return None
    axes = [around.columns, *([around.rows] if around.rows is not None else [])]
    return around.id if any(_bearers(path, list(axis.all)) for axis in axes) else None


def check_listed(cell: Cell, text: str, node: Node, scope: Scope) -> None:
    """Note a code that is not on its list: it can never be met."""
    allowed = (
        scope.form.by_id[cell.table].values_at(None if cell.row == EACH else cell.row, cell.column)
        if cell.column != EACH
        else None
    )
    if allowed and allowed.one_of and text not in allowed.one_of:
        scope.fault(
            "not-on-the-list",
            placed(node),
            found=text,
            allowed=list(allowed.one_of),
            suggestion=nearest(text, allowed.one_of),
        )
