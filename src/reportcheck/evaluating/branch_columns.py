"""The rule of a hierarchy over many records: whole columns first, then the groups in doubt."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from reportcheck.compiling.branch_sums import CODE, GROUP, CodeNumbers, Scaled, TooManyCodes, add_up
from reportcheck.compiling.columns import Column
from reportcheck.evaluating.branching import Branched, branch_records
from reportcheck.evaluating.frames import RECORD, RecordsFrame
from reportcheck.formula import EACH, Cell
from reportcheck.rule import Missing, Rule
from reportcheck.viewing import View


def branch_columns(rule: Rule, view: View, frame: RecordsFrame) -> Branched:
    """Return how the rule of a hierarchy ends over the records of a frame."""
    hierarchy, table = rule.hierarchy, frame.table

    def column(name: str) -> Column:
        return frame.column(Cell(table.id, EACH, name))

    if hierarchy is None:
        raise ValueError(rule.id)
    within = [column(name).values for name in hierarchy.within]
    known = pl.all_horizontal(each.is_not_null() for each in within) if within else pl.lit(True)  # noqa: FBT003
    together = pl.struct(each.alias(str(at)) for at, each in enumerate(within)).hash()
    group = pl.when(known).then(together) if within else pl.lit(0, dtype=pl.UInt64)
    code = column(hierarchy.code)
    values = [column(name) for name in hierarchy.values]
    found = frame.select(
        group.alias(GROUP),
        code.values.cast(pl.String).alias(CODE),
        *(_or_zero(each, rule).alias(f"v{at}") for at, each in enumerate(values)),
    )
    codes = CodeNumbers(hierarchy)
    scaled = [
        Scaled(each.scale, table.values_at(None, name).places)
        for name, each in zip(hierarchy.values, values, strict=True)
    ]
    try:
        found = found.with_columns(codes.numbered(found[CODE]).alias(CODE))
    except TooManyCodes:
        return branch_records(rule, view, view.plain_records(table.id))
    sums = add_up(found, rule, codes, scaled)
    records = found[RECORD].gather(sums.doubtful).to_list()
    closer = branch_records(rule, view, records)
    return replace(closer, passed=closer.passed + sums.passed)


def _or_zero(column: Column, rule: Rule) -> pl.Expr:
    """Return the values of a column, zero where nothing is filled in and that is what it means."""
    if rule.missing is not Missing.ZERO:
        return column.values
    blank = (~column.filled).fill_null(value=False) & column.values.is_null()
    return pl.when(blank).then(0).otherwise(column.values)
