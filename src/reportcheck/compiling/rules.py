"""A rule, or an aggregate, node by node, as expressions over the columns of a frame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from operator import and_, or_
from typing import Final

import polars as pl

from reportcheck.classes import dataclass
from reportcheck.compiling.columns import Column, Frame, Undecidable
from reportcheck.compiling.numbers import (
    Ratio,
    Whole,
    absolute,
    add,
    chosen,
    compared,
    divide,
    multiply,
    negative,
    ratio,
    related,
    rounded,
    whole,
)
from reportcheck.compiling.patterns import rust_pattern
from reportcheck.compiling.standing import Standing
from reportcheck.formula import (
    Aggregate,
    Binary,
    Call,
    Cell,
    Compare,
    If,
    ListOf,
    Logic,
    Negative,
    Node,
    Not,
    Number,
    Rollup,
    Text,
    condition_of,
    mapped,
)
from reportcheck.linear import coefficients
from reportcheck.number import trim
from reportcheck.rule import Rule, Tolerance

EXACT: Final = Tolerance()


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule over the rows of a frame: Boolean columns, null where the outcome is unknown.

    ``met``: whether the rule requires anything of the row. ``undecided`` is true where only the
    interpreter can tell, and then the others mean nothing. ``atoms`` are the conditions that the
    rule is made of, by which it depends on values.
    """

    check: pl.Expr
    where: pl.Expr
    met: pl.Expr
    undecided: pl.Expr
    atoms: tuple[pl.Expr, ...] = ()


def compile_rule(rule: Rule, frame: Frame) -> Compiled:
    """Return a rule, its cells bound to the place it is about, over a frame, or raise Undecidable.

    ``where`` is true where the rule has none.
    """
    tree = _Tree(frame, Standing.of(rule, frame))
    where = pl.lit(value=True)
    if rule.where is not None:
        where = tree.condition(rule.where, EXACT)
    met = pl.lit(value=True)
    on = condition_of(rule.check)
    if on is not None:
        met = tree.condition(on, EXACT)
    check = tree.condition(rule.check, rule.tolerance)
    standing = tree.standing
    if standing is not None:
        where &= ~standing.skipped
        return Compiled(check, where, met, tree.undecided | standing.doubtful, tuple(tree.atoms))
    return Compiled(check, where, met, tree.undecided, tuple(tree.atoms))


def compile_condition(node: Node, frame: Frame) -> Compiled:
    """Return a bare condition over a frame, or raise Undecidable."""
    tree = _Tree(frame)
    check = tree.condition(node, EXACT)
    return Compiled(check, pl.lit(value=True), pl.lit(value=True), tree.undecided)


@dataclass(frozen=True, slots=True)
class CompiledAggregate:
    """What an aggregate adds up: whole numbers, ``scale`` times the values, of chosen rows."""

    values: pl.Expr
    scale: int
    bound: int
    where: pl.Expr
    undecided: pl.Expr


def compile_aggregate(node: Aggregate, frame: Frame) -> CompiledAggregate:
    """Return the addends of an aggregate over a frame of its records, or raise Undecidable."""
    tree = _Tree(frame)
    where = pl.lit(value=True) if node.where is None else tree.condition(node.where, EXACT)
    if node.value is None:
        values = ratio(1)
    elif node.function == "count":
        values = tree.filled_as_number(node.value)
    else:
        values = tree.number(node.value)
    if values.bottom.constant is None:
        raise Undecidable("divided")
    return CompiledAggregate(
        values.top.expression(wide=True),
        values.bottom.constant,
        values.top.bound,
        where,
        tree.undecided,
    )


