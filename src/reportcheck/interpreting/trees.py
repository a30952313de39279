"""A formula, node by node, at one place of one submission."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import cast

from reportcheck.below import Below
from reportcheck.classes import dataclass
from reportcheck.finding import Cause
from reportcheck.form import Values
from reportcheck.formula import (
    EACH,
    Aggregate,
    Binary,
    Call,
    Cell,
    Compare,
    If,
    Logic,
    Negative,
    Node,
    Not,
    Number,
    Rollup,
    Text,
    mapped,
)
from reportcheck.interpreting.bounds import at_place
from reportcheck.interpreting.dividing import by_zero
from reportcheck.interpreting.functions import FUNCTIONS, filled
from reportcheck.interpreting.outcomes import (
    Outcome,
    Unjudgeable,
    combined,
    compared,
    implied,
    joined,
    magnitude,
    met,
    negated,
    number,
    seen,
    truth,
    unknown,
    whole,
)
from reportcheck.interpreting.parts import Part, Parts, total_of
from reportcheck.linear import coefficients
from reportcheck.number import Exact, trim
from reportcheck.operands import is_missing, place_computed
from reportcheck.rule import Computation, Missing, Rule, Tolerance
from reportcheck.viewing import Lack, Place, Sight, View, place_cell

EXACT = Tolerance()


@dataclass(frozen=True, slots=True)
class Scene:
    """What every part of a formula is judged by: the cells, the place, and the tolerance."""

    view: View
    place: Place
    tolerance: Tolerance = EXACT
    missing: Missing = Missing.STRICT
    computed_by: tuple[Computation, ...] = ()

    def see(self, cell: Cell) -> Sight:
        """Return what stands in a cell, or what stands in for it where it is missing."""
        sight = self.view.see(cell, self.place)
        if self.missing is Missing.STRICT or sight.lack is None or not is_missing(sight):
            return sight
        if self.missing is Missing.USE_COMPUTED:
            return self._computed(sight)
        if self.missing is Missing.SKIP_IF_ANY or not sight.values.numeric:
            return sight
        return replace(sight, value=0, lack=None)

    def _computed(self, sight: Sight) -> Sight:
        """Return a cell with what the first other rule that can computes for it."""
        for each in self.computed_by:
            place = place_computed(each, sight)
            if place is not None:
                # What is being computed is not computed once more: no way leads in a circle.
                others = tuple(other for other in self.computed_by if other is not each)
                outcome = evaluate(each.value, replace(self, place=place, computed_by=others))
                if isinstance(outcome.value, int | Fraction):
                    reading = replace(sight.reading, noisy=outcome.noisy)
                    return replace(sight, value=outcome.value, lack=None, reading=reading)
        return sight

    def strictly(self) -> Scene:
        """Return this scene for what something depends on: exact, and nothing stands in."""
        return replace(self, tolerance=EXACT, missing=Missing.STRICT)

    def evaluate(self, node: Node) -> Outcome:
        """Return what a part of the formula comes to."""
        return evaluate(node, self)

    def condition(self, node: Node) -> Outcome:
        """Return whether a condition holds, on which something depends: always exactly."""
        return evaluate(node, self.strictly())

    def bounds(self, call: Call) -> object:
        """Return the bounds of what all agencies reported, None where there are none."""
        return self.view.aggregates.get(at_place(call, self.place))

    def twins(self, cells: tuple[Cell, ...]) -> Sequence[int]:
        """Return the records that have the values of this one in these cells, itself included."""
        placed = tuple(place_cell(cell, self.place) for cell in cells)
        values = tuple(value for cell in cells if (value := self.see(cell).value) is not None)
        return self.view.group(placed).get(values, ())


def scene_of(rule: Rule, view: View, place: Place) -> Scene:
    """Return by what the check of a rule is judged at a place."""
    return Scene(view, place, rule.tolerance, rule.missing, rule.computed_by)


def evaluate(node: Node, scene: Scene) -> Outcome:
    """Return what a bound formula comes to, exactly."""
    match node:
        case Cell():
            return seen(scene.see(node))
        case Number(value):
            return Outcome(value, weight=magnitude(value))
        case Text(value):
            return Outcome(trim(value))
        case Negative(operand):
            inner = evaluate(operand, scene)
            return inner if inner.value is None else replace(inner, value=-number(inner))
        case Binary():
            return _calculated(node, scene)
        case Compare():
            return comparison(node, scene)[0]
        case Logic(operator, operands):
            found = (evaluate(each, scene) for each in operands)
            return joined(found, decided_by=operator == "or")
        case Not(operand):
            return negated(evaluate(operand, scene))
        case If(condition, consequence):
            return implied(scene.condition(condition), evaluate(consequence, scene))
        case Aggregate():
            return _aggregated(node, scene)
        case Rollup():
            return rolled_up(node, scene)
        case Call(function) if function in FUNCTIONS:
            return FUNCTIONS[function](node, scene)
    raise Unjudgeable("not-a-value")


def comparison(node: Compare, scene: Scene) -> tuple[Outcome, Outcome, Outcome]:
    """Return how a comparison ends, and what its left and right sides come to."""
    left, right = met(evaluate(node.left, scene), evaluate(node.right, scene))
    rounding = rounding_room(node, scene) if scene.tolerance.kind == "rounding" else 0
    return compared(node.operator, left, right, scene.tolerance, rounding), left, right


def _calculated(node: Binary, scene: Scene) -> Outcome:
    left, right = evaluate(node.left, scene), evaluate(node.right, scene)
    if left.value is None or right.value is None:
        return unknown(left, right)
    one, other = number(left), number(right)
    noisy = left.noisy or right.noisy
    match node.operator:
        case "+":
            return Outcome(one + other, (), left.weight + right.weight, noisy)
        case "-":
            return Outcome(one - other, (), left.weight + right.weight, noisy)
        case "*":
            return Outcome(one * other, (), left.weight * right.weight, noisy)
        case _ if other == 0:
            return Outcome(None, by_zero(node.right, scene))
        case _:
            quotient = Fraction(one) / other
            # What the divisor's own noise does to the quotient grows as the divisor shrinks.
            weight = Fraction(left.weight) * right.weight / (Fraction(other) * other)
            return Outcome(whole(quotient), (), weight, noisy)


# Aggregates over records


def _aggregated(node: Aggregate, scene: Scene) -> Outcome:
    key = mapped(node, lambda each: place_column(each, scene.place.item))
    kept = scene.view.aggregates.get(key)
    if not isinstance(kept, Outcome):
        kept = scene.view.aggregates[key] = _aggregate(node, scene)
    return kept


def _aggregate(node: Aggregate, scene: Scene) -> Outcome:
    view = scene.view.back(node.period)
    if view is None:
        return Outcome(None, (scene.view.unseen(node.period),))
    if view.records(node.table) is None:
        return Outcome(None, (view.lost_table(node.table),))
    if node.period:
        # Seen from that submission, its own cells are of this very period.
        node = cast("Aggregate", mapped(node, of_this_period))
    here = Scene(view, scene.place)
    found, open_ones = addends(node, here, view.plain_records(node.table))
    return unknown(*open_ones) if open_ones else combined(node.function, found)


def addends(
    node: Aggregate, here: Scene, records: Iterable[int]
) -> tuple[list[Outcome], list[Outcome]]:
    """Return what these records give to an aggregate, and what is unknown of them."""
    found: list[Outcome] = []
    open_ones: list[Outcome] = []
    for record in _chosen(node, here, records, open_ones):
        each = _of_record(node, replace(here, place=replace(here.place, record=record)))
        (open_ones if each.value is None else found).append(each)
    return found, open_ones


def _chosen(
    node: Aggregate, here: Scene, records: Iterable[int], open_ones: list[Outcome]
) -> Iterator[int]:
    """Yield the records that the ``where`` picks, and note those of which it is unknown."""
    for record in records:
        if node.where is None:
            yield record
            continue
        place = replace(here.place, record=record)
        picked = evaluate(node.where, replace(here, place=place))
        if truth(picked) is None:
            open_ones.append(picked)
        elif picked.value is True:
            yield record


def _of_record(node: Aggregate, scene: Scene) -> Outcome:
    if node.value is None:
        return Outcome(1)
    if node.function != "count":
        return evaluate(node.value, scene)
    held = filled(scene, node.value)
    return held if held.value is None else Outcome(int(held.value is True))


def place_column(node: Node, item: str | None) -> Node:
    """Return a cell of a record with EACH replaced by the column that an instance is about."""
    if item is not None and isinstance(node, Cell) and node.column == EACH:
        return replace(node, column=item)
    return node


def of_this_period(node: Node) -> Node:
    """Return a cell as its own submission names it."""
    return replace(node, period=0) if isinstance(node, Cell | Aggregate) else node


# Roll-ups


def rolled_up(node: Rollup, scene: Scene) -> Outcome:
    """Return what a formula comes to over the agencies directly below."""
    below = scene.view.below
    if below is None:
        return Outcome(None, (Lack("no-children", Cause("no-children")),))
    return total_of(node.function, parts_of(node, scene, below), below.children)


def parts_of(node: Rollup, scene: Scene, below: Below[View]) -> Parts:
    """Return what a formula comes to in each agency, in their order."""
    key = key_of(node, scene.place)
    kept = below.kept.get(key)
    if not isinstance(kept, Parts):
        kept = below.kept[key] = Parts.of(
            None if child.missing is not None else part_of(node, below.view(child), scene.place)
            for child in below.children
        )
    return kept


def key_of(node: Rollup, place: Place) -> object:
    """Return under what the parts of a roll-up are kept."""
    value = node.value
    return node.function, place_cell(value, place) if isinstance(value, Cell) else (value, place)


def part_of(node: Rollup, view: View, place: Place) -> Part:
    """Return what the formula of a roll-up comes to in the submission of one agency."""
    scene, value = Scene(view, place), node.value
    if isinstance(value, Cell) and scene.see(value).absent:
        return None
    if node.function == "count":
        held = filled(scene, value)
        return held if held.value is None else int(held.value is True)
    found = evaluate(value, scene)
    # What most cells hold is kept small: a roll-up may be over ten thousand agencies.
    plain = type(found.value) is int and not found.noisy and found.weight == abs(found.value)
    return cast("int", found.value) if plain else found


# Rounding


def rounding_room(node: Compare, scene: Scene) -> Exact:
    """Return the sum of |coefficient| x half a unit over all terms of both sides."""
    whole_of_it = mapped(Binary("-", node.left, node.right), lambda each: pruned(each, scene))
    terms = coefficients(whole_of_it) or {}
    room: Exact = 0
    for term, factor in terms.items():
        if isinstance(term, Aggregate):
            room += magnitude(factor) * _room_of_records(term, scene)
        elif isinstance(term, Rollup):
            room += magnitude(factor) * _room_of_children(term, scene)
        elif term is not None:
            room += magnitude(factor) * half_unit(scene.see(term).values)
    return room


def pruned(node: Node, scene: Scene) -> Node:
    """Take cells out of sums that these leave out, and let cells that are one cell be one."""
    match node:
        case Cell():
            return place_cell(node, scene.place)
        case Call("sum" | "mean", arguments):
            kept = (each for each in arguments if not is_absent(each, scene))
            return replace(node, arguments=tuple(kept))
    return node


def is_absent(node: Node, scene: Scene) -> bool:
    """Whether a node is a cell of an optional item that the submission does without."""
    return isinstance(node, Cell) and scene.see(node).absent


def _room_of_records(node: Aggregate, scene: Scene) -> Exact:
    key = ("room", mapped(node, lambda each: place_column(each, scene.place.item)))
    kept = scene.view.aggregates.get(key)
    if not isinstance(kept, int | Fraction):
        kept = scene.view.aggregates[key] = _aggregate_room(node, scene)
    return kept


def _aggregate_room(node: Aggregate, scene: Scene) -> Exact:
    view = scene.view.back(node.period)
    if view is None or view.records(node.table) is None:
        return 0
    here = Scene(view, scene.place)
    chosen = sum(1 for _ in _chosen(node, here, view.plain_records(node.table), []))
    terms = coefficients(node.value or Number(0)) or {}
    room: Exact = 0
    for term, factor in terms.items():
        if isinstance(term, Cell):
            column = place_cell(term, scene.place).column
            room += magnitude(factor) * half_unit(
                view.form.by_id[node.table].values_at(None, column)
            )
    return room * chosen


def _room_of_children(node: Rollup, scene: Scene) -> Exact:
    below, value = scene.view.below, node.value
    if below is None:
        return 0
    there = len(parts_of(node, scene, below).there)
    return there * rounding_room(Compare("=", value, Number(0)), scene)


def half_unit(values: Values) -> Exact:
    """Return half a unit of the last declared place.

    >>> half_unit(Values("amount", places=2))
    Fraction(1, 200)
    """
    return 0 if values.places is None else Fraction(1, 2 * 10**values.places)
