"""Formulas as arithmetic over a row of whole numbers, where that is all they are.

Sums and comparisons of sums become sums of whole numbers: every value is held in units of the last
place that any value of the row has, so nothing is rounded. Other formulas go by exact fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction
from math import lcm
from operator import eq, ge, gt, itemgetter, le, lt, mul, ne
from typing import Any, Final, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.form import Slot
from reportcheck.formula import (
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
    own,
)
from reportcheck.interpreting.bounds import change_of, judged, settings
from reportcheck.interpreting.functions import filled, round_half_away
from reportcheck.interpreting.outcomes import Outcome, magnitude
from reportcheck.interpreting.trees import Scene, key_of, rounding_room
from reportcheck.number import LONGEST, Exact, State
from reportcheck.rule import Missing

Numbers: TypeAlias = Sequence[int]
Position: TypeAlias = tuple[Slot, int]
"""A slot, and how many periods before the submission is whose slot it is."""
Condition: TypeAlias = Callable[[Numbers], bool]
Value: TypeAlias = Callable[[Numbers], Exact]


class NoPlanError(Exception):
    """A formula, or what it comes to for these numbers, is not plain enough to be told here."""


@dataclass(frozen=True, slots=True)
class Linear:
    """What is a sum: by the position of each number what it is multiplied by, and a constant."""

    factors: Mapping[int, Exact]
    constant: Exact = 0

    def plus(self, other: Linear, by: Exact = 1) -> Linear:
        """Return this and the other, multiplied, together."""
        factors = dict(self.factors)
        for position, factor in other.factors.items():
            factors[position] = factors.get(position, 0) + factor * by
        kept = {position: factor for position, factor in factors.items() if factor}
        return Linear(kept, self.constant + other.constant * by)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes functions of numbers out of formulas: at one place, in units of one ``scale``."""

    scene: Scene
    positions: Mapping[Position, int]
    scale: int
    totals: Mapping[object, int] = field(default_factory=dict)
    """The positions of what roll-ups come to, by what is asked."""

    def condition(self, node: Node) -> Condition:
        """Return a function that tells whether a condition holds."""
        match node:
            case Compare():
                return self._compared(node)
            case Logic(operator, operands):
                parts = [self.condition(each) for each in operands]
                if operator == "and":
                    return lambda numbers: all(part(numbers) for part in parts)
                return lambda numbers: any(part(numbers) for part in parts)
            case Not(operand):
                inner = self.condition(operand)
                return lambda numbers: not inner(numbers)
            case If(on, consequence):
                given = replace(self, scene=self.scene.strictly()).condition(on)
                required = self.condition(consequence)
                return lambda numbers: not given(numbers) or required(numbers)
            case Call("one_of", (subject, ListOf(items))):
                value = _function(self.value(subject), self.scale)
                listed = {each.value for each in items if isinstance(each, Number)}
                if len(listed) < len(items):
                    raise NoPlanError
                return lambda numbers: value(numbers) in listed
            case Call("required_if", (subject, on)):
                there = self._is_filled(subject)
                asked = replace(self, scene=self.scene.strictly()).condition(on)
                return lambda numbers: there or not asked(numbers)
            case Call("within_hb"):
                return self._within(node)
            case Call("filled" | "blank" | "at_least_one" | "all_or_none", cells):
                known = _of_filling(node.function, [self._is_filled(each) for each in cells])
                return lambda _: known
        raise NoPlanError

    def _within(self, call: Call) -> Condition:
        bounds = self.scene.bounds(call)
        now, before = (self.function(each) for each in call.arguments[:2])
        size = settings(call)[0]

        def holds(numbers: Numbers) -> bool:
            change = change_of(Outcome(now(numbers)), Outcome(before(numbers)))
            held = judged(change, bounds, size).value
            if not isinstance(held, bool):
                raise NoPlanError
            return held

        return holds

    def _is_filled(self, node: Node) -> bool:
        """Whether something stands in a cell, which is the same for all that this is made for."""
        held = filled(self.scene, node).value if isinstance(node, Cell) else None
        if not isinstance(held, bool):
            raise NoPlanError
        return held

    def function(self, node: Node) -> Value:
        """Return a function that works out what a formula comes to."""
        return _function(self.value(node), self.scale)

    def value(self, node: Node) -> Linear | Value:
        """Return what a formula comes to: a sum, or a function that works it out."""
        match node:
            case Cell():
                return self._cell(node)
            case Number(value):
                return Linear({}, value)
            case Negative(operand):
                return self._added(Linear({}), operand, -1)
            case Binary("+", left, right):
                return self._added(self.value(left), right, 1)
            case Binary("-", left, right):
                return self._added(self.value(left), right, -1)
            case Binary("*", left, right):
                return self._multiplied(self.value(left), self.value(right))
            case Binary("/", left, right):
                return self._divided(self.value(left), self.value(right))
            case Call():
                return self._called(node)
            case Rollup() if (key := key_of(node, self.scene.place)) in self.totals:
                return Linear({self.totals[key]: 1})
        raise NoPlanError

    def _cell(self, cell: Cell) -> Linear:
        sight = self.scene.see(cell)
        if sight.lack is not None:
            raise NoPlanError
        if sight.reading.state is not State.VALUE:
            if sight.value != 0 or self.scene.missing is Missing.USE_COMPUTED:
                raise NoPlanError  # what is computed is not the same in every file
            return Linear({}, 0)  # an empty cell that stands for zero
        at = sight.cell
        position = self.positions.get((Slot(at.table, at.row, at.column), at.period))
        if position is None:
            raise NoPlanError
        return Linear({position: 1})

    def _added(self, one: Linear | Value, node: Node, by: int) -> Linear | Value:
        other = self.value(node)
        if isinstance(one, Linear) and isinstance(other, Linear):
            return one.plus(other, by)
        first, second = _function(one, self.scale), _function(other, self.scale)
        return lambda numbers: first(numbers) + by * second(numbers)

    def _multiplied(self, one: Linear | Value, other: Linear | Value) -> Linear | Value:
        for factor, held in ((one, other), (other, one)):
            if isinstance(factor, Linear) and not factor.factors and isinstance(held, Linear):
                return Linear({}).plus(held, factor.constant)
        first, second = _function(one, self.scale), _function(other, self.scale)
        return lambda numbers: first(numbers) * second(numbers)

    def _divided(self, one: Linear | Value, other: Linear | Value) -> Linear | Value:
        if isinstance(one, Linear) and isinstance(other, Linear) and not other.factors:
            if other.constant == 0:
                raise NoPlanError
            return Linear({}).plus(one, 1 / Fraction(other.constant))
        first, second = _function(one, self.scale), _function(other, self.scale)

        def quotient(numbers: Numbers) -> Exact:
            divisor = second(numbers)
            if divisor == 0:
                raise NoPlanError
            return Fraction(first(numbers)) / divisor

        return quotient

    def _called(self, call: Call) -> Linear | Value:
        match call:
            case Call("sum" | "mean" | "min" | "max" as function, arguments):
                held = [each for each in arguments if not self._is_absent(each)]
                return self._together(function, [self.value(each) for each in held])
            case Call("count", arguments):
                held = [each for each in arguments if not self._is_absent(each)]
                return Linear({}, sum([self._is_filled(each) for each in held]))
            case Call("abs", (argument,)):
                inner = _function(self.value(argument), self.scale)
                return lambda numbers: magnitude(inner(numbers))
            case Call("round", (argument, *more)):
                places = more[0].value if more and isinstance(more[0], Number) else 0
                if not isinstance(places, int) or abs(places) > LONGEST or len(more) > 1:
                    raise NoPlanError
                if more and not isinstance(more[0], Number):
                    raise NoPlanError
                rounded = _function(self.value(argument), self.scale)
                return lambda numbers: round_half_away(rounded(numbers), places)
        raise NoPlanError

    def _together(self, function: str, values: list[Linear | Value]) -> Linear | Value:
        if function in {"sum", "mean"}:
            total: Linear | Value = Linear({})
            for each in values:
                if not isinstance(total, Linear) or not isinstance(each, Linear):
                    raise NoPlanError
                total = total.plus(each)
            if function == "sum":
                return total
            return self._divided(total, Linear({}, len(values)))
        if not values:
            raise NoPlanError
        functions = [_function(each, self.scale) for each in values]
        chosen: Callable[[list[Exact]], Exact] = min if function == "min" else max
        return lambda numbers: chosen([each(numbers) for each in functions])

    def _is_absent(self, node: Node) -> bool:
        return isinstance(node, Cell) and self.scene.see(node).absent

    def _compared(self, node: Compare) -> Condition:
        left, right = self.value(node.left), self.value(node.right)
        tolerance = self.scene.tolerance
        room: Exact = 0
        if tolerance.kind == "absolute":
            room = tolerance.amount
        elif tolerance.kind == "rounding":
            if any(isinstance(each, Rollup) for each in own(node)):
                raise NoPlanError  # it widens with the number of agencies
            room = rounding_room(node, self.scene)
        exact = tolerance.kind == "exact"
        if isinstance(left, Linear) and isinstance(right, Linear) and tolerance.kind != "percent":
            return _linear(node.operator, left.plus(right, -1), room, self.scale, exact=exact)
        first, second = _function(left, self.scale), _function(right, self.scale)
        share: Exact = tolerance.amount if tolerance.kind == "percent" else 0

        def holds(numbers: Numbers) -> bool:
            other = second(numbers)
            gap = first(numbers) - other
            return _ends(node.operator, gap, room + share * magnitude(other), exact=exact)

        return holds


