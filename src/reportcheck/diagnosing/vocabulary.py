"""What stands for the cells of a form in the solver, and what is declared of each."""

from __future__ import annotations

from dataclasses import dataclass as plain_dataclass
from dataclasses import field
from typing import Any, Final, TypeAlias

import z3

from reportcheck.classes import dataclass
from reportcheck.form import BlankPolicy, Form, Values, blank_means
from reportcheck.formula import Cell
from reportcheck.number import Exact, read_decimal

Claim: TypeAlias = Any
"""A statement of the solver, which is true or false."""

Term: TypeAlias = Any
"""A number or a text of the solver."""

_WHOLE: Final = frozenset({"count", "integer"})


@dataclass(frozen=True, slots=True)
class Declared:
    """What a form says of a cell: ``what`` is ``min``, ``max``, ``one_of`` or ``filled``.

    ``text`` has several values a line each.
    """

    cell: Cell
    what: str
    text: str


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

    def cell(self, cell: Cell) -> tuple[Term, Claim]:
        """Return the symbol of a cell, and whether its value is known."""
        if cell not in self.terms:
            self._name(cell)
        values = self.values_of(cell)
        lacking = [*self.absences(cell)]
        if values.marks:
            lacking.append(self._once(("mark", cell)))
        if blank_means(values) is not BlankPolicy.ZERO:
            lacking.append(self.blanks[cell])
        return self.terms[cell], z3.Not(z3.Or(*lacking)) if lacking else self.true()

    def absences(self, cell: Cell) -> list[Claim]:
        """Return what makes that there is no such cell: its report, its row, its column."""
        found = [self._once(("period", cell.period))] if cell.period else []
        table = self.form.by_id[cell.table]
        for axis, name in ((table.rows, cell.row), (table.columns, cell.column)):
            item = None if axis is None or name is None else axis.by_name.get(name)
            if item is not None and item.optional:
                found.append(self._once(("absent", table.id, axis is table.rows, item.name)))
        return found

    def unknown(self, node: object) -> Claim:
        """Return that something that is not reasoned about is not known."""
        return self._once(("unknown", node))

    def _once(self, key: object) -> Claim:
        if key not in self._free:
            self._free[key] = self.symbol(f"lacks{len(self._free)}")
        return self._free[key]

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
        elif policy is BlankPolicy.ERROR and not cell.period:
            self.declared[Declared(cell, "filled", "")] = z3.Not(blank)
        for what, bound in (("min", values.min), ("max", values.max)):
            if bound is not None and values.numeric:
                held = term >= self.number(bound) if what == "min" else term <= self.number(bound)
                self.declared[Declared(cell, what, str(bound))] = z3.Or(blank, held)
        if values.one_of:
            listed = [self._listed(each, term) for each in values.one_of]
            text = "\n".join(values.one_of)
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
