"""Which rows of a typed column need a closer look, in as few steps as possible."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Final, TypeAlias

import polars as pl

from reportcheck.compiling.typed import PLAIN_TEXT, out_of_bounds
from reportcheck.form import BlankPolicy, blank_means
from reportcheck.number import trim
from reportcheck.streaming.plans import Plan

Span: TypeAlias = tuple[int, int]
"""The least and the greatest number of a column."""
_FEW: Final = 8
"""So many words are compared one by one: quicker than a table of them."""


def doubts(
    cells: pl.Series,
    column: pl.Series,
    plan: Plan,
    *,
    strokes: Sequence[str] | None = None,
    span: Span | None = None,
) -> list[pl.Series]:
    """Return which rows of a column need a closer look.

    With ``strokes``, nothing in the block is but ASCII without any blanks, and of the signs that a
    mark for nothing may begin with it has these. ``span`` is that of a column of numbers.
    """
    found: list[pl.Series] = []
    unknown = blank_means(plan.values) is BlankPolicy.UNKNOWN
    if plan.parsed == "text" and plan.values.one_of and not (plan.values.pattern or plan.header):
        plain = [each for each in plan.values.one_of if each and trim(each) == each]
        among = _among(cells, plain)
        return [] if among.all(ignore_nulls=False) else [~among.fill_null(value=unknown)]
    if plan.parsed == "text":
        found += _unplain(cells, unknown=unknown, strokes=strokes)
        if plan.header is not None:
            found.append((cells == plan.header).fill_null(value=False))
    elif column.null_count():
        # The parser of whole numbers does not tell an empty cell from an odd one.
        open_ones = column.is_null()
        told = unknown and plan.parsed != "whole"
        found.append(open_ones & cells.is_not_null() if told else open_ones)
    if _may_exceed(span, plan):
        found.append(out_of_bounds(column, plan.scale, plan.values))
    return found


def _among(cells: pl.Series, words: Sequence[str]) -> pl.Series:
    """Return which cells are one of these words, null where a cell is."""
    if not 0 < len(words) <= _FEW:
        return cells.is_in(words)
    return reduce(or_, (cells == word for word in words))


def _unplain(cells: pl.Series, *, unknown: bool, strokes: Sequence[str] | None) -> list[pl.Series]:
    """Return which texts may have blanks around them, or stand for nothing."""
    if strokes is None:
        odd = ~cells.str.contains(PLAIN_TEXT).fill_null(value=unknown)
    else:
        marked = [cells.str.starts_with(sign) for sign in strokes]
        if not unknown:
            marked.append(cells.is_null())
        if not marked:
            return []
        odd = reduce(or_, marked).fill_null(value=False)
    return [odd] if odd.any() else []


def span_of(column: pl.Series) -> Span | None:
    """Return the least and the greatest of a column of whole numbers, if it has any."""
    least, most = column.min(), column.max()
    return (least, most) if isinstance(least, int) and isinstance(most, int) else None


def _may_exceed(span: Span | None, plan: Plan) -> bool:
    values = plan.values
    if values.one_of or values.pattern is not None:
        return True
    if span is None:
        return False
    below = values.min is not None and span[0] < values.min * plan.scale
    return below or (values.max is not None and span[1] > values.max * plan.scale)
