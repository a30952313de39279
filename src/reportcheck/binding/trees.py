"""A whole formula, node by node: each bound, and each of the type its place asks for."""

from __future__ import annotations

import datetime as dt

from reportcheck.binding.functions import bind_call
from reportcheck.binding.names import bind_name, cell_of, check_listed, type_of
from reportcheck.binding.rollups import refuse_beside_previous
from reportcheck.binding.scope import Axis, BindError, Scope, Type, placed
from reportcheck.form import Form, Item, Shape, Table
from reportcheck.formula import (
    Aggregate,
    Binary,
    Call,
    Cell,
    Compare,
    If,
    ListOf,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Number,
    Range,
    Star,
    Text,
    own,
    walk,
)
from reportcheck.rule import Each, numbers


def bind_check(
    node: Node,
    form: Form,
    table: str | None,
    each: Each | None,
    lines: frozenset[str] | None = None,
) -> Node:
    """Return the check (or the ``where``) of a rule with every name bound, or raise a BindError.

    ``lines`` are the rows or columns that ``each`` goes over, None for all.
    """
    scope = scope_of_check(form, table, each, lines)
    owner = scope.table
    if each is not None and (owner is None or not _has_instances(owner, each)):
        scope.fault("each-matches-nothing", node, each=each, table=owner.id if owner else None)
    bound = check_in(node, scope)
    refuse_beside_previous(node, scope)
    if not scope.faults and not any(isinstance(each, Cell | Aggregate) for each in walk(bound)):
        scope.fault("constant-formula", node)
    if scope.faults:
        raise BindError(scope.faults)
    return bound


def scope_of_check(
    form: Form, table: str | None, each: Each | None, lines: frozenset[str] | None
) -> Scope:
    """Return where the check of a rule stands."""
    owner = form.by_id[table] if table else form.tables[0] if len(form.tables) == 1 else None
    records = owner if each == "row" and owner and owner.shape is Shape.RECORDS else None
    return Scope(form, owner, each, records, lines=lines)


def check_in(node: Node, scope: Scope) -> Node:
    """Return a condition bound; what is wrong with it is noted in the scope."""
    return _as(node, "condition", scope)


def scope_of_equals(
    form: Form, table: str, axis: Axis, item: Item, lines: frozenset[str] | None
) -> Scope:
    """Return where the ``equals`` of an item stands."""
    owner = form.by_id[table]
    each: Each | None = "row" if axis == "column" else "column"
    if owner.shape is Shape.ONE:
        each = None
    records = owner if owner.shape is Shape.RECORDS else None
    return Scope(form, owner, each, records, item.path[:-1], item, axis, lines=lines)


def equals_in(node: Node, scope: Scope) -> Compare:
    """Return the comparison of an item with its ``equals``; what is wrong is noted in the scope."""
    assert scope.table is not None  # noqa: S101 - as scope_of_equals made it
    assert scope.total is not None  # noqa: S101
    assert scope.total_axis is not None  # noqa: S101
    bound = _as(node, "number", scope)
    mine = cell_of(scope.table, scope.total_axis, scope.total, scope)
    _expect(type_of(mine, scope.table, scope), "number", node, scope)
    return Compare("=", mine, bound)


def _has_instances(table: Table, each: Each) -> bool:
    if each == "cell":
        return any(True for _ in numbers(table))
    return each == "row" or table.rows is not None


def bind_equals(
    node: Node,
    form: Form,
    table: str,
    total: tuple[Axis, Item],
    lines: frozenset[str] | None = None,
) -> tuple[Node, Each | None]:
    """Return the check that an item's ``equals`` stands for, and what it is run on.

    The check is a comparison of the item's own cell with the formula.
    """
    scope = scope_of_equals(form, table, *total, lines)
    check = equals_in(node, scope)
    refuse_beside_previous(node, scope)
    if check.left in set(own(check.right)):
        scope.fault("total-of-itself", node, name=total[1].name)
    parts = walk(check.right)
    if not scope.faults and not any(isinstance(part, Cell | Aggregate) for part in parts):
        scope.fault("constant-formula", node)
    if scope.faults:
        raise BindError(scope.faults)
    return check, scope.each


