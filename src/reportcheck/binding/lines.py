"""Of the rows or columns of a table those that a formula is about, by what they hold.

A form has columns of units, codes or dates beside those of figures. A rule that calculates or
compares figures leaves such lines out, where others hold figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from reportcheck.binding.scope import Axis, Scope
from reportcheck.binding.trees import check_in, equals_in, scope_of_check, scope_of_equals
from reportcheck.form import Form, Item, Shape, Table
from reportcheck.formula import Name, Node, walk
from reportcheck.rule import Each

_Probe: TypeAlias = Callable[[frozenset[str]], Scope]
"""Binds a formula over some lines alone, and returns the scope with what came of it."""

_OF_TYPE: Final = frozenset({
    "type-mix", "sides-differ", "sides-differ-quotes", "sides-differ-date", "text-has-no-order",
    "date-form",
})  # fmt: skip
"""Mistakes that a formula has where the values of a line are not of its kind."""


def lines_of(table: Table, each: Each | None) -> tuple[Item, ...]:
    """Return the rows or columns that ``each`` goes over; nothing where these are no lines."""
    if table.shape is not Shape.FORM or table.rows is None:
        return ()
    axis = {"row": table.rows, "column": table.columns}.get(each or "")
    return () if axis is None else axis.slots


def unfit_for_check(
    nodes: Sequence[Node], form: Form, table: str, each: Each, kept: Iterable[str]
) -> tuple[str, ...]:
    """Return of the lines kept those that a check (and its ``where``) leaves out."""

    def probe(lines: frozenset[str]) -> Scope:
        scope = scope_of_check(form, table, each, lines)
        for node in nodes:
            check_in(node, scope)
        return scope

    return _unfit(probe, _tables(nodes, form, table), each, kept)


def unfit_for_equals(
    node: Node, form: Form, table: str, total: tuple[Axis, Item], kept: Iterable[str]
) -> tuple[str, ...]:
    """Return of the lines kept those that an item's ``equals`` leaves out."""
    axis, item = total

    def probe(lines: frozenset[str]) -> Scope:
        scope = scope_of_equals(form, table, axis, item, lines)
        equals_in(node, scope)
        return scope

    each: Each = "row" if axis == "column" else "column"
    return _unfit(probe, _tables([node], form, table), each, kept)


def _tables(nodes: Iterable[Node], form: Form, own: str) -> tuple[Table, ...]:
    """Return the tables whose lines a formula names: the rule's own, and those it takes beside."""
    names = (each.table for node in nodes for each in walk(node) if isinstance(each, Name))
    named = dict.fromkeys([own, *(name for name in names if name is not None)])
    return tuple(form.by_id[name] for name in named if name in form.by_id)


def _unfit(
    probe: _Probe, tables: Sequence[Table], each: Each, kept: Iterable[str]
) -> tuple[str, ...]:
    groups: dict[tuple[str | None, ...], list[str]] = {}
    for name in kept:
        groups.setdefault(tuple(_type(name, table, each) for table in tables), []).append(name)
    if len(groups) < 2:
        return ()
    scopes = {types: probe(frozenset(names)) for types, names in groups.items()}
    fit = {
        types: scope.compared
        for types, scope in scopes.items()
        if not any(code in _OF_TYPE for code, *_ in scope.faults)
    }
    # The code of one row is not that of another: where figures are compared, nothing else is.
    figures = {
        number
        for compared in fit.values()
        for number, kind in enumerate(compared)
        if kind == "number"
    }
    left = [
        types
        for types in groups
        if types not in fit or any(fit[types][number] in {"text", "date"} for number in figures)
    ]
    return tuple(name for types in left for name in groups[types])


def _type(name: str, table: Table, each: Each) -> str | None:
    """Return of which type a line is, None where it does not say that itself."""
    axis = table.rows if each == "row" else table.columns
    item = None if axis is None else axis.by_name.get(name)
    if item is None or item.values is None:
        return None
    if item.values.numeric:
        return "number"
    return "date" if item.values.type == "date" else "text"
