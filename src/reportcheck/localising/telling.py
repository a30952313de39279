"""A number of the system as the cell that it is."""

from __future__ import annotations

from fractions import Fraction

from reportcheck.formula import EACH, Cell
from reportcheck.localising.spots import Scaled
from reportcheck.mending import Change
from reportcheck.number import spell
from reportcheck.viewing import View


def change_of(whole: Scaled, view: View, index: int, to: int | Fraction | str | None) -> Change:
    """Return a number of the system as a cell to change, in the words of the file and the form."""
    spot = whole.spots[index]
    figure = spot.figure
    if isinstance(to, int | Fraction):
        value = Fraction(to) / whole.scale
        to = spell(value.numerator if value.denominator == 1 else value)
    row = EACH if figure.record is not None else figure.row
    labels = view.labels(Cell(figure.table, row, figure.column), figure.record)
    return Change(
        figure.table,
        figure.row,
        figure.column,
        spot.at,
        spell(spot.value) if isinstance(spot.value, int | Fraction) else spot.value,
        spot.shown,
        to,
        *labels,
        open=spot.value is None,
    )
