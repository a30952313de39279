"""The columns of a block as rules see them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import polars as pl

from reportcheck.classes import dataclass
from reportcheck.compiling.columns import Column
from reportcheck.evaluating.frames import bound_of, constant, kind_of, lost_column
from reportcheck.form import Table
from reportcheck.formula import EACH, Aggregate, Cell
from reportcheck.interpreting.trees import Scene, half_unit
from reportcheck.streaming.fast import Typed, filled_name
from reportcheck.streaming.plans import Plan
from reportcheck.viewing import Place, View


@dataclass(frozen=True)
class Shape:
    """What compiled formulas depend on: how large the numbers of a block are, and what is filled.

    Bounds are those of as many bits, so that most blocks of a file have the same.
    """

    bounds: tuple[tuple[str, int], ...]
    filled: frozenset[str]


def shape_of(typed: Typed, plans: Mapping[str, Plan]) -> Shape:
    """Return the shape of a block."""
    bounds = [
        (name, (1 << _bound(typed, name, series).bit_length()) - 1)
        for name, series in typed.values.items()
        if plans[name].values.numeric
    ]
    return Shape(tuple(bounds), frozenset(typed.filled))


def _bound(typed: Typed, name: str, series: pl.Series) -> int:
    span = typed.spans.get(name)
    return bound_of(series) if span is None else max(map(abs, span))


class BlockFrame:
    """The sound rows of blocks of a shape; all that is no cell of a record is constant.

    ``view`` is one of the file without records: it knows the aggregates and the columns that lack.
    """

    def __init__(self, view: View, table: Table, plans: Mapping[str, Plan], shape: Shape) -> None:
        self._view = view
        self._table = table
        self._plans = plans
        self._bounds = dict(shape.bounds)
        self._filled = shape.filled
        self._columns: dict[Cell | Aggregate, Column] = {}

    def column(self, node: Cell | Aggregate) -> Column:
        """Return the column of a record's cell, or a constant for whatever else is named."""
        held = self._columns.get(node)
        if held is None:
            own = isinstance(node, Cell) and node.table == self._table.id and node.row == EACH
            if own and isinstance(node, Cell) and not node.period:
                held = self._own(node.column)
            else:
                held = constant(node, Scene(self._view, Place()))
            self._columns[node] = held
        return held

    def _own(self, name: str) -> Column:
        plan = self._plans.get(name)
        if plan is None:
            return lost_column(self._view, self._table, name)
        values = pl.col(name)
        bound = self._bounds.get(name, 0)
        filled = pl.col(filled_name(name)) if name in self._filled else values.is_not_null()
        return Column(kind_of(plan.values), values, filled, plan.scale, bound)

    def placed(self, cell: Cell) -> Cell:
        """Return the cell: among records, nothing is left open but the row."""
        return cell

    def half_unit(self, cell: Cell) -> Fraction:
        """Return half a unit of the last place that a cell declares."""
        return Fraction(half_unit(self._table.values_at(None, cell.column)))
