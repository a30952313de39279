"""What a compiled formula stands on: the columns of a frame, one for every cell it names."""

from __future__ import annotations

from typing import Literal, Protocol, TypeAlias

import polars as pl

from reportcheck.classes import dataclass
from reportcheck.formula import Aggregate, Cell
from reportcheck.number import Exact

ColumnKind: TypeAlias = Literal["number", "text", "date"]


class Undecidable(Exception):
    """A formula that cannot be decided over columns; the interpreter has to."""


@dataclass(frozen=True, slots=True)
class Column:
    """The values that a cell of a formula has, one a row; null where the value is not known.

    A number stands as a whole number, ``scale`` times its value, at most ``bound`` from zero.
    ``filled`` tells whether something stands there, null where it cannot be read. ``odd`` marks
    rows whose value does not fit the column, ``absent`` those of optional items that are not there.
    """

    kind: ColumnKind
    values: pl.Expr
    filled: pl.Expr
    scale: int = 1
    bound: int = 0
    odd: pl.Expr | None = None
    absent: pl.Expr | None = None


class Frame(Protocol):
    """Gives a column for every cell, and for every aggregate, that a formula names."""

    def column(self, node: Cell | Aggregate, /) -> Column:
        """Return the column of a cell or aggregate, or raise Undecidable."""

    def placed(self, cell: Cell, /) -> Cell:
        """Return a cell with what each instance is about put in."""

    def half_unit(self, cell: Cell, /) -> Exact:
        """Return half a unit of the last place that a cell declares."""