def bind_where(node: Node, form: Form, table: str) -> Node:
    """Return a condition on the records of a table (``total_row``), bound, or raise a BindError."""
    return bind_check(node, form, table, "row")


def _bind(node: Node, scope: Scope) -> tuple[Node, Type]:
    match node:
        case Number():
            return node, "number"
        case Text():
            return node, "text"
        case ListOf():
            return node, "list"
        case Name():
            return bind_name(node, scope)
        case Range() | Star():
            scope.fault("group-outside-function", node.first if isinstance(node, Range) else node)
            return Number(0), "any"
        case Negative(operand):
            return Negative(_as(operand, "number", scope)), "number"
        case Binary(operator, left, right):
            return (
                Binary(operator, _as(left, "number", scope), _as(right, "number", scope)),
                "number",
            )
        case Compare():
            return _bind_comparison(node, scope), "condition"
        case Logic(operator, operands):
            return (
                Logic(operator, tuple(_as(each, "condition", scope) for each in operands)),
                "condition",
            )
        case Not(operand):
            return Not(_as(operand, "condition", scope)), "condition"
        case If(condition, consequence):
            return (
                If(_as(condition, "condition", scope), _as(consequence, "condition", scope)),
                "condition",
            )
        case Call():
            return bind_call(node, scope, _bind)
    raise TypeError(node)  # Cell and Aggregate: the tree is bound already


def _as(node: Node, expected: Type, scope: Scope) -> Node:
    bound, kind = _bind(node, scope)
    _expect(kind, expected, node, scope)
    return bound


def _expect(kind: Type, expected: Type, node: Node, scope: Scope) -> None:
    if "any" not in {kind, expected} and kind != expected:
        scope.fault("type-mix", placed(node), found=kind, expected=expected)


def _fault_sides(
    node: Compare, left: tuple[Node, Type], right: tuple[Node, Type], scope: Scope
) -> None:
    """Note that the sides of a comparison are not of one kind, and what was probably meant."""
    facts = {"expected": left[1], "found": right[1]}
    sides = ((node.left, *left, right[1]), (node.right, *right, left[1]))
    for written, bound, kind, other in sides:
        if other == "text" and isinstance(written, Name) and not _is_as_written(written, bound):
            name = ".".join(written.path)
            scope.fault("sides-differ-quotes", placed(written), **facts, name=name)
            return
        if other == "date" and kind == "number" and not isinstance(bound, Cell):
            scope.fault("sides-differ-date", placed(node), **facts)
            return
    at = placed(node.right)
    scope.fault("sides-differ", at if getattr(at, "end", 0) else placed(node), **facts)


def _is_as_written(name: Name, bound: Node) -> bool:
    """Whether a name is surely that of an item: in no quotes, and letter for letter."""
    bare = name.end - name.start <= len(".".join(name.path))
    known = isinstance(bound, Cell) and name.path[-1] in {bound.row, bound.column}
    return name.table is not None or name.column is not None or (bare and known)


def _bind_comparison(node: Compare, scope: Scope) -> Compare:
    (left, left_type), (right, right_type) = _bind(node.left, scope), _bind(node.right, scope)
    types = {left_type, right_type} - {"any"}
    for literal, kind in ((left, right_type), (right, left_type)):
        if isinstance(literal, Text) and kind == "date":
            types.discard("text")
            try:
                dt.date.fromisoformat(literal.value)
            except ValueError:
                scope.fault("date-form", placed(node), found=literal.value)
    if left == right and scope.around is not None and isinstance(left, Cell):
        scope.fault("same-in-aggregate", placed(node), name=left.column, table=left.table)
    literal_text = isinstance(left, Text) or isinstance(right, Text)
    scope.compared.append(next(iter(types)) if len(types) == 1 and not literal_text else "any")
    if len(types) > 1:
        _fault_sides(node, (left, left_type), (right, right_type), scope)
    elif types & {"condition", "list"}:
        scope.fault("not-comparable", placed(node), found=next(iter(types)))
    elif types == {"text"} and node.operator not in {"=", "!="}:
        scope.fault("text-has-no-order", placed(node), operator=node.operator)
    for cell, literal in ((left, right), (right, left)):
        if isinstance(cell, Cell) and isinstance(literal, Text):
            check_listed(cell, literal.value, node, scope)
    return Compare(node.operator, left, right)