def _of_filling(function: str, filled_ones: Sequence[bool]) -> bool:
    match function:
        case "blank":
            return not filled_ones[0]
        case "all_or_none":
            return all(filled_ones) or not any(filled_ones)
        case _:
            return any(filled_ones)


_EXACT_ENDS: Final[Mapping[str, Callable[[Exact], bool]]] = {
    "=": lambda gap: gap == 0,
    "!=": lambda gap: gap != 0,
    "<=": lambda gap: gap <= 0,
    "<": lambda gap: gap < 0,
    ">=": lambda gap: gap >= 0,
    ">": lambda gap: gap > 0,
}


def _ends(operator: str, gap: Exact, room: Exact, *, exact: bool) -> bool:
    """Return how a comparison ends whose sides are so far apart; see outcomes.compared."""
    if exact:
        return _EXACT_ENDS[operator](gap)
    match operator:
        case "=":
            return -room <= gap <= room
        case "!=":
            return not -room <= gap <= room
        case "<=":
            return gap <= room
        case "<":
            return gap < room
        case ">=":
            return -gap <= room
        case _:
            return -gap < room


def _linear(operator: str, gap: Linear, room: Exact, scale: int, *, exact: bool) -> Condition:
    """Return whether a sum ends as wanted, worked out in whole numbers alone."""
    parts = (*gap.factors.values(), gap.constant * scale, room * scale)
    whole = lcm(*(Fraction(each).denominator for each in parts))
    factors = {position: int(factor * whole) for position, factor in gap.factors.items()}
    constant, width = int(gap.constant * scale * whole), int(room * scale * whole)
    if not constant and exact and {*factors.values()} <= {1, -1}:
        return _balance(operator, factors)
    total = _total(factors)
    return lambda numbers: _ends(operator, total(numbers) + constant, width, exact=exact)


