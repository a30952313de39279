"""Functions: what each takes, groups spread out into their cells, aggregates over records."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final, Literal, TypeAlias, cast

from reportcheck.binding.changes import bind_within
from reportcheck.binding.groups import group_of, steps_of
from reportcheck.binding.names import (
    check_listed,
    kinds_of,
)
from reportcheck.binding.rollups import bind_rollup, is_of_children
from reportcheck.binding.scope import (
    AGGREGATES,
    BEYOND_LINEAR,
    FUNCTIONS,
    Scope,
    Type,
    placed,
)
from reportcheck.form import Shape, Table, is_optional
from reportcheck.formula import (
    EACH,
    Aggregate,
    Call,
    Cell,
    ListOf,
    Name,
    Node,
    Number,
    Text,
    walk,
)
from reportcheck.near import ELSEWHERE, nearest

Binder: TypeAlias = Callable[[Node, Scope], tuple[Node, Type]]
"""Binds one part of a formula, and says of what type it is."""

_NO_FIGURES: Final = frozenset({"text", "code", "date"})

_ARITY = {
    "abs": (1, 1), "round": (1, 2), "blank": (1, 1), "filled": (1, 1), "matches": (2, 2),
    "one_of": (2, None), "all_or_none": (1, None), "at_least_one": (1, None),
    "required_if": (2, 2), "unique": (1, None), "prev": (1, 2), "children": (1, 1),
    "within_hb": (1, 4),
} | dict.fromkeys(AGGREGATES, (1, None))  # fmt: skip


def bind_call(call: Call, scope: Scope, bind: Binder) -> tuple[Node, Type]:
    """Return a call with its arguments bound and its groups spread out, and its type."""
    name, given = call.function, len(call.arguments)
    if name not in FUNCTIONS:
        meant = ELSEWHERE.get(name.casefold()) or nearest(name, FUNCTIONS)
        scope.fault("unknown-function", call, name=name, suggestion=meant)
        return Number(0), "any"
    if name in AGGREGATES and any(map(is_of_children, call.arguments)):
        return bind_rollup(call, scope, partial(_spread, bind=bind)), "number"
    least, most = _ARITY[name]
    if given < least or (most is not None and given > most):
        _fault_count(call, scope, least, most)
        return Number(0), "any"
    if call.where is not None and not _over_records(call, scope):
        scope.fault("where-without-records", call, name=name)
        return Number(0), "any"
    match name:
        case "sum" | "count" | "min" | "max" | "mean":
            if _over_records(call, scope):
                return _aggregate(call, scope, bind), "number"
            wanted: Type = "any" if name == "count" else "number"
            spread = _spread(call, scope, wanted, bind)
            _refuse_one_of_a_record(call, spread, scope)
            return replace(call, arguments=spread), "number"
        case "all_or_none" | "at_least_one":
            return replace(call, arguments=_spread(call, scope, "any", bind)), "condition"
        case "prev":
            return _bind_previous(call, scope, bind)
        case "children":
            scope.fault("children-outside-aggregate", call)
            return Number(0), "any"
        case "abs" | "round":
            return _bind_numeric(call, scope, bind), "number"
        case _:
            return _CONDITIONS.get(name, _bind_state)(call, scope, bind), "condition"


def _refuse_one_of_a_record(call: Call, spread: tuple[Node, ...], scope: Scope) -> None:
    """Note a sum of one cell of the record at hand: it is that cell, and all records were meant.

    Of an optional column such a sum says that nothing stands for 0.
    """
    match call.arguments, spread:
        case (Name() as written,), (Cell(table, row, column),) if row == EACH and scope.records:
            columns = scope.form.by_id[table].columns
            if table == scope.records.id and not is_optional(columns, columns.by_name[column]):
                name = ".".join(written.path)
                facts = {"alone": f"filled({name})" if call.function == "count" else name}
                facts |= {"function": call.function, "name": name, "table": table}
                scope.fault("one-of-a-record", call, **facts)


def _fault_count(call: Call, scope: Scope, least: int, most: int | None) -> None:
    facts = {"name": call.function, "given": len(call.arguments), "least": least}
    if most is None:
        scope.fault("too-few-arguments", call, **facts)
    elif most == least:
        scope.fault("argument-count-exactly", call, **facts)
    else:
        scope.fault("argument-count", call, **facts, most=most)


def _bind_numeric(call: Call, scope: Scope, bind: Binder) -> Node:
    value = _argument(call.arguments[0], "number", scope, bind)
    if len(call.arguments) == 1:
        return replace(call, arguments=(value,))
    places = call.arguments[1]
    if not isinstance(places, Number) or not isinstance(places.value, int):
        scope.fault("places-not-whole", placed(places) if placed(places) != places else call)
    return replace(call, arguments=(value, places))


def _bind_membership(call: Call, scope: Scope, bind: Binder) -> Node:
    subject, kind = bind(call.arguments[0], scope)
    if call.function == "matches":
        pattern = call.arguments[1]
        if kind not in {"text", "any"}:
            scope.fault("type-mix", placed(call), found=kind, expected="text")
        if not isinstance(pattern, Text):
            scope.fault("pattern-not-text", call)
        elif reason := pattern_fault(pattern.value):
            scope.fault("bad-pattern", call, pattern=pattern.value, reason=reason)
        return replace(call, arguments=(subject, pattern))
    rest = call.arguments[1:]
    listed = rest[0].items if len(rest) == 1 and isinstance(rest[0], ListOf) else rest
    if not listed or not all(isinstance(one, Number | Text) for one in listed):
        scope.fault("list-expected", call)
    else:
        types = {"number" if isinstance(one, Number) else "text" for one in listed}
        if kind != "any" and types != {kind}:
            found = next(iter(types - {kind}))
            scope.fault("type-mix", placed(call), found=found, expected=kind)
        for one in listed:
            if isinstance(subject, Cell) and isinstance(one, Text):
                check_listed(subject, one.value, call, scope)
    return replace(call, arguments=(subject, ListOf(tuple(listed))))


def _bind_state(call: Call, scope: Scope, bind: Binder) -> Node:
    """``blank filled required_if unique``: about what a cell holds, not about its value."""
    if call.function == "unique" and (scope.records is None or scope.each != "row"):
        scope.fault("unique-needs-records", call)
        return call
    cells = call.arguments[:1] if call.function == "required_if" else call.arguments
    bound = tuple(bind(each, scope)[0] for each in cells)
    for written, each in zip(cells, bound, strict=True):
        if not isinstance(each, Cell) and not isinstance(each, Number):
            scope.fault("cell-expected", placed(written), function=call.function)
        elif isinstance(written, Number):
            scope.fault("cell-expected", call, function=call.function)
    if call.function == "required_if":
        bound = (*bound, _argument(call.arguments[1], "condition", scope, bind))
    return replace(call, arguments=bound)


_CONDITIONS: Final[Mapping[str, Callable[[Call, Scope, Binder], Node]]] = {
    "matches": _bind_membership, "one_of": _bind_membership, "within_hb": bind_within,
}  # fmt: skip


def _bind_previous(call: Call, scope: Scope, bind: Binder) -> tuple[Node, Type]:
    steps = steps_of(call)
    if steps is None:
        scope.fault("periods-not-whole", call)
        steps = 1
    if scope.records is not None:
        scope.fault("previous-of-records", call)
        return Number(0), "any"
    return bind(call.arguments[0], replace(scope, period=scope.period + steps))


def _argument(node: Node, expected: Type, scope: Scope, bind: Binder) -> Node:
    bound, kind = bind(node, scope)
    if "any" not in {kind, expected} and kind != expected:
        scope.fault("type-mix", placed(node), found=kind, expected=expected)
    return bound


def pattern_fault(pattern: str) -> str | None:
    r"""Return what is wrong with a regular expression, or None.

    Look-around and back-references are refused: they have no linear-time meaning.

    >>> pattern_fault(r"[A-Z]{2}\d+") is None
    True
    >>> pattern_fault("(?=x)")
    'look-around or back-reference'
    """
    if BEYOND_LINEAR.search(pattern):
        return "look-around or back-reference"
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return str(error)
    return None


# Aggregates over records


def _over_records(call: Call, scope: Scope) -> bool:
    return call.function in AGGREGATES and _records_meant(call, scope) is not None


def _records_meant(call: Call, scope: Scope) -> Table | None:
    """Return the table of records that an aggregate runs over, if it runs over any."""
    owner = scope.table
    first = call.arguments[0]
    if isinstance(first, Name) and first.table is None and len(first.path) == 1:
        named = scope.form.by_id.get(first.path[0])
        bare = scope.records or owner
        known = bare is not None and any(first.path[0] == item.id for item in bare.columns.all)
        if named is not None and named.shape is Shape.RECORDS and not known:
            return named
    for argument in call.arguments:
        for node in walk(argument):
            if isinstance(node, Name) and node.table is not None:
                table = scope.form.by_id.get(node.table)
                if table is not None and table.shape is Shape.RECORDS:
                    return table
    whole = scope.records is None or call.where is not None
    return owner if whole and owner is not None and owner.shape is Shape.RECORDS else None


def _aggregate(call: Call, scope: Scope, bind: Binder) -> Node:
    table = _records_meant(call, scope)
    assert table is not None  # noqa: S101 - the caller asked
    inner = replace(
        scope, table=table, records=table, each="row", inside=(), total=None, around=scope
    )
    first = call.arguments[0]
    if len(call.arguments) != 1:
        _fault_count(call, scope, 1, 1)
    value: Node | None = None
    if isinstance(first, Name) and first.table is None and first.path == (table.id,):
        if call.function != "count":
            scope.fault("column-expected", first, name=call.function, table=table.id)
    else:
        value = _argument(first, "any" if call.function == "count" else "number", inner, bind)
    where = None if call.where is None else _argument(call.where, "condition", inner, bind)
    function = cast("Literal['sum', 'count', 'min', 'max', 'mean']", call.function)
    return Aggregate(function, table.id, value, where, scope.period)


# Groups


def _spread(call: Call, scope: Scope, expected: Type, bind: Binder) -> tuple[Node, ...]:
    """Bind arguments, with each group, range and star replaced by the cells it stands for."""
    spread: list[Node] = []
    for argument in call.arguments:
        cells = group_of(argument, scope)
        if cells is None:
            spread.append(_argument(argument, expected, scope, bind))
        elif cells:
            spread.extend(_addable(cells, argument, scope) if expected == "number" else cells)
        elif not scope.faults:
            scope.fault("empty-group", placed(argument))
    return tuple(spread)


def _addable(cells: list[Cell], group: Node, scope: Scope) -> list[Cell]:
    """Return of the cells of a group those that add up: no texts, codes, dates, nor shares of it.

    A table has columns of units and codes, and of percentages, beside those of figures.
    """
    kinds = {cell: kinds_of(cell, scope.form.by_id[cell.table], scope) for cell in cells}
    figures = [cell for cell in cells if not kinds[cell] <= _NO_FIGURES]
    counted = [cell for cell in figures if kinds[cell] != {"percent"}]
    if not figures:
        scope.fault("type-mix", placed(group), found="text", expected="number")
    return counted or figures
