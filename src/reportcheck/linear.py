"""The linear view of a formula: coefficients over cells, derived from the tree, never written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from reportcheck.formula import Aggregate, Binary, Call, Cell, Negative, Node, Number, Rollup
from reportcheck.number import Exact

Term: TypeAlias = Cell | Aggregate | Rollup
Coefficients: TypeAlias = Mapping[Term | None, Exact]
"""What each cell is multiplied by; the constant stands under None."""


def coefficients(node: Node) -> Coefficients | None:
    """Return what a bound arithmetic formula adds up, or None where it is not linear.

    >>> q1, q2 = Cell("t", None, "q1"), Cell("t", None, "q2")
    >>> coefficients(Binary("-", q1, Binary("*", Number(2), q2))) == {q1: 1, q2: -2}
    True
    >>> coefficients(Binary("*", q1, q2)) is None
    True
    """
    match node:
        case Number(value):
            return {None: value}
        case Cell():
            return {node: 1}
        case Aggregate(function="sum") | Rollup(function="sum"):
            return {node: 1}
        case Negative(operand):
            return _scaled(coefficients(operand), -1)
        case Binary("+" | "-" as operator, left, right):
            return _added(
                coefficients(left), _scaled(coefficients(right), 1 if operator == "+" else -1)
            )
        case Binary("*", left, right):
            one, other = coefficients(left), coefficients(right)
            if one is not None and set(one) == {None}:
                return _scaled(other, one[None])
            if other is not None and set(other) == {None}:
                return _scaled(one, other[None])
        case Binary("/", left, right):
            divisor = coefficients(right)
            if divisor is not None and set(divisor) == {None} and divisor[None] != 0:
                return _scaled(coefficients(left), 1 / Fraction(divisor[None]))
        case Call("sum" | "mean" as function, arguments) if arguments:
            total = _summed(arguments)
            return total if function == "sum" else _scaled(total, Fraction(1, len(arguments)))
    return None


def _summed(nodes: Sequence[Node]) -> Coefficients | None:
    total: dict[Term | None, Exact] = {}
    for node in nodes:
        terms = coefficients(node)
        if terms is None:
            return None
        for term, value in terms.items():
            total[term] = total.get(term, 0) + value
    return total


def _scaled(terms: Coefficients | None, by: Exact) -> Coefficients | None:
    return None if terms is None else {term: value * by for term, value in terms.items()}


def _added(one: Coefficients | None, other: Coefficients | None) -> Coefficients | None:
    if one is None or other is None:
        return None
    return {
        term: one.get(term, 0) + other.get(term, 0)
        for term in [*one, *(each for each in other if each not in one)]
    }
