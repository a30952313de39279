"""Scalars of a rule file that are more than text: exact numbers and tolerances."""

from __future__ import annotations

import re
from fractions import Fraction

from reportcheck.number import Exact
from reportcheck.rule import Tolerance

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{1,40})?)(?P<percent>%)?")


def exact_number(text: str) -> Exact | None:
    """Return the number a text spells, or None where it spells none.

    >>> exact_number("2000"), exact_number("0.05"), exact_number("1%"), exact_number("1e9")
    (2000, Fraction(1, 20), Fraction(1, 100), None)
    """
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return None
    number = Fraction(found[0].rstrip("%")) / (100 if found["percent"] else 1)
    return number.numerator if number.denominator == 1 else number


def tolerance(text: str) -> Tolerance | None:
    """Return the tolerance a text spells, or None where it spells none.

    >>> tolerance("1%")
    Tolerance(kind='percent', amount=Fraction(1, 100))
    >>> tolerance("rounding").kind, tolerance("0").kind, tolerance("-1")
    ('rounding', 'exact', None)
    """
    if text == "rounding":
        return Tolerance("rounding")
    amount = exact_number(text)
    if amount is None or amount < 0:
        return None
    if amount == 0:
        return Tolerance()
    return Tolerance("percent" if text.endswith("%") else "absolute", amount)
