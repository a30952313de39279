"""The parts of a formula in the solver's terms: when a condition is true, and when it is false.

What has no counterpart in linear arithmetic (a pattern, a ratio of two cells, what other records
come to) is a symbol of its own, free to take any value: so nothing is said of a rule that only
seems so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import field, fields, replace
from fractions import Fraction

import z3

from reportcheck.classes import dataclass
from reportcheck.diagnosing.vocabulary import Claim, Term, Vocabulary
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
    Text,
    mapped,
)
from reportcheck.interpreting.trees import EXACT, Scene, rounding_room
from reportcheck.number import trim
from reportcheck.rule import Tolerance
from reportcheck.viewing import place_cell


class _Opaque(Exception):
    """A part of a formula of which nothing can be said."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Makes statements of the parts of one instance."""

    words: Vocabulary
    scene: Scene
    cells: set[Cell] = field(default_factory=set)

    def exactly(self) -> Meaning:
        """Return the same, where no tolerance holds: in a condition on which something depends."""
        return replace(self, scene=replace(self.scene, tolerance=EXACT))

    def condition(self, node: Node) -> tuple[Claim, Claim]:
        """Return when a condition is true, and when it is false."""
        try:
            return self._condition(node)
        except _Opaque:
            placed = self._placed(node)
            held = self.words.free(placed, condition=True)
            known = z3.Not(self.words.unknown(placed))
            return z3.And(known, held), z3.And(known, z3.Not(held))

    def _condition(self, node: Node) -> tuple[Claim, Claim]:
        match node:
            case Compare():
                return self._compared(node)
            case Logic(operator, operands):
                pairs = [self.condition(each) for each in operands]
                trues, falses = [each for each, _ in pairs], [each for _, each in pairs]
                if operator == "and":
                    return z3.And(*trues), z3.Or(*falses)
                return z3.Or(*trues), z3.And(*falses)
            case Not(operand):
                true, false = self.condition(operand)
                return false, true
            case If(condition, consequence):
                asked, rests = self.exactly().condition(condition)
                true, false = self.condition(consequence)
                return z3.Or(rests, true), z3.And(asked, false)
            case Call("one_of", (subject, ListOf(items))):
                term, known = self.value(subject)
                held = z3.Or(*(self._same(term, each) for each in items))
                return z3.And(known, held), z3.And(known, z3.Not(held))
            case Call("required_if", (Cell() as subject, on)):
                asked, rests = self.exactly().condition(on)
                empty, there = self._blank(subject), self._there((subject,))
                filled = z3.And(there, z3.Not(empty))
                return z3.Or(rests, filled), z3.And(asked, there, empty)
            case Call("filled" | "blank" | "at_least_one" | "all_or_none", arguments):
                held = _of_filling(node.function, [self._blank(each) for each in arguments])
                there = self._there(arguments)
                return z3.And(there, held), z3.And(there, z3.Not(held))
        raise _Opaque

    def _blank(self, node: Node) -> Claim:
        if not isinstance(node, Cell):
            raise _Opaque
        return self.words.blank(self._cell(node))

    def _there(self, nodes: tuple[Node, ...]) -> Claim:
        """Return that all of these cells are in the file, whatever they hold."""
        return z3.Not(z3.Or(*self._absences(nodes), self.words.true(value=False)))

    def _absences(self, nodes: tuple[Node, ...]) -> list[Claim]:
        cells = [place_cell(each, self.scene.place) for each in nodes if isinstance(each, Cell)]
        return [claim for cell in cells for claim in self.words.absences(cell)]

    def _cell(self, node: Cell) -> Cell:
        cell = place_cell(node, self.scene.place)
        table = self.words.form.by_id.get(cell.table)
        if table is None or cell.column not in table.columns.by_name:
            raise _Opaque
        self.cells.add(cell)
        return cell

    def _same(self, term: Term, node: Node) -> Claim:
        other, _ = self.value(node)
        if z3.is_string(term) != z3.is_string(other):
            raise _Opaque
        return term == other

    def _compared(self, node: Compare) -> tuple[Claim, Claim]:
        (left, one_known), (right, other_known) = self.value(node.left), self.value(node.right)
        known = z3.And(one_known, other_known)
        if z3.is_string(left) or z3.is_string(right):
            held = _compared_texts(node.operator, left, right)
        else:
            room = self._room(node, right)
            held = _holds(node.operator, left, right, room, tolerant=self._tolerant)
        return z3.And(known, held), z3.And(known, z3.Not(held))

    @property
    def _tolerant(self) -> bool:
        return self.scene.tolerance.kind != "exact"

    def _room(self, node: Compare, right: Term) -> Term:
        tolerance: Tolerance = self.scene.tolerance
        match tolerance.kind:
            case "absolute":
                return self.words.number(tolerance.amount)
            case "percent":
                return self.words.number(tolerance.amount) * z3.If(right >= 0, right, -right)
            case "rounding":
                return self.words.number(rounding_room(node, self.scene))
        return self.words.number(0)

    def value(self, node: Node) -> tuple[Term, Claim]:
        """Return what a part of a formula comes to, and whether that is known."""
        try:
            return self._value(node)
        except _Opaque:
            self._note(node)
            placed = self._placed(node)
            known = z3.Not(self.words.unknown(placed))
            return self.words.free(placed, condition=False), known

    def _value(self, node: Node) -> tuple[Term, Claim]:
        match node:
            case Cell():
                return self.words.cell(self._cell(node))
            case Number(value):
                return self.words.number(value), self.words.true()
            case Text(value):
                return self.words.text(trim(value)), self.words.true()
            case Negative(operand):
                term, known = self._number(operand)
                return -term, known
            case Binary("+" | "-" as operator, left, right):
                (one, this), (other, that) = self._number(left), self._number(right)
                return (one + other if operator == "+" else one - other), z3.And(this, that)
            case Binary("*", left, right):
                return self._multiplied(left, right)
            case Binary("/", left, Number(divisor)) if divisor != 0:
                term, known = self._number(left)
                return self.words.number(1 / Fraction(divisor)) * term, known
            case Call("sum" | "mean" | "min" | "max" | "abs", arguments) if arguments:
                return self._combined(node.function, arguments)
            case Call("count", arguments):
                blanks = [self._blank(each) for each in arguments]
                told = z3.Sum([z3.If(each, 0, 1) for each in blanks])
                return told, self._there(arguments)
        raise _Opaque

    def _number(self, node: Node) -> tuple[Term, Claim]:
        term, known = self.value(node)
        if z3.is_string(term):
            raise _Opaque
        return term, known

    def _multiplied(self, left: Node, right: Node) -> tuple[Term, Claim]:
        for factor, other in ((left, right), (right, left)):
            if isinstance(factor, Number):
                term, known = self._number(other)
                return self.words.number(factor.value) * term, known
        raise _Opaque

    def _combined(self, function: str, arguments: tuple[Node, ...]) -> tuple[Term, Claim]:
        pairs = [self._number(each) for each in arguments]
        if function == "sum":
            pairs = [self._added(*each) for each in zip(arguments, pairs, strict=True)]
        elif function != "abs" and self._absences(arguments):
            raise _Opaque
        terms, known = [each for each, _ in pairs], z3.And(*(each for _, each in pairs))
        match function:
            case "sum":
                return z3.Sum(terms), known
            case "mean":
                return self.words.number(Fraction(1, len(terms))) * z3.Sum(terms), known
            case "abs":
                return z3.If(terms[0] >= 0, terms[0], -terms[0]), known
        chosen = terms[0]
        for each in terms[1:]:
            better = each < chosen if function == "min" else each > chosen
            chosen = z3.If(better, each, chosen)
        return chosen, known

    def _added(self, node: Node, pair: tuple[Term, Claim]) -> tuple[Term, Claim]:
        """Return a part of a sum, which leaves out optional items that are absent."""
        term, known = pair
        gone = self._absences((node,)) if isinstance(node, Cell) and not node.period else []
        if not gone:
            return pair
        absent = z3.Or(*gone)
        return z3.If(absent, self.words.number(0), term), z3.Or(absent, known)

    def _placed(self, node: Node) -> Node:
        def placed(each: Node) -> Node:
            if isinstance(each, Cell):
                return place_cell(each, self.scene.place)
            if isinstance(each, Call):
                return replace(each, start=0, end=0)
            return each

        return mapped(node, placed)

    def _note(self, node: Node) -> None:
        """Remember the cells of a part that is not reasoned about."""
        if isinstance(node, Cell):
            return
        for each in fields(node):
            held = getattr(node, each.name)
            for one in held if isinstance(held, tuple) else (held,):
                if isinstance(one, Cell):
                    self.cells.add(place_cell(one, self.scene.place))


