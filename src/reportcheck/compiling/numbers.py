"""Exact arithmetic over columns: fractions of whole numbers whose bounds are known beforehand."""

from __future__ import annotations

import math
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import Final

import polars as pl

from reportcheck.classes import dataclass
from reportcheck.compiling.columns import Undecidable
from reportcheck.number import LONGEST, Exact

_NARROW, _WIDE = 2**63 - 1, 2**127 - 1


@dataclass(frozen=True, slots=True)
class Whole:
    """A column of whole numbers, none further from zero than ``bound``, or one constant."""

    bound: int
    column: pl.Expr | None = None
    wide: bool = False

    constant: int | None = None

    def expression(self, *, wide: bool) -> pl.Expr:
        """Return the numbers as an expression, of 128 bits or of 64."""
        kind = pl.Int128 if wide else pl.Int64
        if self.column is None:
            return pl.lit(self.constant, dtype=kind)
        return self.column.cast(kind) if wide != self.wide else self.column


def whole(value: int) -> Whole:
    """Return a constant."""
    return Whole(abs(value), constant=value)


def _width(*bounds: int) -> bool:
    """Tell whether 128 bits are needed; what not even these hold cannot be decided here."""
    most = max(bounds)
    if most > _WIDE:
        raise Undecidable("too-wide")
    return most > _NARROW


def _pair(one: Whole, other: Whole, bound: int) -> tuple[pl.Expr, pl.Expr, bool]:
    wide = _width(one.bound, other.bound, bound)
    return one.expression(wide=wide), other.expression(wide=wide), wide


def times(one: Whole, other: Whole) -> Whole:
    """Return the product."""
    bound = one.bound * other.bound
    if one.constant is not None and other.constant is not None:
        return whole(one.constant * other.constant)
    if one.constant == 1:
        return other
    if other.constant == 1:
        return one
    left, right, wide = _pair(one, other, bound)
    return Whole(bound, left * right, wide)


def plus(one: Whole, other: Whole) -> Whole:
    """Return the sum."""
    if one.constant is not None and other.constant is not None:
        return whole(one.constant + other.constant)
    if one.constant == 0:
        return other
    if other.constant == 0:
        return one
    bound = one.bound + other.bound
    left, right, wide = _pair(one, other, bound)
    return Whole(bound, left + right, wide)


def magnitude(one: Whole) -> Whole:
    """Return the distance from zero."""
    if one.constant is not None:
        return whole(abs(one.constant))
    wide = _width(one.bound)
    return Whole(one.bound, one.expression(wide=wide).abs(), wide)


def _sign(one: Whole) -> Whole:
    if one.constant is not None:
        return whole((one.constant > 0) - (one.constant < 0))
    wide = _width(one.bound)
    return Whole(1, one.expression(wide=wide).sign(), wide)


@dataclass(frozen=True, slots=True)
class Ratio:
    """``top / bottom``, the bottom above zero; null where the value is not known."""

    top: Whole
    bottom: Whole


def ratio(value: Exact) -> Ratio:
    """Return a constant."""
    fraction = Fraction(value)
    return Ratio(whole(fraction.numerator), whole(fraction.denominator))


def negative(one: Ratio) -> Ratio:
    """Return the number with the other sign."""
    return Ratio(times(one.top, whole(-1)), one.bottom)


def level(one: Ratio, other: Ratio) -> tuple[Whole, Whole, Whole]:
    """Return two tops over one bottom, and that bottom."""
    if one.bottom.constant is not None and other.bottom.constant is not None:
        common = math.lcm(one.bottom.constant, other.bottom.constant)
        left = times(one.top, whole(common // one.bottom.constant))
        right = times(other.top, whole(common // other.bottom.constant))
        return left, right, whole(common)
    return (
        times(one.top, other.bottom),
        times(other.top, one.bottom),
        times(one.bottom, other.bottom),
    )


def add(one: Ratio, other: Ratio) -> Ratio:
    """Return the sum."""
    left, right, bottom = level(one, other)
    return Ratio(plus(left, right), bottom)


def multiply(one: Ratio, other: Ratio) -> Ratio:
    """Return the product."""
    return Ratio(times(one.top, other.top), times(one.bottom, other.bottom))


def divide(one: Ratio, other: Ratio) -> Ratio:
    """Return the quotient, null where the divisor is zero."""
    divisor = other.top
    if divisor.constant == 0:
        return Ratio(Whole(0, pl.lit(None, dtype=pl.Int64)), whole(1))
    top = times(times(one.top, other.bottom), _sign(divisor))
    bottom = times(one.bottom, magnitude(divisor))
    if bottom.column is not None:
        filled = pl.when(bottom.column != 0).then(bottom.column)
        bottom = Whole(bottom.bound, filled, bottom.wide)
    return Ratio(top, bottom)


def absolute(one: Ratio) -> Ratio:
    """Return the distance from zero."""
    return Ratio(magnitude(one.top), one.bottom)


def chosen(one: Ratio, other: Ratio, *, least: bool) -> Ratio:
    """Return the lesser or the greater of two, null where either is."""
    left, right, bottom = level(one, other)
    bound = max(left.bound, right.bound)
    low, high, wide = _pair(left, right, bound)
    first = related("<=" if least else ">=", low, high)
    picked = pl.when(first).then(low).when(~first).then(high)
    return Ratio(Whole(bound, picked, wide), bottom)


def rounded(one: Ratio, places: int) -> Ratio:
    """Return the number rounded to decimal places, halves away from zero."""
    if abs(places) > LONGEST:
        raise Undecidable("too-many-places")
    power = whole(10 ** abs(places))
    top = times(magnitude(one.top), power) if places >= 0 else magnitude(one.top)
    bottom = one.bottom if places >= 0 else times(one.bottom, power)
    doubled, divisor = plus(times(top, whole(2)), bottom), times(bottom, whole(2))
    over, under, wide = _pair(doubled, divisor, doubled.bound)
    most = top.bound // (bottom.constant or 1) + 1
    units = times(Whole(most, over // under, wide), _sign(one.top))
    if places >= 0:
        return Ratio(units, power)
    return Ratio(times(units, power), whole(1))


def compared(operator: str, one: Ratio, other: Ratio) -> pl.Expr:
    """Return whether a relation such as ``<=`` holds, null where either number is unknown."""
    left, right, _ = level(one, other)
    low, high, _ = _pair(left, right, 0)
    return related(operator, low, high)


_RELATIONS: Final = {
    "=": (eq, "="), "!=": (ne, "!="), "<=": (le, ">="), "<": (lt, ">"), ">=": (ge, "<="),
    ">": (gt, "<"),
}  # fmt: skip
"""By relation, the function for it, and the relation of the other side to the one."""


def related(operator: str, one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Return whether a relation holds between two columns.

    What names no column stands on the right: on the left of a column without any value it makes
    Polars 2.1 return a single row for all.
    """
    function, turned = _RELATIONS[operator]
    if not one.meta.root_names():
        function, one, other = _RELATIONS[turned][0], other, one
    found: pl.Expr = function(one, other)
    return found
