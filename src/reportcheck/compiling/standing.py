"""What stands in for cells that are missing, over columns: only blanks are told here.

Signs for nothing, and what other rules compute, are left to the interpreter.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import and_, or_

import polars as pl

from reportcheck.classes import dataclass
from reportcheck.compiling.columns import Column, Frame
from reportcheck.formula import Cell, Compare, decisive_comparison
from reportcheck.operands import cells_of
from reportcheck.rule import Missing, Rule

_NEVER = pl.lit(value=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is missing from the comparison of a rule, over the rows of a frame.

    ``skipped`` are the rows in which the rule has no instance for it, ``doubtful`` those of which
    only the interpreter can tell.
    """

    missing: Missing
    deciding: Compare
    skipped: pl.Expr
    doubtful: pl.Expr

    @classmethod
    def of(cls, rule: Rule, frame: Frame) -> Standing | None:
        """Return what is missing from a rule, or None where nothing may stand in."""
        deciding = decisive_comparison(rule.check)
        if rule.missing is Missing.STRICT or deciding is None:
            return None
        cells = list(cells_of(deciding))
        columns = [(frame.column(cell), summed) for cell, summed in cells]
        gone = [_blank(column, summed=summed) for column, summed in columns]
        doubtful = [_sign(column) for column, _ in columns]
        if rule.origin == "equals" and isinstance(deciding.left, Cell):
            # Where the item itself is absent, the rule has no instance.
            absent = frame.column(deciding.left).absent
            doubtful += [] if absent is None else [absent]
        skipped = _NEVER
        if rule.missing is Missing.SKIP_IF_ANY:
            skipped = reduce(or_, gone, _NEVER)
        elif rule.missing is Missing.SKIP_IF_ALL:
            neutral = [
                one if column.absent is None or not summed else one | column.absent
                for one, (column, summed) in zip(gone, columns, strict=True)
            ]
            skipped = reduce(or_, gone, _NEVER) & reduce(and_, neutral, pl.lit(value=True))
        elif rule.missing is Missing.USE_COMPUTED:
            doubtful += gone
        return cls(rule.missing, deciding, skipped, reduce(or_, doubtful, _NEVER))

    def filled_up(self, column: Column) -> Column:
        """Return a column with zeros for what is missing, where these stand in."""
        if self.missing not in {Missing.ZERO, Missing.SKIP_IF_ALL} or column.kind != "number":
            return column
        values = pl.when(_blank(column, summed=False)).then(0).otherwise(column.values)
        return replace(column, values=values)


def _blank(column: Column, *, summed: bool) -> pl.Expr:
    """Return where a cell is empty, or absent where no sum leaves it out."""
    empty = (~column.filled).fill_null(value=False)
    if column.absent is not None:
        empty = empty & ~column.absent if summed else empty | column.absent
    return empty & column.values.is_null()


def _sign(column: Column) -> pl.Expr:
    """Return where a sign may stand for nothing: something is there, and it is no value."""
    return column.filled.fill_null(value=False) & column.values.is_null()