def _compared_texts(operator: str, left: Term, right: Term) -> Claim:
    if not (z3.is_string(left) and z3.is_string(right)):
        left, right = _day(left), _day(right)
        return _holds(operator, left, right, z3.IntVal(0, left.ctx), tolerant=False)
    match operator:
        case "=":
            return left == right
        case "!=":
            return left != right
    raise _Opaque


def _day(term: Term) -> Term:
    """Return a date as the number of its day; a text that is none has no meaning here."""
    if not z3.is_string(term):
        return term
    if not z3.is_string_value(term):
        raise _Opaque
    try:
        return z3.IntVal(dt.date.fromisoformat(term.as_string()).toordinal(), term.ctx)
    except ValueError:
        raise _Opaque from None


def _holds(operator: str, left: Term, right: Term, room: Term, *, tolerant: bool) -> Claim:
    """Return when a comparison holds, as ``interpreting`` compares two known numbers."""
    gap = left - right
    low, high = gap <= room, -gap <= room
    less, more = (gap < room, -gap < room) if tolerant else (gap < 0, gap > 0)
    held: dict[str, Callable[[], Claim]] = {
        "=": lambda: z3.And(low, high),
        "!=": lambda: z3.Not(z3.And(low, high)),
        "<=": lambda: low,
        ">=": lambda: high,
        "<": lambda: less,
        ">": lambda: more,
    }
    return held[operator]()


def _of_filling(function: str, blanks: list[Claim]) -> Claim:
    match function:
        case "blank":
            return blanks[0]
        case "filled":
            return z3.Not(blanks[0])
        case "at_least_one":
            return z3.Not(z3.And(*blanks))
    return z3.Or(z3.And(*blanks), z3.Not(z3.Or(*blanks)))
