"""Aggregates over all records of a big file, added up block by block, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from fractions import Fraction
from functools import partial
from typing import Final, cast

import polars as pl

from reportcheck.classes import dataclass
from reportcheck.compiling import Undecidable, compile_aggregate
from reportcheck.compiling.columns import Frame
from reportcheck.finding import Cause
from reportcheck.form import Form
from reportcheck.formula import EACH, Aggregate, Cell, Node, mapped, walk
from reportcheck.interpreting.outcomes import Outcome, magnitude, number, unknown, whole
from reportcheck.interpreting.trees import Scene, addends, of_this_period, place_column
from reportcheck.number import Exact
from reportcheck.rule import Rule
from reportcheck.streaming.ledger import MOST_CAUSES
from reportcheck.viewing import Lack, Place, View

_ROOM: Final = 2**80
"""Larger addends are left to the interpreter: the rows of a block have to fit in 128 bits."""


def aggregates_of(rules: Sequence[Rule], form: Form) -> tuple[Aggregate, ...]:
    """Return the aggregates that rules name, each as every instance of a rule places it."""
    found: dict[Aggregate, None] = {}
    for rule in rules:
        for node in _nodes(rule):
            if isinstance(node, Aggregate):
                about = any(isinstance(each, Cell) and each.column == EACH for each in walk(node))
                for each in rule.instances(form) if about else (None,):
                    placed = mapped(node, partial(place_column, item=Place.of(each).item))
                    found[cast("Aggregate", placed)] = None
    return tuple(found)


def names_aggregates(rule: Rule) -> bool:
    """Tell whether a rule names what all records together come to."""
    return any(isinstance(node, Aggregate) for node in _nodes(rule))


def _nodes(rule: Rule) -> Iterator[Node]:
    for part in (rule.check, rule.where):
        if part is not None:
            yield from walk(part)


@dataclass
class Running:
    """What an aggregate has come to so far."""

    node: Aggregate
    count: int = 0
    total: Exact = 0
    weight: Exact = 0
    least: Exact | None = None
    most: Exact | None = None
    heaviest: Exact = 0
    noisy: bool = False
    lacks: dict[Lack, None] = field(default_factory=dict)

    @property
    def here(self) -> Aggregate:
        """The aggregate as the file itself names it."""
        return cast("Aggregate", mapped(self.node, of_this_period))

    def expressions(self, frame: Frame) -> tuple[pl.Expr, pl.Expr, int]:
        """Return which rows are clear, what each adds, null for nothing, and the scale of that."""
        compiled = compile_aggregate(self.here, frame)
        if compiled.bound >= _ROOM:
            raise Undecidable("too-wide")
        inside = (compiled.where & compiled.values.is_not_null()).fill_null(value=False)
        gone = (~compiled.where).fill_null(value=False)
        values = pl.when(inside).then(compiled.values)
        return (inside | gone) & ~compiled.undecided, values, compiled.scale

    def add_block(self, values: pl.Series, scale: int) -> None:
        """Take in whole numbers, null where a row adds nothing."""
        values = values.drop_nulls()
        if not len(values):
            return
        sizes = values.abs()

        def exactly(value: object) -> Exact:
            if not isinstance(value, int):
                raise TypeError(values.dtype)
            return whole(Fraction(value, scale))

        self._add(
            len(values), exactly(values.sum()), exactly(sizes.sum()),
            (exactly(values.min()), exactly(values.max()), exactly(sizes.max())),
        )  # fmt: skip

    def add_rows(self, view: View) -> None:
        """Take in the records of a view, exactly."""
        found, open_ones = addends(
            self.here, Scene(view, Place()), view.plain_records(self.node.table)
        )
        for each in found:
            value = number(each)
            self._add(1, value, each.weight, (value, value, each.weight))
            self.noisy = self.noisy or each.noisy
        for lack in unknown(*open_ones).lacks:
            if len(self.lacks) < MOST_CAUSES:
                self.lacks[lack] = None

    def _add(
        self, count: int, total: Exact, weight: Exact, ends: tuple[Exact, Exact, Exact]
    ) -> None:
        least, most, heaviest = ends
        self.count += count
        self.total = whole(Fraction(self.total) + total)
        self.weight = whole(Fraction(self.weight) + weight)
        self.least = least if self.least is None else min(self.least, least)
        self.most = most if self.most is None else max(self.most, most)
        self.heaviest = max(self.heaviest, magnitude(heaviest))

    def outcome(self) -> Outcome:
        """Return what the aggregate comes to."""
        if self.lacks:
            return Outcome(None, tuple(self.lacks))
        function = self.node.function
        if function in {"sum", "count"}:
            return Outcome(self.total, (), self.weight, self.noisy)
        if not self.count or self.least is None or self.most is None:
            return Outcome(None, (Lack("missing-row", Cause("missing-row")),))
        if function == "mean":
            mean = Fraction(self.total) / self.count
            return Outcome(whole(mean), (), Fraction(self.weight) / self.count, self.noisy)
        chosen = self.least if function == "min" else self.most
        return Outcome(chosen, (), self.heaviest, self.noisy)