_COMPARE: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "=": eq, "!=": ne, "<=": le, "<": lt, ">=": ge, ">": gt,
}  # fmt: skip


def _balance(operator: str, factors: Mapping[int, int]) -> Condition:
    one = [position for position, factor in factors.items() if factor > 0]
    other = [position for position, factor in factors.items() if factor < 0]
    if operator == "=" and len(one) == 1 and len(other) > 1:  # a total, as most rules are
        total, parts = one[0], itemgetter(*other)
        return lambda numbers: numbers[total] == sum(parts(numbers))
    left, right = _sum(one), _sum(other)
    compare = _COMPARE[operator]
    return lambda numbers: compare(left(numbers), right(numbers))


def _sum(positions: Sequence[int]) -> Callable[[Numbers], int]:
    if not positions:
        return lambda _: 0
    pick: Callable[[Numbers], Any] = itemgetter(*positions)
    return pick if len(positions) == 1 else lambda numbers: sum(pick(numbers))


def _total(factors: Mapping[int, int]) -> Callable[[Numbers], int]:
    positions, weights = tuple(factors), tuple(factors.values())
    return lambda numbers: sum(map(mul, weights, [numbers[position] for position in positions]))


def _function(value: Linear | Value, scale: int) -> Value:
    """Return the function that works a sum out, as an exact number."""
    if not isinstance(value, Linear):
        return value
    factors, constant = value.factors, value.constant
    if all(isinstance(each, int) for each in (*factors.values(), constant)):
        total, more = _total({each: int(factor) for each, factor in factors.items()}), int(constant)
        if scale == 1:
            return lambda numbers: total(numbers) + more
        return lambda numbers: Fraction(total(numbers) + more * scale, scale)

    def worked_out(numbers: Numbers) -> Exact:
        terms = [factor * numbers[position] for position, factor in factors.items()]
        return Fraction(sum(terms)) / scale + constant

    return worked_out