class _Tree:
    """Compiles the parts of one rule, and gathers the rows that these cannot decide."""

    def __init__(self, frame: Frame, standing: Standing | None = None) -> None:
        self.frame = frame
        self.standing = standing
        self._deciding = None if standing is None else standing.deciding
        self._standing_in = False
        self._odd: list[pl.Expr] = []
        self.atoms: list[pl.Expr] = []

    @property
    def undecided(self) -> pl.Expr:
        """The rows for which a value was needed that no column can hold."""
        return reduce(or_, self._odd, pl.lit(value=False))

    # Conditions

    def condition(self, node: Node, tolerance: Tolerance) -> pl.Expr:
        """Return a condition as a Boolean column, null where it is unknown."""
        match node:
            case Compare(operator, left, right):
                self._standing_in = node is self._deciding
                compared = self._compared(operator, left, right, tolerance)
                self._standing_in = False
                return self._atom(compared)
            case Logic(operator, operands):
                join = and_ if operator == "and" else or_
                return reduce(join, (self.condition(each, tolerance) for each in operands))
            case Not(operand):
                return ~self.condition(operand, tolerance)
            case If(condition, consequence):
                return ~self.condition(condition, EXACT) | self.condition(consequence, tolerance)
            case Call(function) if function in _CONDITIONS:
                return self._atom(_CONDITIONS[function](self, node))
        raise Undecidable("not-a-condition")

    def _atom(self, condition: pl.Expr) -> pl.Expr:
        self.atoms.append(condition)
        return condition

    def _compared(self, operator: str, left: Node, right: Node, tolerance: Tolerance) -> pl.Expr:
        kinds = {self.kind(left), self.kind(right)}
        if kinds == {"number"}:
            return self._numbers_compared(operator, left, right, tolerance)
        if kinds <= {"text", "date"}:
            one, other = (self.plain(each, dated="date" in kinds) for each in (left, right))
            return related(operator, one, other)
        raise Undecidable("type-mix")

    def kind(self, node: Node) -> str:
        """Return what a side of a comparison is: a number, a text or a date."""
        match node:
            case Text():
                return "text"
            case Cell() | Aggregate():
                return self.frame.column(node).kind
        return "number"

    def plain(self, node: Node, *, dated: bool) -> pl.Expr:
        """Return a text or a date as a column."""
        match node:
            case Text(text) if dated:
                try:
                    return pl.lit(dt.date.fromisoformat(trim(text)))
                except ValueError:
                    raise Undecidable("type-mix") from None
            case Text(text):
                return pl.lit(trim(text))
            case Cell():
                column = self._column(node)
                if dated and column.kind == "text":
                    raise Undecidable("type-mix")
                return column.values
        raise Undecidable("type-mix")

    def _numbers_compared(
        self, operator: str, left: Node, right: Node, tolerance: Tolerance
    ) -> pl.Expr:
        one, other = self.number(left), self.number(right)
        if tolerance.kind == "exact":
            return compared(operator, one, other)
        if tolerance.kind == "absolute":
            room = ratio(tolerance.amount)
        elif tolerance.kind == "percent":
            room = multiply(ratio(tolerance.amount), absolute(other))
        else:
            room = ratio(self._rounding(left, right))
        gap = add(one, negative(other))
        match operator:
            case "=":
                return compared("<=", absolute(gap), room)
            case "!=":
                return compared(">", absolute(gap), room)
            case "<=" | "<":
                return compared(operator, gap, room)
            case _:
                return compared("<=" if operator == ">=" else "<", negative(gap), room)

    def _rounding(self, left: Node, right: Node) -> Fraction:
        whole_of_it = mapped(
            Binary("-", left, right),
            lambda each: self.frame.placed(each) if isinstance(each, Cell) else each,
        )
        terms = coefficients(whole_of_it) or {}
        room = Fraction(0)
        for term, factor in terms.items():
            if isinstance(term, Aggregate | Rollup):
                raise Undecidable("rounded-aggregate")
            if term is not None:
                column = self.frame.column(term)
                if column.absent is not None:
                    self._odd.append(column.absent)
                room += abs(Fraction(factor)) * self.frame.half_unit(term)
        return room

    # Numbers

    def number(self, node: Node) -> Ratio:
        """Return an arithmetic formula as a column of fractions."""
        match node:
            case Number(value):
                return ratio(value)
            case Cell() | Aggregate():
                return _ratio_of(self._column(node))
            case Negative(operand):
                return negative(self.number(operand))
            case Binary(operator, left, right):
                one, other = self.number(left), self.number(right)
                return _ARITHMETIC[operator](one, other)
            case Call(("sum" | "count" | "min" | "max" | "mean"), _):
                return self._of_several(node)
            case Call("abs", (operand,)):
                return absolute(self.number(operand))
            case Call("round", (operand,)):
                return rounded(self.number(operand), 0)
            case Call("round", (operand, Number(int(places)))):
                return rounded(self.number(operand), places)
        raise Undecidable("not-a-number")

    def _of_several(self, node: Call) -> Ratio:
        if not node.arguments:
            raise Undecidable("nothing-to-add")
        if node.function == "count":
            return reduce(add, (self.filled_as_number(each) for each in node.arguments))
        if node.function == "sum":
            return reduce(add, (self._addend(each) for each in node.arguments))
        for each in node.arguments:
            self._present(each)
        numbers = [self.number(each) for each in node.arguments]
        if node.function == "mean":
            return divide(reduce(add, numbers), ratio(len(numbers)))
        least = node.function == "min"
        return reduce(lambda one, other: chosen(one, other, least=least), numbers)

    def _addend(self, node: Node) -> Ratio:
        """Return a number to add, nothing where an optional item is absent."""
        if isinstance(node, Cell):
            column = self._column(node)
            if column.absent is not None:
                values = pl.when(column.absent).then(0).otherwise(column.values)
                return Ratio(Whole(column.bound, values), whole(column.scale))
        return self.number(node)

    def filled_as_number(self, node: Node) -> Ratio:
        """Return 1 where something stands in a cell, else 0; null where it cannot be read."""
        self._present(node)
        return Ratio(Whole(1, self.filled(node).cast(pl.Int64)), whole(1))

    def _present(self, node: Node) -> None:
        """Leave rows to the interpreter in which an optional item is absent from a function."""
        if isinstance(node, Cell):
            absent = self.frame.column(node).absent
            if absent is not None:
                self._odd.append(absent)

    def _column(self, node: Cell | Aggregate) -> Column:
        column = self.frame.column(node)
        if column.odd is not None:
            self._odd.append(column.odd)
        if self._standing_in and self.standing is not None and isinstance(node, Cell):
            return self.standing.filled_up(column)
        return column

    # Functions

    def filled(self, node: Node) -> pl.Expr:
        """Return whether something stands in a cell."""
        if isinstance(node, Cell):
            return self.frame.column(node).filled
        raise Undecidable("not-a-cell")

    def matches(self, node: Call) -> pl.Expr:
        subject, pattern = node.arguments
        written = rust_pattern(pattern.value) if isinstance(pattern, Text) else None
        if written is None:
            raise Undecidable("pattern")
        return self._text(subject).str.contains(written)

    def _text(self, node: Node) -> pl.Expr:
        if self.kind(node) != "text":
            raise Undecidable("type-mix")
        return self.plain(node, dated=False)

    def one_of(self, node: Call) -> pl.Expr:
        subject, listed = node.arguments
        if not isinstance(listed, ListOf):
            raise Undecidable("type-mix")
        return reduce(or_, (self._compared("=", subject, one, EXACT) for one in listed.items))

    def all_or_none(self, node: Call) -> pl.Expr:
        held = [self.filled(each) for each in node.arguments]
        return reduce(and_, held) | ~reduce(or_, held)

    def at_least_one(self, node: Call) -> pl.Expr:
        return reduce(or_, (self.filled(each) for each in node.arguments))

    def required_if(self, node: Call) -> pl.Expr:
        subject, condition = node.arguments
        return ~self.condition(condition, EXACT) | self.filled(subject)

    def unique(self, node: Call) -> pl.Expr:
        columns = [self._column(each) for each in node.arguments if isinstance(each, Cell)]
        known = reduce(and_, (each.values.is_not_null() for each in columns))
        together = pl.struct(each.values.alias(str(at)) for at, each in enumerate(columns))
        return pl.when(known).then(~together.is_duplicated())


def _ratio_of(column: Column) -> Ratio:
    if column.kind != "number":
        raise Undecidable("type-mix")
    return Ratio(Whole(column.bound, column.values), whole(column.scale))


_ARITHMETIC: Final[dict[str, Callable[[Ratio, Ratio], Ratio]]] = {
    "+": add,
    "-": lambda one, other: add(one, negative(other)),
    "*": multiply,
    "/": divide,
}
_CONDITIONS: Final[dict[str, Callable[[_Tree, Call], pl.Expr]]] = {
    "blank": lambda tree, call: ~tree.filled(call.arguments[0]),
    "filled": lambda tree, call: tree.filled(call.arguments[0]),
    "matches": _Tree.matches,
    "one_of": _Tree.one_of,
    "all_or_none": _Tree.all_or_none,
    "at_least_one": _Tree.at_least_one,
    "required_if": _Tree.required_if,
    "unique": _Tree.unique,
}

Tree = _Tree
