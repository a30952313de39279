"""Rules swept over columns: an exact filter, after which few places are left to judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial, reduce
from operator import and_
from typing import cast

import polars as pl

from reportcheck.compiling import (
    Compiled,
    Undecidable,
    compile_aggregate,
    compile_condition,
    compile_rule,
)
from reportcheck.evaluating.frames import RECORD, FormsFrame, RecordsFrame
from reportcheck.evaluating.places import places_of
from reportcheck.evaluating.sweeping import Swept, total_rows
from reportcheck.form import Slot
from reportcheck.formula import EACH, Aggregate, Binary, Call, Cell, Node, mapped, own, walk
from reportcheck.interpreting import judge
from reportcheck.interpreting.outcomes import Outcome, combined, number, unknown, whole
from reportcheck.interpreting.trees import Scene, addends, of_this_period, place_column
from reportcheck.rule import Rule
from reportcheck.viewing import Place, View

_WIDEST = 2**127 - 1


def prepare(view: View, frame: RecordsFrame) -> None:
    """Find the total rows, the cells worth a look, and the keys that may occur twice."""
    prepare_columns(view, frame)
    table = frame.table
    if table.key and all(frame.typed(column) is not None for column in table.key):
        _group(view, frame, tuple(Cell(table.id, EACH, column) for column in table.key))


def prepare_columns(view: View, frame: RecordsFrame) -> None:
    """Find the total rows and the cells worth a look."""
    table = frame.table
    if table.total_where is not None:
        try:
            compiled = compile_condition(table.total_where, frame)
        except Undecidable:
            closer: Sequence[int] = range(frame.height)
        else:
            found = frame.select((compiled.check | compiled.undecided).alias("is"))
            closer = found.filter(pl.col("is"))[RECORD].to_list()
        view.total_rows[table.id] = total_rows(view, table, closer)
    for column in table.columns.slots:
        typed = frame.typed(column.name)
        if typed is not None:
            view.suspects[table.id, column.name] = typed.suspects


def _group(view: View, frame: RecordsFrame, cells: tuple[Cell, ...]) -> None:
    """Let the view know the only records that can share the values of these cells."""
    once = compile_condition(Call("unique", cells), frame)
    alone = frame.select((once.check & ~once.undecided).alias("is"))
    # Where a value is unknown the record is in no group: it need not be looked at either.
    closer = alone.filter(~pl.col("is"))[RECORD].to_list()
    view.group(cells, closer)


# Rules over records


def sweep_records(rule: Rule, view: View, frame: RecordsFrame) -> Swept:
    """Return how a rule ends over the records of one submission."""
    swept = Swept()
    try:
        compiled = compile_rule(rule, frame)
        for part in _parts(rule):
            for node in walk(part):
                if isinstance(node, Call) and node.function == "unique":
                    cells = tuple(each for each in node.arguments if isinstance(each, Cell))
                    _group(view, frame, cells)
    except Undecidable:
        swept.judge(rule, view, (Place(record=each) for each in view.plain_records(frame.table.id)))
        return swept
    alike = _alike(rule, frame, compiled)
    found = frame.select(*sure_ends(compiled), alike.alias("alike"))
    swept.seen = found.height > 0
    swept.passed = int(found["passed"].sum())
    swept.met = bool(found["met"].any())
    closer = found.filter(~pl.col("passed") & ~pl.col("gone") & ~pl.col("alike"))[RECORD]
    swept.judge(rule, view, (Place(record=each) for each in closer.to_list()))
    same = found.filter(pl.col("alike"))[RECORD]
    if len(same):
        first = Place(record=int(same[0]))
        swept.note(first, judge(rule, view, first), len(same))
    return swept


def _alike(rule: Rule, frame: RecordsFrame, compiled: Compiled) -> pl.Expr:
    """Return the records of which a rule is unknown for a column that the file lacks, and only so.

    A file without a column is no reason to judge each of its records by itself.
    """
    cells = {node for part in _parts(rule) for node in walk(part) if isinstance(node, Cell)}
    own = {cell.column for cell in cells if cell.table == frame.table.id and cell.row == EACH}
    lost = [column for column in own if frame.typed(column) is None]
    divides = any(
        isinstance(node, Binary) and node.operator == "/"
        for part in _parts(rule)
        for node in walk(part)
    )
    if len(lost) != 1 or divides or any(cell.row != EACH for cell in cells):
        return pl.lit(value=False)
    there = [frame.column(Cell(frame.table.id, EACH, column)) for column in own - set(lost)]
    known = reduce(and_, (each.values.is_not_null() for each in there), pl.lit(value=True))
    unknown_ones = compiled.check.is_null() | compiled.where.is_null()
    gone = ~compiled.where.fill_null(value=True)
    return known & unknown_ones & ~gone & ~compiled.undecided


def _parts(rule: Rule) -> list[Node]:
    return [part for part in (rule.check, rule.where) if part is not None]


def sure_ends(compiled: Compiled, name: str = "") -> list[pl.Expr]:
    """Return who surely passed, who surely is no instance, and of whom something is required."""
    sure = ~compiled.undecided
    inside = compiled.where.fill_null(value=False)
    maybe_inside = compiled.where.fill_null(value=True)
    return [
        (sure & inside & compiled.check.fill_null(value=False)).alias(f"{name}passed"),
        (sure & ~maybe_inside).alias(f"{name}gone"),
        (sure & maybe_inside & compiled.met.fill_null(value=True)).alias(f"{name}met"),
    ]


# Rules over forms


def sweep_forms(rule: Rule, frame: FormsFrame) -> list[Swept]:
    """Return how a rule ends in each of many submissions of one form."""
    views = frame.views
    expressions: list[pl.Expr] = []
    swept_items: dict[str | None, int] = {}
    for at, item in enumerate(rule.instances(views[0].form)):
        if isinstance(item, Slot):
            continue  # as many columns as a table has cells would be too many
        try:
            compiled = compile_rule(rule, frame.at(item))
        except Undecidable:
            continue
        swept_items[item] = at
        expressions += sure_ends(compiled, f"{at} ")
    found = frame.select(*expressions)
    columns = {
        item: (found[f"{at} passed"].to_list(), found[f"{at} gone"].to_list())
        for item, at in swept_items.items()
    }
    nothing: tuple[list[bool], list[bool]] = ([False] * len(views), [False] * len(views))
    return [_of_submission(rule, view, row, columns, nothing) for row, view in enumerate(views)]


def _of_submission(
    rule: Rule,
    view: View,
    row: int,
    columns: Mapping[str | None, tuple[list[bool], list[bool]]],
    nothing: tuple[list[bool], list[bool]],
) -> Swept:
    swept = Swept()
    closer: list[Place] = []
    for place in places_of(rule, view):
        passed, gone = columns.get(place.item, nothing)
        if passed[row]:
            swept.passed += 1
            swept.passing.append(place)
        elif not gone[row]:
            closer.append(place)
    swept.judge(rule, view, closer)
    return swept


# Aggregates


def add_up(
    rule: Rule, view: View, periods: Mapping[int, tuple[View, Mapping[str, RecordsFrame]]]
) -> None:
    """Work out the aggregates of a rule over records that have columns, and keep them.

    ``periods`` are the views of this period and of those before, by how many periods before, with
    the frames of their tables.
    """
    for part in _parts(rule):
        for node in own(part):
            if not isinstance(node, Aggregate) or node.period not in periods:
                continue
            there, frames = periods[node.period]
            frame = frames.get(node.table)
            if frame is None:
                continue
            for each in rule.instances(view.form) if _about_each(node) else (None,):
                placed = mapped(node, partial(place_column, item=Place.of(each).item))
                if placed not in view.aggregates:
                    here = cast("Aggregate", mapped(placed, of_this_period))
                    found = total(here, there, frame)
                    if found is not None:
                        view.aggregates[placed] = found


def _about_each(node: Aggregate) -> bool:
    return any(isinstance(each, Cell) and each.column == EACH for each in walk(node))


def total(node: Aggregate, view: View, frame: RecordsFrame) -> Outcome | None:
    """Return what an aggregate comes to, or None where only the interpreter can tell."""
    if not isinstance(node.value, Cell | None) and frame.sheet is not None:
        # The noise of a double would have to be weighed term by term.
        return None
    try:
        compiled = compile_aggregate(node, frame)
    except Undecidable:
        return None
    if compiled.bound * frame.height > _WIDEST:
        return None
    inside = compiled.where & ~compiled.undecided
    found = frame.select(
        compiled.values.alias("value"),
        (inside & compiled.values.is_not_null()).fill_null(value=False).alias("clean"),
        (~compiled.where & ~compiled.undecided).fill_null(value=False).alias("gone"),
    )
    closer = found.filter(~pl.col("clean") & ~pl.col("gone"))[RECORD].to_list()
    others, open_ones = addends(node, Scene(view, Place()), closer)
    if open_ones:
        return unknown(*open_ones)
    if any(each.noisy for each in others):
        return None
    clean = found.filter(pl.col("clean"))["value"]
    return _put_together(node.function, clean, compiled.scale, others)


def _put_together(function: str, clean: pl.Series, scale: int, others: list[Outcome]) -> Outcome:
    """Return an aggregate of the numbers of a column and of some others."""

    def exactly(total: object, weight: object) -> Outcome:
        if not isinstance(total, int) or not isinstance(weight, int):
            raise TypeError(clean.dtype)
        return Outcome(whole(Fraction(total, scale)), (), whole(Fraction(weight, scale)))

    if not len(clean):
        return combined(function, others)
    if function in {"min", "max"}:
        chosen = clean.min() if function == "min" else clean.max()
        return combined(function, [exactly(chosen, clean.abs().max()), *others])
    total = combined("sum", [exactly(clean.sum(), clean.abs().sum()), *others])
    if function != "mean":
        return total
    count = len(clean) + len(others)
    return replace(
        total, value=whole(Fraction(number(total), count)), weight=Fraction(total.weight, count)
    )
