"""A relation between figures: rows of whole coefficients with bounds, of which some must hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from math import gcd, lcm
from typing import Final, NamedTuple, TypeAlias

from reportcheck.classes import dataclass
from reportcheck.form import Values
from reportcheck.formula import Aggregate, Node
from reportcheck.number import Exact, read_decimal
from reportcheck.rule import Rule
from reportcheck.viewing import Place


class Figure(NamedTuple):
    """One place of a submission that takes part: a slot, or a column of a record.

    Of records ``row`` is None and ``record`` counts from 0; where any record is meant, ``row`` is
    ``EACH``, and ``TOTAL`` where the total row is, of which the blank form has none. ``period``
    counts back.
    """

    table: str
    row: str | None
    column: str
    record: int | None = None
    period: int = 0


Term: TypeAlias = Figure | Aggregate
"""What is multiplied; an aggregate only of a blank form, which has no records to add up."""


@dataclass(frozen=True, slots=True)
class Row:
    """``low <= sum of coefficient x term <= high``, in whole numbers.

    None is no bound; ``low_open`` and ``high_open`` leave the bound itself out. An equation has the
    same bound twice. A tolerance is in the bounds.
    """

    terms: tuple[tuple[Term, int], ...]
    low: int | None
    high: int | None
    low_open: bool = False
    high_open: bool = False

    @property
    def is_equation(self) -> bool:
        """Whether the sum must have one value."""
        return self.low is not None and self.low == self.high

    def admits(self, total: Exact, room: Exact = 0) -> bool:
        """Whether a sum is within the bounds, widened by ``room``.

        >>> Row((), 0, None, low_open=True).admits(0)
        False
        """
        if self.low is not None:
            least = self.low - room
            if total < least or (self.low_open and total == least):
                return False
        if self.high is not None:
            most = self.high + room
            return not (total > most or (self.high_open and total == most))
        return True


@dataclass(frozen=True, slots=True)
class Choice:
    """A text that must be ``among`` some, or must not."""

    figure: Figure
    texts: frozenset[str]
    among: bool = True


@dataclass(frozen=True, slots=True)
class Opaque:
    """A condition that is no row and no choice of texts: it is taken as it stands in the file."""

    node: Node
    holds: bool = True
    """Whether the condition, or its opposite, is required."""


Atom: TypeAlias = Row | Choice | Opaque


@dataclass(frozen=True, slots=True)
class Relation:
    """What one instance of a rule requires: all atoms of at least one of the ``alternatives``.

    ``place`` has no record where the relation is that of any record. A plain balance is one
    alternative of one row; a condition, or a bound on ``|x|``, has several.
    """

    rule: Rule
    place: Place
    alternatives: tuple[tuple[Atom, ...], ...]

    @property
    def row(self) -> Row | None:
        """The row, where the relation is one row and nothing else."""
        if len(self.alternatives) == 1 and len(self.alternatives[0]) == 1:
            (atom,) = self.alternatives[0]
            return atom if isinstance(atom, Row) else None
        return None

    def figures(self) -> Iterator[Term]:
        """Yield every figure, and aggregate, that takes part, each once."""
        yield from dict.fromkeys(
            figure
            for atoms in self.alternatives
            for atom in atoms
            for figure in (
                (term for term, _ in atom.terms)
                if isinstance(atom, Row)
                else (atom.figure,)
                if isinstance(atom, Choice)
                else ()
            )
        )


@dataclass(frozen=True, slots=True)
class Domain:
    """What a number may be: its bounds, the step from one to the next, or the only ones there are.

    Without ``step`` decimals are not declared, and any number between two is a number as well.
    """

    low: Exact | None = None
    high: Exact | None = None
    step: Fraction | None = None
    listed: frozenset[Exact] = frozenset()

    def admits(self, value: Exact) -> bool:
        """Whether a value may stand in the cell.

        >>> Domain(low=0, step=Fraction(1)).admits(-1), Domain(step=Fraction(1)).admits(-1)
        (False, True)
        """
        return not (
            (self.low is not None and value < self.low)
            or (self.high is not None and value > self.high)
            or (self.step is not None and (value / self.step).denominator != 1)
            or (self.listed and value not in self.listed)
        )


ANY: Final = Domain()


@cache
def domain(values: Values) -> Domain:
    """Return what the numbers of a slot may be, by what it declares.

    >>> domain(Values("amount", places=2)).step
    Fraction(1, 100)
    """
    read = (read_decimal(each) for each in values.one_of)
    return Domain(
        values.min,
        values.max,
        None if values.places is None else Fraction(1, 10**values.places),
        frozenset(each for each in read if each is not None),
    )


def row_of(
    terms: Mapping[Term | None, Exact],
    low: Exact | None,
    high: Exact | None,
    *,
    low_open: bool = False,
    high_open: bool = False,
) -> Row:
    """Return ``low <= terms <= high`` in the smallest whole numbers; a constant is under None.

    >>> a = Figure("t", "a", "x")
    >>> row_of({a: Fraction(1, 2), None: 1}, 0, None).terms, row_of({a: 2, None: 1}, 0, None).low
    (((Figure(table='t', row='a', column='x', record=None, period=0), 1),), -1)
    """
    constant = terms.get(None, 0)
    bounds = [None if each is None else each - constant for each in (low, high)]
    kept = {term: factor for term, factor in terms.items() if term is not None and factor}
    numbers = [*kept.values(), *(each for each in bounds if each is not None)]
    scale = lcm(*(Fraction(each).denominator for each in numbers))
    whole = {term: int(factor * scale) for term, factor in kept.items()}
    least, most = (None if each is None else int(each * scale) for each in bounds)
    common = gcd(*whole.values(), *(each for each in (least, most) if each is not None)) or 1
    return Row(
        tuple((term, factor // common) for term, factor in whole.items()),
        None if least is None else least // common,
        None if most is None else most // common,
        low_open,
        high_open,
    )
