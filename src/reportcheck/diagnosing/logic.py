"""Rules as statements of logic: when an instance holds, when it fails, and what cells may hold.

The three values of a formula become two statements, one that it is true and one that it is false;
where neither holds it is unknown. What has no counterpart in linear arithmetic (a pattern, a ratio
of two cells, what other records come to) is a symbol of its own, free to take any value: so nothing
is said of a rule that only seems so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass as plain_dataclass
from dataclasses import field, fields, replace
from fractions import Fraction
from typing import Any, Final, TypeAlias

import z3

from reportcheck.classes import dataclass
from reportcheck.form import BlankPolicy, Form, Values, blank_means
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
from reportcheck.number import Exact, read_decimal, trim
from reportcheck.rule import Rule, Tolerance
from reportcheck.submission import Submission
from reportcheck.viewing import Place, View, place_cell

Claim: TypeAlias = Any
"""A statement of the solver, which is true or false."""

Term: TypeAlias = Any
"""A number or a text of the solver."""

_WHOLE: Final = frozenset({"count", "integer"})


@dataclass(frozen=True, slots=True)
class Declared:
    """What a form says of a cell: ``what`` is ``min``, ``max``, ``one_of`` or ``filled``."""

    cell: Cell
    what: str
    text: str


@plain_dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """One instance of a rule: when it holds and when it fails, and on what it depends.

    ``asks`` is true where the rule requires anything, None where it always does. ``cells`` are
    those it names.
    """

    rule: Rule
    place: Place
    holds: Claim
    fails: Claim
    asks: Claim | None
    cells: frozenset[Cell]


@plain_dataclass
class Vocabulary:
    """The symbols for the cells of a form, each made when a rule first names it."""

    form: Form
    context: Any = field(default_factory=z3.Context)
    """Where the solver keeps its symbols: one of its own, so that answers are always the same."""
    terms: dict[Cell, Term] = field(default_factory=dict)
    blanks: dict[Cell, Claim] = field(default_factory=dict)
    declared: dict[Declared, Claim] = field(default_factory=dict)
    always: list[Claim] = field(default_factory=list)
    """What is true of the symbols in any case."""
    _free: dict[object, Any] = field(default_factory=dict)
    _view: View = field(init=False)

    def __post_init__(self) -> None:
        self._view = View(Submission(self.form, "", {}))

    def true(self, *, value: bool = True) -> Claim:
        """Return the claim that is always true, or never."""
        return z3.BoolVal(value, self.context)

    def number(self, value: Exact) -> Term:
        """Return a number as the solver writes it, without rounding."""
        if isinstance(value, int):
            return z3.IntVal(value, self.context)
        return z3.Q(value.numerator, value.denominator, self.context)

    def text(self, value: str) -> Term:
        """Return a text as the solver writes it."""
        return z3.StringVal(value, self.context)

    def symbol(self, name: str) -> Claim:
        """Return a claim that has nothing but a name."""
        return z3.Bool(name, self.context)

    def statements(self, rules: Iterable[Rule]) -> Iterator[Statement]:
        """Yield every instance of these rules; among records, that of one record."""
        for rule in rules:
            if rule.origin == "total_row":
                continue  # about the other records of a file, of which there is none here
            if rule.over_records(self.form):
                yield self._statement(rule, Place())
            else:
                for each in rule.instances(self.form):
                    yield self._statement(rule, Place.of(each))

    def _statement(self, rule: Rule, place: Place) -> Statement:
        scene = Scene(self._view, place, rule.tolerance)
        check = _Meaning(self, scene)
        holds, fails = check.condition(rule.check)
        asks = []
        if rule.where is not None:
            picked, left = check.exactly().condition(rule.where)
            holds, fails = z3.Or(left, holds), z3.And(picked, fails)
            asks.append(picked)
        on = _depends_on(rule.check)
        if on is not None:
            asks.append(check.exactly().condition(on)[0])
        return Statement(
            rule, place, holds, fails, z3.And(*asks) if asks else None, frozenset(check.cells)
        )

    def cell(self, cell: Cell) -> tuple[Term, Claim]:
        """Return the symbol of a cell, and whether something stands there."""
        if cell not in self.terms:
            self._name(cell)
        if blank_means(self.values_of(cell)) is BlankPolicy.ZERO:
            return self.terms[cell], self.true()
        return self.terms[cell], z3.Not(self.blanks[cell])

    def blank(self, cell: Cell) -> Claim:
        """Return whether a cell is empty."""
        self.cell(cell)
        return self.blanks[cell]

    def values_of(self, cell: Cell) -> Values:
        """Return what a cell may hold."""
        table = self.form.by_id[cell.table]
        row = cell.row if table.rows is not None and cell.row in table.rows.by_name else None
        return table.values_at(row, cell.column)

    def _name(self, cell: Cell) -> None:
        values = self.values_of(cell)
        name = f"cell{len(self.terms)}"
        if values.type in _WHOLE or values.type == "date":
            term = z3.Int(name, self.context)
        elif values.numeric:
            term = z3.Real(name, self.context)
        else:
            term = z3.String(name, self.context)
        self.terms[cell] = term
        policy = blank_means(values)
        blank = self.blanks[cell] = self.symbol(f"blank of {name}")
        if policy is BlankPolicy.ZERO:
            self.always.append(z3.Implies(blank, term == 0))
        elif policy is BlankPolicy.ERROR:
            self.declared[Declared(cell, "filled", "")] = z3.Not(blank)
        for what, bound in (("min", values.min), ("max", values.max)):
            if bound is not None and values.numeric:
                held = term >= self.number(bound) if what == "min" else term <= self.number(bound)
                self.declared[Declared(cell, what, str(bound))] = z3.Or(blank, held)
        if values.one_of:
            listed = [self._listed(each, term) for each in values.one_of]
            text = ", ".join(values.one_of)
            self.declared[Declared(cell, "one_of", text)] = z3.Or(blank, *listed)

    def _listed(self, text: str, term: Term) -> Claim:
        if z3.is_string(term):
            return term == self.text(text)
        number = read_decimal(text)
        return self.true(value=False) if number is None else term == self.number(number)

    def free(self, node: object, *, condition: bool) -> Any:  # noqa: ANN401 - a claim or a term
        """Return the symbol for what cannot be reasoned about: the same one for the same thing."""
        key = (condition, node)
        if key not in self._free:
            name = f"free{len(self._free)}"
            self._free[key] = self.symbol(name) if condition else z3.Real(name, self.context)
        return self._free[key]


def _depends_on(check: Node) -> Node | None:
    return check.condition if isinstance(check, If) else None


class _Opaque(Exception):
    """A part of a formula of which nothing can be said."""


@dataclass(frozen=True, slots=True)
class _Meaning:
    """Makes statements of the parts of one instance."""

    words: Vocabulary
    scene: Scene
    cells: set[Cell] = field(default_factory=set)

    def exactly(self) -> _Meaning:
        """Return the same, where no tolerance holds: in a condition on which something depends."""
        return replace(self, scene=replace(self.scene, tolerance=EXACT))

    def condition(self, node: Node) -> tuple[Claim, Claim]:
        """Return when a condition is true, and when it is false."""
        try:
            return self._condition(node)
        except _Opaque:
            held = self.words.free(self._placed(node), condition=True)
            return held, z3.Not(held)

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
                empty = self._blank(subject)
                return z3.Or(rests, z3.Not(empty)), z3.And(asked, empty)
            case Call("filled" | "blank" | "at_least_one" | "all_or_none", arguments):
                held = _of_filling(node.function, [self._blank(each) for each in arguments])
                return held, z3.Not(held)
        raise _Opaque

    def _blank(self, node: Node) -> Claim:
        if not isinstance(node, Cell):
            raise _Opaque
        return self.words.blank(self._cell(node))

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
            return self.words.free(self._placed(node), condition=False), self.words.true()

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
                return z3.Sum([z3.If(each, 0, 1) for each in blanks]), self.words.true()
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
