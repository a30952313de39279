"""Both sides of the comparison that a rule comes to, over the rows of a frame, as they are told."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol, TypeAlias

import polars as pl

from reportcheck.classes import dataclass
from reportcheck.compiling.columns import Frame, Undecidable
from reportcheck.compiling.rules import Tree
from reportcheck.formula import Node, decisive_comparison
from reportcheck.number import spell
from reportcheck.rule import Missing, Rule

Told: TypeAlias = tuple[str | None, str | None, str | None]
"""The left side, the right side and the difference, where they are known."""


class Rows(Protocol):
    """Works out expressions over rows that are numbered."""

    def select(self, *expressions: pl.Expr) -> pl.DataFrame:
        """Return the expressions, the number of the row first."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The parts of the two sides: of a number the top and the bottom, of a text itself alone."""

    left: tuple[pl.Expr, ...] = ()
    right: tuple[pl.Expr, ...] = ()

    def of(self, rows: Rows, records: Sequence[int]) -> list[Told]:
        """Return what is compared in some rows, in their order."""
        if not self.left:
            return [(None, None, None)] * len(records)
        left = [each.alias(f"left {at}") for at, each in enumerate(self.left)]
        right = [each.alias(f"right {at}") for at, each in enumerate(self.right)]
        found = rows.select(*left, *right)
        number = found.columns[0]
        chosen = found.filter(pl.col(number).is_in(list(records)))
        width = len(left)
        return [_told(row[1 : 1 + width], row[1 + width :]) for row in chosen.iter_rows()]


def compile_sides(rule: Rule, frame: Frame) -> Sides | None:
    """Return the sides of a rule over a frame, none where it compares nothing, or None."""
    deciding = decisive_comparison(rule.check)
    if deciding is None:
        return Sides()
    if rule.missing is not Missing.STRICT:
        return None  # what stands in for a cell is told with the cell
    tree = Tree(frame)
    try:
        return Sides(_parts(tree, deciding.left), _parts(tree, deciding.right))
    except Undecidable:
        return None


def _parts(tree: Tree, node: Node) -> tuple[pl.Expr, ...]:
    if tree.kind(node) != "number":
        return (tree.plain(node, dated=tree.kind(node) == "date"),)
    ratio = tree.number(node)
    return ratio.top.expression(wide=True), ratio.bottom.expression(wide=True)


def _told(left: tuple[object, ...], right: tuple[object, ...]) -> Told:
    one, other = _value(left), _value(right)
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return _spelt(one), _spelt(other), spell(_whole(one - other))
    return _spelt(one), _spelt(other), None


def _value(parts: tuple[object, ...]) -> object:
    match parts:
        case (int(top), int(bottom)):
            return Fraction(top, bottom)
        case (value,):
            return value
        case _:
            return None


def _whole(value: Fraction) -> int | Fraction:
    return value.numerator if value.denominator == 1 else value


def _spelt(value: object) -> str | None:
    if value is None:
        return None
    return spell(_whole(value)) if isinstance(value, Fraction) else str(value)
